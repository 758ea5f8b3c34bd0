import type { Distribution } from './distribution.js';
import { exp, expMinusOne, ln, lnOnePlus, normalCdf, normalQuantile, pow } from './mathematics.js';
import { ScaledBeta } from './scaled-beta.js';

export type { Distribution };

/** Always the same value. */
export function constant(value: number): Distribution {
  mustBeFinite({ value });
  return {
    mean: value,
    quantile: () => value,
    cdf: (x) => (x < value ? 0 : 1),
    excess: (x) => Math.max(value - x, 0),
  };
}

/** Equally likely between two values. */
export function uniform(low: number, high: number): Distribution {
  mustBeFinite({ low, high });
  mustAscend({ low, high });
  if (low === high) return constant(low);
  const width = high - low;
  return {
    mean: low + width / 2,
    quantile: (u) => low + width * u,
    cdf: (x) => Math.min(Math.max((x - low) / width, 0), 1),
    excess: (x) => {
      if (x <= low) return low + width / 2 - x;
      return x >= high ? 0 : ((high - x) * (high - x)) / (2 * width);
    },
  };
}

/** A value whose logarithm is equally likely between those of two values. */
export function logUniform(low: number, high: number): Distribution {
  if (!(low > 0 && high < Number.POSITIVE_INFINITY))
    throw new RangeError(`low must be above 0 and high finite, not ${low} and ${high}`);
  mustAscend({ low, high });
  if (low === high) return constant(low);
  const range = ln(high / low);
  const mean = (high - low) / range;
  return {
    mean,
    quantile: (u) => low * exp(u * range),
    cdf: (x) => (x <= low ? 0 : x >= high ? 1 : ln(x / low) / range),
    excess: (x) => {
      if (x <= low) return mean - x;
      return x >= high ? 0 : Math.max(0, (high - x - x * ln(high / x)) / range);
    },
  };
}

/** Memoryless, of the given mean. */
export function exponential(mean: number): Distribution {
  return shiftedExponential(0, mean);
}

/** A minimum plus an exponential rest; `mean` is the mean of both together. */
export function shiftedExponential(min: number, mean: number): Distribution {
  mustBeFinite({ min, mean });
  mustAscend({ min, mean });
  if (min === mean) return constant(mean);
  const rest = mean - min;
  return {
    mean,
    quantile: (u) => min - rest * lnOnePlus(-u),
    cdf: (x) => (x <= min ? 0 : -expMinusOne((min - x) / rest)),
    excess: (x) => (x <= min ? mean - x : rest * exp((min - x) / rest)),
  };
}

/**
 * The exponential of a normal variable of mean `mu` and standard deviation `sigma`: its median is e^mu.
 * The excess is the price of a call option without interest (Black and Scholes 1973).
 */
export function lognormal(mu: number, sigma: number): Distribution {
  if (!Number.isFinite(mu)) throw new RangeError(`mu must be finite, not ${mu}`);
  mustBeFinite({ sigma });
  const mean = exp(mu + (sigma * sigma) / 2);
  if (!(mean > 0 && mean < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a lognormal of mu ${mu} and sigma ${sigma} has no mean that a number can hold`);
  }
  if (sigma === 0) return constant(mean);
  return {
    mean,
    quantile: (u) => exp(mu + sigma * normalQuantile(u)),
    cdf: (x) => (x > 0 ? normalCdf((ln(x) - mu) / sigma) : 0),
    excess: (x) => {
      if (x <= 0) return mean - x;
      const d = (mu - ln(x)) / sigma;
      return Math.max(mean * normalCdf(d + sigma) - x * normalCdf(d), 0);
    },
  };
}

/** The lognormal with P(X <= x1) = p1 and P(X <= x2) = p2. */
export function lognormalThrough([p1, x1]: [number, number], [p2, x2]: [number, number]): Distribution {
  for (const p of [p1, p2]) {
    if (!(p > 0 && p < 1)) throw new RangeError(`the order of a quantile must lie between 0 and 1, not ${p}`);
  }
  for (const x of [x1, x2]) {
    if (!(x > 0 && x < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a quantile of a lognormal must be above 0 and finite, not ${x}`);
    }
  }
  if (p1 === p2) throw new RangeError(`two different quantiles are needed, not p = ${p1} twice`);
  if (x1 === x2) return constant(x1);
  const [z1, z2] = [normalQuantile(p1), normalQuantile(p2)];
  const sigma = (ln(x2) - ln(x1)) / (z2 - z1);
  if (sigma < 0) throw new RangeError(`the quantiles ${x1} at ${p1} and ${x2} at ${p2} do not ascend`);
  return lognormal(ln(x1) - sigma * z1, sigma);
}

