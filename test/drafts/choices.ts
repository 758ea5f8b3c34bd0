import fc from 'fast-check';
import type { Quantity } from './cast.js';

/** Draws the parts of a scenario, each from a generator of fast-check, so that a failing one shrinks. */
export class Choices {
  constructor(private readonly draw: fc.GeneratorValue) {}

  whole(min: number, max: number): number {
    return this.draw(fc.integer, { min, max });
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.whole(1, times) === times;
  }

  one<T>(of: readonly T[]): T {
    return of[this.whole(0, of.length - 1)]!;
  }

  /** So many of a list, in any order. */
  some<T>(of: readonly T[], min: number, max = of.length): T[] {
    const left = [...of];
    const count = this.whole(Math.min(min, left.length), Math.min(max, left.length));
    return Array.from({ length: count }, () => left.splice(this.whole(0, left.length - 1), 1)[0]!);
  }

  seconds(min: number, max: number): string {
    return `${this.whole(min, max)}s`;
  }

  /** Any way to state a duration between these, in milliseconds; the tails of unbounded laws go beyond. */
  quantity(min: number, max: number): Quantity {
    const low = this.whole(min, max - 1);
    const high = this.whole(low + 1, max);
    const law = this.one([
      () => `${low}ms`,
      () => ({ between: [`${low}ms`, `${high}ms`] as [string, string] }),
      () => ({ p50: `${low + 1}ms`, p99: `${high + 1}ms` }),
      () => ({ min: `${low}ms`, likely: `${this.whole(low, high)}ms`, max: `${high}ms` }),
      () => ({ mean: `${high}ms` }),
      () => ({ min: `${low}ms`, mean: `${high}ms` }),
      () => ({ pareto: { min: `${low + 1}ms`, shape: this.whole(11, 40) / 10 } }),
      () => ({
        mix: [
          { share: '90%', of: `${low}ms` },
          { share: '10%', of: { mean: `${high}ms` } },
        ],
      }),
      () => ({ samples: [`${high}ms`, `${low}ms`, `${low}ms`] }),
    ])();
    return this.one<() => Quantity>([() => law, () => law, () => ({ once: law }), () => ({ each: law })])();
  }
}
