import type { Distribution, Stream } from '../../../kernel/index.js';
import { drawFrom } from '../../../kernel/index.js';

/**
 * The four one-way legs between a coordinator and one replica: a write goes out and is acknowledged, a read goes out and is
 * answered (WARS: Bailis et al., "Probabilistically bounded staleness for practical partial quorums", PVLDB 2012).
 */
export interface Legs<T> {
  readonly write: T;
  readonly ack: T;
  readonly read: T;
  readonly response: T;
}

/** How many of the N replicas answer before an operation is complete. */
export interface Quorum {
  readonly read: number;
  readonly write: number;
}

/** A write, and a read of the same key, in the unit of the legs. */
export interface QuorumOutcome {
  readonly writeLatency: number;
  readonly readLatency: number;
  /**
   * The least time between the write's acknowledgement and the start of the read at which the read sees the write; below 0 where
   * a read that began before would.
   */
  readonly slack: number;
}

/**
 * What a write and a later read of its key see of each other, given how long each leg takes. Both go to all replicas; the write
 * is complete with the W-th acknowledgement, the read with the R-th answer, and those R decide what it sees. No later write, no
 * read repair and no hinted hand-off is in this.
 */
export function concludeOperation(replicas: readonly Legs<number>[], { read, write }: Quorum): QuorumOutcome {
  const writeLatency = ascending(replicas, ({ write, ack }) => write + ack)[write - 1]!.time;
  const answers = ascending(replicas, ({ read, response }) => read + response);
  let slack = Number.POSITIVE_INFINITY;
  for (let i = 0; i < read; i++) {
    const { replica } = answers[i]!;
    slack = Math.min(slack, replica.write - replica.read - writeLatency);
  }
  return { writeLatency, readLatency: answers[read - 1]!.time, slack };
}

interface Timed {
  readonly replica: Legs<number>;
  readonly time: number;
}

/** The fastest first; of equals the one that comes first. */
function ascending(replicas: readonly Legs<number>[], timeOf: (replica: Legs<number>) => number): Timed[] {
  return replicas.map((replica) => ({ replica, time: timeOf(replica) })).sort((a, b) => a.time - b.time);
}

/** Replicas that are not where the writer, or the reader, is. */
export interface Apart {
  /** Added to each leg to a replica elsewhere. */
  readonly oneWay: number;
  /** Index of the replica that the writer is at; absent = any, drawn for each operation. */
  readonly writer?: number;
  /** The same for the reader. */
  readonly reader?: number;
}

export interface QuorumOperationOptions extends Quorum {
  /** Laws of the legs of each replica; they are independent. */
  readonly replicas: readonly Legs<Distribution>[];
  readonly apart?: Apart;
}

/** Draws a write and a read of the same key. One stream, in a fixed order of legs. */
export class QuorumOperation {
  /** @throws RangeError if a quorum is not a whole number from 1 to the number of replicas */
  constructor(private readonly options: QuorumOperationOptions) {
    for (const kind of ['read', 'write'] as const) {
      const quorum = options[kind];
      if (!(Number.isInteger(quorum) && quorum >= 1 && quorum <= options.replicas.length))
        throw new RangeError(
          `a ${kind} quorum of ${quorum} of ${options.replicas.length} replicas is impossible`,
        );
    }
  }

  draw(stream: Stream): QuorumOutcome {
    const { replicas, apart } = this.options;
    const at = apart && this.drawPlaces(apart, stream);
    const drawn = replicas.map((legs, replica): Legs<number> => {
      const out = at && replica !== at.writer ? apart.oneWay : 0;
      const back = at && replica !== at.reader ? apart.oneWay : 0;
      return {
        write: drawFrom(legs.write, stream.next()) + out,
        ack: drawFrom(legs.ack, stream.next()) + out,
        read: drawFrom(legs.read, stream.next()) + back,
        response: drawFrom(legs.response, stream.next()) + back,
      };
    });
    return concludeOperation(drawn, this.options);
  }

  private drawPlaces({ writer, reader }: Apart, stream: Stream): { writer: number; reader: number } {
    const any = () => Math.floor(stream.next() * this.options.replicas.length);
    return { writer: writer ?? any(), reader: reader ?? any() };
  }
}
