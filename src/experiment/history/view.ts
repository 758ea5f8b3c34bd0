import type { Micros, Stream } from '../../kernel/index.js';
import type { Read, Seen } from './reader.js';
import type { Write } from './writes.js';

/** Says which writes each read finds. Reads are asked in order of time. */
export class View {
  /** How far a region has seen a timeline on a standby: a position that never moves back. */
  private readonly positions = new Map<string, Micros>();
  /** When an item that ships on its own reaches a region. */
  private readonly arrivals = new Map<string, Micros>();

  constructor(
    /** How much of each timeline was taken over by those who followed. */
    private readonly takenOver: ReadonlyMap<number, Micros>,
    private readonly stream: Stream,
  ) {}

  /** Whether a read finds a write of one of the shards. */
  of(read: Read, shard: string): (write: Write) => boolean {
    const [first, ...others] = read.seen[shard]!;
    if (!first) return () => false;
    const upTo = this.settle(read, first);
    const held = new Map(others.map((seen) => [seen.timeline, this.settle(read, seen)]));
    return (write) => {
      if (write.acknowledgedAt > read.at || write.goneAt <= read.at) return false;
      if (write.timeline === first.timeline) return this.arrival(write, read.region, first) <= upTo;
      if (write.scattered || write.class === 'diverged') return false;
      return write.at <= (held.get(write.timeline) ?? Number.NEGATIVE_INFINITY);
    };
  }

  /** What a standby was promoted with it had at most before. */
  private settle({ at, region }: Read, { timeline, upTo, unsteady }: Seen): Micros {
    if (unsteady || upTo >= at) return upTo;
    const key = `${timeline} ${region}`;
    const most = this.takenOver.get(timeline) ?? Number.POSITIVE_INFINITY;
    const position = Math.min(most, Math.max(upTo, this.positions.get(key) ?? upTo));
    this.positions.set(key, position);
    return position;
  }

  private arrival(write: Write, region: number, { timeline, lag }: Seen): Micros {
    if (!lag) return write.at;
    if (write.scattered) return Number.POSITIVE_INFINITY;
    const key = `${timeline} ${region} ${write.at}`;
    const arrival = this.arrivals.get(key) ?? write.at + lag(this.stream.next());
    this.arrivals.set(key, arrival);
    return arrival;
  }
}
