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
  const acknowledgements: Arrival[] = [];
  const answers: Arrival[] = [];
  for (const legs of replicas) {
    insert(acknowledgements, legs, legs.write + legs.ack);
    insert(answers, legs, legs.read + legs.response);
  }
  const writeLatency = acknowledgements[write - 1]!.time;
  let slack = Number.POSITIVE_INFINITY;
  for (let i = 0; i < read; i++) {
    const { legs } = answers[i]!;
    slack = Math.min(slack, legs.write - legs.read - writeLatency);
  }
  return { writeLatency, readLatency: answers[read - 1]!.time, slack };
}

/** What came back from one replica, and when. */
interface Arrival {
  readonly legs: Legs<number>;
  readonly time: number;
}

/** Keeps the earliest first; of equals the one that was there first. */
function insert(arrivals: Arrival[], legs: Legs<number>, time: number): void {
  const arrival = { legs, time };
  let place = arrivals.length;
  arrivals.push(arrival);
  while (place > 0 && arrivals[place - 1]!.time > time) {
    arrivals[place] = arrivals[place - 1]!;
    place -= 1;
  }
  arrivals[place] = arrival;
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
    return concludeOperation(this.drawLegs(stream), this.options);
  }

  /** How long each leg takes this time. */
  drawLegs(stream: Stream): Legs<number>[] {
    const { replicas, apart } = this.options;
    const at = apart && this.drawPlaces(apart, stream);
    return replicas.map((legs, replica): Legs<number> => {
      const out = at && replica !== at.writer ? apart.oneWay : 0;
      const back = at && replica !== at.reader ? apart.oneWay : 0;
      return {
        write: drawFrom(legs.write, stream.next()) + out,
        ack: drawFrom(legs.ack, stream.next()) + out,
        read: drawFrom(legs.read, stream.next()) + back,
        response: drawFrom(legs.response, stream.next()) + back,
      };
    });
  }

  private drawPlaces({ writer, reader }: Apart, stream: Stream): { writer: number; reader: number } {
    const any = () => Math.floor(stream.next() * this.options.replicas.length);
    return { writer: writer ?? any(), reader: reader ?? any() };
  }
}
