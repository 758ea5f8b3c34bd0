import { type Distribution, LogTable, type Micros } from '../../../kernel/index.js';
import type { KeyLaw } from '../conflicts/keys.js';
import { KeyStaleness } from './key-staleness.js';
import { type LagCell, lagCells } from './lag-cells.js';
import type { Behind } from './read-source.js';

/** Cells of even share of a lag, and of each of two lags that are looked at together. */
const fine = 180;
const coarse = 12;

/** The most laws that are kept: those that are drawn once a run are new in each. */
const most = 64;

/** What is worked out once for the reads of a store, and kept for all runs. */
export class Consistency {
  readonly keys: KeyStaleness;
  private readonly known: Known[] = [];
  private readonly pairs: KnownPair[] = [];

  constructor(keys: KeyLaw) {
    this.keys = new KeyStaleness(keys);
  }

  /** The staleness of a copy that follows, in cells. */
  cells(behind: Following): readonly LagCell[] {
    return this.knownOf(behind).fine;
  }

  /** By the rate of the writes: the share of reads that are stale. */
  staleBy(behind: Following): LogTable {
    return this.knownOf(behind).stale;
  }

  /** By the rate of the writes: the mean, over all reads, of the age of the oldest write that is missed. */
  ageBy(behind: Following): LogTable {
    return this.knownOf(behind).age;
  }

  /** The same in fewer cells. */
  coarseCells(behind: Following): readonly LagCell[] {
    return this.knownOf(behind).coarse;
  }

  /**
   * By the rate of the writes: the chance that a copy, asked a think time after another one, lacks a write that the other had. Where
   * that one is not behind on these writes, `earlier` is absent.
   */
  olderBy(later: Following, earlier: Following | undefined, think: Micros): LogTable {
    const known = this.pairs.find(
      (one) => one.think === think && sameLaw(one.later, later) && sameLaw(one.earlier, earlier),
    );
    if (known) return known.older;
    const gaps = earlier
      ? gapsBetween(this.coarseCells(later), this.coarseCells(earlier), think)
      : gapsBetween(this.cells(later), certain, think);
    const chance = (rate: number) =>
      gaps.reduce((total, { share, lag }) => total + share * this.keys.chance(rate * lag), 0);
    const added = { later, earlier, think, older: new LogTable(chance) };
    if (this.pairs.length >= most) this.pairs.shift();
    this.pairs.push(added);
    return added.older;
  }

  private knownOf({ lag, floor }: Following): Known {
    const known = this.known.find((one) => one.lag === lag && one.floor === floor);
    if (known) return known;
    const cells = lagCells(lag, floor, fine);
    const average = (of: (lag: Micros) => number) =>
      cells.reduce((total, cell) => total + cell.share * of(cell.lag), 0);
    const { keys } = this;
    const added = {
      lag,
      floor,
      fine: cells,
      coarse: lagCells(lag, floor, coarse),
      stale: new LogTable((rate) => average((late) => keys.chance(rate * late))),
      age: new LogTable((rate) => average((late) => late * keys.meanChance(0, rate * late))),
    };
    if (this.known.length >= most) this.known.shift();
    this.known.push(added);
    return added;
  }
}

export type Following = Behind & { readonly kind: 'follows' };

interface KnownPair {
  readonly later: Following;
  readonly earlier: Following | undefined;
  readonly think: Micros;
  readonly older: LogTable;
}

const certain: readonly LagCell[] = [{ share: 1, lag: 0 }];

function sameLaw(a: Following | undefined, b: Following | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.lag === b.lag && a.floor === b.floor);
}

/** By how much the later copy is further behind, a think time after the earlier one; only where it is. */
function gapsBetween(later: readonly LagCell[], earlier: readonly LagCell[], think: Micros): LagCell[] {
  return earlier.flatMap((a) =>
    later.flatMap((b) => {
      const gap = b.lag - a.lag - think;
      return gap > 0 ? [{ share: a.share * b.share, lag: gap }] : [];
    }),
  );
}

interface Known {
  readonly lag: Distribution;
  readonly floor: Micros;
  readonly fine: readonly LagCell[];
  readonly coarse: readonly LagCell[];
  readonly stale: LogTable;
  readonly age: LogTable;
}
