import { describe, expect, test } from 'vitest';
import { compare, isSame, separation, tolerance } from './agreement.js';
import { Sample } from './sample.js';

/** Whole numbers with these counts: `counted([2, 3])` is two zeros and three ones. */
function counted(counts: readonly number[]): Sample {
  return new Sample(Float64Array.from(counts.flatMap((count, value) => new Array(count).fill(value))), 0.5);
}

/** 10,000 values spread evenly over 0 to 1. */
const even = new Sample(
  Float64Array.from({ length: 10_000 }, (_, i) => (i + 0.5) / 10_000),
  1e-9,
);

function agrees(sample: Sample, statistic: Parameters<typeof compare>[1], value: number, error = 0): boolean {
  return compare(sample, statistic, { value, error }).distance <= tolerance;
}

describe('a mean', () => {
  // Its standard error is sqrt(1/12) / 100 = 0.00289.
  test('agrees within four standard errors and no further', () => {
    expect(agrees(even, 'mean', 0.5 + 0.0115)).toBe(true);
    expect(agrees(even, 'mean', 0.5 - 0.0115)).toBe(true);
    expect(agrees(even, 'mean', 0.5 + 0.0117)).toBe(false);
    expect(agrees(even, 'mean', 0.5 - 0.0117)).toBe(false);
  });

  test('takes the standard deviation of one unit from the law where it is given', () => {
    const wide = compare(even, 'mean', { value: 0.52, error: 0, sd: 1 });
    expect(wide.distance).toBeCloseTo(2, 6);
  });

  test('allows for the error of an expected value that is itself a simulation', () => {
    expect(agrees(even, 'mean', 0.52)).toBe(false);
    expect(agrees(even, 'mean', 0.52, 0.005)).toBe(true);
  });

  test('of units that are not numbers never agrees', () => {
    expect(agrees(new Sample(Float64Array.of(1, Number.NaN, 3), 0), 'mean', 2)).toBe(false);
    expect(agrees(new Sample(Float64Array.of(1, Number.POSITIVE_INFINITY), 0), 'mean', 2)).toBe(false);
  });
});

describe('a quantile of a continuous law', () => {
  // At level 0.95 the share has a standard error of sqrt(0.95 * 0.05) / 100 = 0.00218.
  test('is judged by the share of units at or below it', () => {
    expect(agrees(even, { level: 0.95 }, 0.95 + 0.0086)).toBe(true);
    expect(agrees(even, { level: 0.95 }, 0.95 - 0.0086)).toBe(true);
    expect(agrees(even, { level: 0.95 }, 0.95 + 0.0088)).toBe(false);
    expect(agrees(even, { level: 0.95 }, 0.95 - 0.0088)).toBe(false);
  });

  test('does not see differences below the resolution of a clock', () => {
    const ticks = new Sample(Float64Array.of(1.000001, 1.000001, 1.000001, 2), 1.5e-6);
    expect(agrees(ticks, { level: 0.5 }, 1)).toBe(true);
  });
});

describe('a quantile of a count', () => {
  test('needs enough at or below it and not too much below it', () => {
    // Half are 0, half are 1: of level 0.5 both 0 and 1 are within the error, 2 and -1 are not.
    const halves = counted([5000, 5000]);
    expect(agrees(halves, { level: 0.5 }, 0)).toBe(true);
    expect(agrees(halves, { level: 0.5 }, 1)).toBe(true);
    expect(agrees(halves, { level: 0.5 }, 2)).toBe(false);
    expect(agrees(halves, { level: 0.5 }, -1)).toBe(false);
  });

  test('stands at a step however high the step is', () => {
    const step = counted([1000, 8000, 1000]);
    for (const level of [0.2, 0.5, 0.8]) {
      expect(agrees(step, { level }, 1)).toBe(true);
      expect(agrees(step, { level }, 0)).toBe(false);
      expect(agrees(step, { level }, 2)).toBe(false);
    }
  });
});

describe('a share', () => {
  test('agrees within four of its standard errors', () => {
    expect(agrees(even, { shareUpTo: 0.25 }, 0.25 + 0.0175)).toBe(true);
    expect(agrees(even, { shareUpTo: 0.25 }, 0.25 + 0.018)).toBe(false);
    expect(agrees(even, { shareAbove: 0.25 }, 0.75 - 0.0168)).toBe(true);
    expect(agrees(even, { shareAbove: 0.25 }, 0.75 - 0.018)).toBe(false);
  });

  test('of nothing agrees with no event only', () => {
    expect(agrees(counted([10_000]), { shareAbove: 0.5 }, 0)).toBe(true);
    expect(agrees(counted([9999, 1]), { shareAbove: 0.5 }, 0)).toBe(false);
  });

  test('of rare events is judged by the binomial tail', () => {
    // One event where 0.01 are expected happens in a hundredth of all samples, though it is 9.9 standard errors away.
    expect(agrees(counted([9999, 1]), { shareAbove: 0.5 }, 1e-6)).toBe(true);
    // Five where one is expected: 0.37 %. Nine: 1e-6.
    expect(agrees(counted([9995, 5]), { shareAbove: 0.5 }, 1e-4)).toBe(true);
    expect(agrees(counted([9991, 9]), { shareAbove: 0.5 }, 1e-4)).toBe(false);
  });
});

test('a rare share that is itself a simulation is no miss for one event, nor a hit for nine', () => {
  expect(agrees(counted([9999, 1]), { shareAbove: 0.5 }, 1e-6, 5e-7)).toBe(true);
  expect(agrees(counted([9991, 9]), { shareAbove: 0.5 }, 1e-4, 1e-5)).toBe(false);
});

test('a standard deviation agrees within four of its standard errors', () => {
  // Of a uniform law: sd = 0.288675, standard error sd * sqrt((1.8 - 1) / 4n) = 0.00129.
  expect(agrees(even, 'sd', 0.288675 + 0.005)).toBe(true);
  expect(agrees(even, 'sd', 0.288675 + 0.0053)).toBe(false);
});

test('a figure that no sampling touches is the same to 1e-9', () => {
  expect(isSame(100 + 9e-8, { value: 100, error: 0 })).toBe(true);
  expect(isSame(100 + 2e-7, { value: 100, error: 0 })).toBe(false);
  expect(isSame(0, { value: 0, error: 0 })).toBe(true);
  expect(isSame(1e-9, { value: 0, error: 0 })).toBe(false);
  expect(isSame(Number.NaN, { value: 0, error: 0 })).toBe(false);
});

test('two values are apart by the error of the sample', () => {
  const right = { value: 0.5, error: 0 };
  expect(separation(even, 'mean', right, 0.6)).toBeCloseTo(34.64, 1);
  expect(separation(even, { level: 0.5 }, right, 0.6)).toBeCloseTo(20, 1);
  expect(separation(even, { shareUpTo: 0.5 }, right, 0.6)).toBeCloseTo(20, 1);
  expect(separation(even, 'mean', right, 0.5)).toBe(0);
});
