import { type Distribution, LogTable, type Micros } from '../../../kernel/index.js';
import type { KeyLaw } from '../conflicts/keys.js';
import { KeyStaleness } from './key-staleness.js';
import { type LagCell, lagCells } from './lag-cells.js';
import type { Behind } from './read-source.js';

/** Cells of even share for pairs of lags, of which there are as many as the square. */
const coarse = 40;

/** The chances of reads of one store to miss writes. The same for all runs; what is worked out is kept. */
export class Consistency {
  readonly keys: KeyStaleness;
  private readonly following = new Memo<Following>();
  private readonly moving = new Memo<LogTable>();

  constructor(keys: KeyLaw) {
    this.keys = new KeyStaleness(keys);
  }

  /** What reads from a copy miss that follows. */
  of({ lag, floor }: Behind & { kind: 'follows' }): Following {
    return this.following.get([lag], [floor], () => new Following(this.keys, lag, floor));
  }

  /**
   * Chance that a read from one copy is older than one from another that was made a time `gap` before it, by the rate of the writes.
   * Without `first` the earlier one missed nothing.
   */
  backwards(
    first: (Behind & { kind: 'follows' }) | undefined,
    second: Behind & { kind: 'follows' },
    gap: Micros,
  ): LogTable {
    const laws = [second.lag, ...(first ? [first.lag] : [])];
    return this.moving.get(laws, [second.floor, first?.floor ?? 0, gap], () => {
      const earlier = first ? lagCells(first.lag, first.floor, coarse) : [{ share: 1, lag: 0 }];
      const later = lagCells(second.lag, second.floor, first ? coarse : undefined);
      return new LogTable((rate) => {
        let total = 0;
        for (const a of earlier)
          for (const b of later)
            if (b.lag > a.lag + gap)
              total += a.share * b.share * this.keys.chance(rate * (b.lag - a.lag - gap));
        return total;
      });
    });
  }
}

/** What reads from a copy miss that follows, by the rate of the writes. */
export class Following {
  private readonly cells: readonly LagCell[];
  private readonly stale: LogTable;
  private readonly waited: LogTable;

  constructor(
    keys: KeyStaleness,
    private readonly lag: Distribution,
    private readonly floor: Micros,
  ) {
    this.cells = lagCells(lag, floor);
    this.stale = new LogTable((rate) => this.average((late) => keys.chance(rate * late)));
    this.waited = new LogTable((rate) => this.average((late) => keys.integral(rate * late)));
  }

  /** The mean of a function of the lag. */
  average(of: (lag: Micros) => number): number {
    let total = 0;
    for (const { share, lag } of this.cells) total += share * of(lag);
    return total;
  }

  /** Share of the reads that miss a write. */
  staleShare(rate: number): number {
    return this.stale.at(rate);
  }

  /** Mean, over all reads, of the age of the oldest write that is missed, 0 where none is. */
  meanAge(rate: number): Micros {
    return rate > 0 ? this.waited.at(rate) / rate : 0;
  }

  /** Share of the writes that a read so much later does not see. */
  missedAfter(time: Micros): number {
    return time < this.floor ? 1 : 1 - this.lag.cdf(time);
  }
}

/** What was made of some laws and numbers. */
class Memo<T> {
  private readonly entries: { laws: readonly Distribution[]; numbers: readonly number[]; value: T }[] = [];

  get(laws: readonly Distribution[], numbers: readonly number[], make: () => T): T {
    const known = this.entries.find((one) => sameItems(one.laws, laws) && sameItems(one.numbers, numbers));
    if (known) return known.value;
    const value = make();
    // Laws that are drawn once a run are new in each: only the latest are kept.
    if (this.entries.length >= 64) this.entries.shift();
    this.entries.push({ laws, numbers, value });
    return value;
  }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
