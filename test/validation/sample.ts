import { mean, quantile, sampleVariance, sum } from '../../src/index.js';

/** Independent units, in the unit of the figure that they are held against. */
export class Sample {
  readonly mean: number;
  readonly sd: number;
  private readonly sorted: Float64Array;

  constructor(
    readonly values: Float64Array,
    /** Values closer than this are the same: times are whole microseconds. */
    private readonly resolution: number,
  ) {
    this.mean = mean(values);
    this.sd = Math.sqrt(sampleVariance(values, this.mean));
    this.sorted = Float64Array.from(values).sort();
  }

  get size(): number {
    return this.values.length;
  }

  quantile(level: number): number {
    return quantile(this.sorted, level);
  }

  /** How many values are at most x. */
  countUpTo(x: number): number {
    return countBelow(this.sorted, x + this.resolution);
  }

  /** How many values are less than x. */
  countBelow(x: number): number {
    return countBelow(this.sorted, x - this.resolution);
  }

  /** Standard error of the sample's standard deviation, by its fourth moment. */
  get errorOfSd(): number {
    const squares = this.values.map((value) => (value - this.mean) * (value - this.mean));
    const fourth = sum(squares.map((square) => square * square)) / this.size;
    const variance = this.sd * this.sd;
    return Math.sqrt(Math.max(0, fourth - variance * variance) / this.size) / (2 * this.sd);
  }
}

/** How many entries of an ascending array are less than x. */
function countBelow(sorted: Float64Array, x: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