/**
 * A power tail from a least value on: P(X > x) = (min / x)^shape (Pareto). Its mean is infinite for a shape of 1 or less, its
 * variance for one of 2 or less.
 */
export function pareto(min: number, shape: number): Distribution {
  for (const [name, value] of Object.entries({ min, shape })) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`${name} must be above 0 and finite, not ${value}`);
  }
  const mean = shape > 1 ? (min * shape) / (shape - 1) : Number.POSITIVE_INFINITY;
  return {
    mean,
    quantile: (u) => min * pow(1 - u, -1 / shape),
    cdf: (x) => (x <= min ? 0 : 1 - pow(min / x, shape)),
    excess: (x) => {
      if (shape <= 1) return Number.POSITIVE_INFINITY;
      return x <= min ? mean - x : (x * pow(min / x, shape)) / (shape - 1);
    },
  };
}

/**
 * PERT: what people know of a duration when they name its least, its likeliest and its greatest value. A beta law between
 * the two ends with its mode at `likely` and mean (min + 4 likely + max) / 6 (Malcolm et al. 1959, "Application of a
 * technique for research and development program evaluation").
 */
export function pert(min: number, likely: number, max: number): Distribution {
  mustBeFinite({ min, likely, max });
  mustAscend({ min, likely });
  mustAscend({ likely, max });
  if (min === max) return constant(min);
  const width = max - min;
  return new ScaledBeta(min, width, 1 + (4 * (likely - min)) / width, 1 + (4 * (max - likely)) / width);
}

/** A density that rises in a line from the least value to the likeliest, and falls in a line to the greatest. */
export function triangular(min: number, likely: number, max: number): Distribution {
  mustBeFinite({ min, likely, max });
  mustAscend({ min, likely });
  mustAscend({ likely, max });
  if (min === max) return constant(min);
  const [width, rise, fall] = [max - min, likely - min, max - likely];
  const mean = (min + likely + max) / 3;
  return {
    mean,
    quantile: (u) =>
      u * width < rise ? min + Math.sqrt(u * width * rise) : max - Math.sqrt((1 - u) * width * fall),
    cdf: (x) => {
      if (x <= min) return 0;
      if (x >= max) return 1;
      return x < likely
        ? ((x - min) * (x - min)) / (width * rise)
        : 1 - ((max - x) * (max - x)) / (width * fall);
    },
    excess: (x) => {
      if (x <= min) return mean - x;
      if (x >= max) return 0;
      const [above, below] = [max - x, x - min];
      return x < likely
        ? mean - x + (below * below * below) / (3 * width * rise)
        : (above * above * above) / (3 * width * fall);
    },
  };
}

/** The measured sample itself: each value is as likely as each other. */
export function empirical(values: readonly number[]): Distribution {
  if (values.length === 0) throw new RangeError('a sample must hold at least one value');
  for (const value of values) mustBeFinite({ 'a value of a sample': value });
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const sumFrom = new Float64Array(count + 1);
  for (let i = count - 1; i >= 0; i -= 1) sumFrom[i] = sumFrom[i + 1]! + sorted[i]!;
  return {
    mean: sumFrom[0]! / count,
    // u * count may round up to count.
    quantile: (u) => sorted[Math.min(Math.floor(u * count), count - 1)]!,
    cdf: (x) => countUpTo(sorted, x) / count,
    excess: (x) => {
      const below = countUpTo(sorted, x);
      return Math.max(sumFrom[below]! - (count - below) * x, 0) / count;
    },
  };
}

/** How many of the ascending values are at most x. */
function countUpTo(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mustBeFinite(parameters: Record<string, number>): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name} must be finite and not negative, not ${value}`);
    }
  }
}

function mustAscend(parameters: Record<string, number>): void {
  const [[lowName, low], [highName, high]] = Object.entries(parameters) as [
    [string, number],
    [string, number],
  ];
  if (!(low <= high)) throw new RangeError(`${lowName} (${low}) must not exceed ${highName} (${high})`);
}
