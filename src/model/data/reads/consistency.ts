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

interface Known {
  readonly lag: Distribution;
  readonly floor: Micros;
  readonly fine: readonly LagCell[];
  readonly coarse: readonly LagCell[];
  readonly stale: LogTable;
  readonly age: LogTable;
}
