import type { Stream } from '../../../kernel/index.js';
import { drawBinomial, drawPoisson } from '../../../kernel/index.js';
import { binomialHazards, type Hazards, poissonHazards } from './hazards.js';

/** So many keys got counts[j] writes from source j. The array is used again for the next cell. */
export type VisitCell = (keys: number, counts: readonly number[]) => void;

/**
 * Draws the writes of keys that are all alike, each source's an independent Poisson number: how many keys got which counts.
 * Keys are first parted by their total, then by the count of each source in turn, one binomial variate a cell; where there are
 * fewer keys than cells, each is drawn on its own.
 */
export class AlikeKeys {
  private readonly counts: number[];
  /** Chance that a write of the sources from j on is of source j. */
  private readonly chances: number[];
  /** Hazards of the count of source j out of n writes of the sources from j on. */
  private readonly splits: Hazards[][];

  /** @param masses Expected writes of each source, in proportion: only their ratios count. */
  constructor(
    masses: readonly number[],
    private readonly stream: Stream,
    private readonly visit: VisitCell,
  ) {
    this.counts = masses.map(() => 0);
    this.chances = masses.map((mass, j) => {
      const rest = masses.slice(j + 1).reduce((sum, one) => sum + one, 0);
      return rest === 0 ? 1 : mass / (mass + rest);
    });
    this.splits = masses.map(() => []);
  }

  /** Draws the writes of so many keys, each of which expects `mean` writes of all sources together. */
  draw(keys: number, mean: number): void {
    if (keys === 0) return;
    if (keys < worthParting(mean)) {
      for (let i = 0; i < keys; i += 1) this.spread(1, drawPoisson(mean, this.stream), 0);
      return;
    }
    this.part(keys, poissonHazards(mean), (some, total) => this.spread(some, total, 0));
  }

  /** Draws the writes of one key, which expects `mean` writes of all sources together, and what it got beside. */
  drawOne(mean: number, beside: readonly number[]): void {
    const { counts, chances } = this;
    let left = drawPoisson(mean, this.stream);
    let any = false;
    for (let j = 0; j < counts.length; j += 1) {
      const count = left === 0 ? 0 : this.successes(left, chances[j]!);
      left -= count;
      counts[j] = beside[j]! + count;
      any ||= counts[j]! > 0;
    }
    if (any) this.visit(1, counts);
  }

  /** Spreads a total over the sources from j on. */
  private spread(keys: number, total: number, j: number): void {
    const { counts } = this;
    if (total === 0 && j === 0) return;
    if (total === 0 || j === counts.length - 1) {
      counts[j] = total;
      counts.fill(0, j + 1);
      this.visit(keys, counts);
      return;
    }
    const chance = this.chances[j]!;
    if (chance === 0 || chance === 1) this.set(keys, total, j, chance * total);
    else if (keys <= total) {
      for (let i = 0; i < keys; i += 1) this.set(1, total, j, this.successes(total, chance));
    } else {
      this.splits[j]![total] ??= binomialHazards(total, chance);
      this.part(keys, this.splits[j]![total]!, (some, count) => this.set(some, total, j, count));
    }
  }

  private set(keys: number, total: number, j: number, count: number): void {
    this.counts[j] = count;
    this.spread(keys, total - count, j + 1);
  }

  private successes(trials: number, chance: number): number {
    if (chance === 0 || chance === 1) return chance * trials;
    if (trials > thrownSingly) return drawBinomial(trials, chance, this.stream);
    let count = 0;
    for (let i = 0; i < trials; i += 1) if (this.stream.next() < chance) count += 1;
    return count;
  }

  /** Parts keys by a value that each has by the law. */
  private part(keys: number, { first, chances }: Hazards, each: (keys: number, value: number) => void): void {
    let left = keys;
    for (let i = 0; left > 0; i += 1) {
      const some = drawBinomial(left, chances[i]!, this.stream);
      left -= some;
      if (some > 0) each(some, first + i);
    }
  }
}

/** Up to so many trials are thrown one by one: a binomial variate takes as long. */
const thrownSingly = 8;

/** Fewer keys than about the values that their totals take are drawn one by one. */
function worthParting(mean: number): number {
  return 4 + 8 * Math.sqrt(mean);
}
