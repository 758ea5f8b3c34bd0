import type { Distribution, Micros } from '../../../kernel/index.js';
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

  /** The same in fewer cells. */
  coarseCells(behind: Following): readonly LagCell[] {
    return this.knownOf(behind).coarse;
  }

  private knownOf({ lag, floor }: Following): Known {
    const known = this.known.find((one) => one.lag === lag && one.floor === floor);
    if (known) return known;
    const added = { lag, floor, fine: lagCells(lag, floor, fine), coarse: lagCells(lag, floor, coarse) };
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
}
