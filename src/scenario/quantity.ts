import { z } from 'zod';
import { scaled } from './dimension.js';
import { duration } from './duration.js';
import { expecting, measured, noteOf, notes } from './note.js';
import { printShare, share } from './share.js';

/** How often a quantity is drawn anew: at each use, once a run, or once for each entity (a link, a resolver, a standby). */
export type Draw = 'use' | 'run' | 'entity';

/** A duration that may vary, by what people know of it; microseconds. */
export type QuantitySpec = { draw: Draw } & Law;

export type Law =
  | { kind: 'constant'; value: number }
  | { kind: 'quantiles'; points: [p: number, value: number][] }
  | { kind: 'pert'; min: number; likely: number; max: number }
  | { kind: 'triangular'; min: number; likely: number; max: number }
  | { kind: 'exponential'; mean: number }
  | { kind: 'shifted-exponential'; min: number; mean: number }
  | { kind: 'pareto'; min: number; shape: number }
  | { kind: 'uniform'; low: number; high: number }
  | { kind: 'log-uniform'; low: number; high: number }
  | { kind: 'samples'; values: number[] }
  | { kind: 'mixture'; parts: { share: number; law: Law }[] };

/** Zero or more. */
export const time = measured(duration);
/** More than zero. */
export const someTime = measured(duration, { above: 0, because: 'above 0s' });

type Fault = { path: string[]; message: string; expected: string };

/** Turns a shape into a law, unless its numbers contradict one another. */
function law<S extends z.ZodType, L extends Law>(
  shape: S,
  expected: string,
  build: (given: z.output<S>) => L | Fault,
) {
  const schema = shape.transform((given, context): L => {
    const built = build(given);
    if ('kind' in built) return built;
    const { path, message, expected } = built;
    context.issues.push({ code: 'custom', message, path, input: given, params: { expected } });
    return z.NEVER;
  });
  return expecting(schema, expected);
}

const constant = expecting(
  time.transform((value) => ({ kind: 'constant' as const, value })),
  'a duration such as 4s',
);

const quantileKey = expecting(z.templateLiteral(['p', z.number()]), 'a quantile such as p99');

const quantiles = law(
  z.record(quantileKey, someTime),
  'two quantiles such as { p50: 90ms, p99: 2s }',
  (given) => {
    const points = Object.entries(given)
      .map(([key, value]): [number, number] => [scaled(key.slice(1), -2), value])
      .sort(([p], [q]) => p - q);
    const wrong = Object.keys(given).find((key) => !(Number(key.slice(1)) > 0 && Number(key.slice(1)) < 100));
    if (wrong !== undefined)
      return { path: [wrong], message: `${wrong} is not a quantile`, expected: 'p0.1 to p99.9, say' };
    const [low, high] = points;
    if (low === undefined || high === undefined || points.length > 2)
      return {
        path: [],
        message: points.length === 1 ? 'has one quantile' : `has ${points.length} quantiles`,
        expected: 'exactly two, such as { p50: 90ms, p99: 2s }',
      };
    if (low[0] === high[0])
      return { path: [], message: 'names one quantile twice', expected: 'two quantiles' };
    return low[1] < high[1]
      ? { kind: 'quantiles', points }
      : { path: [], message: 'does not rise', expected: 'the higher quantile to be the longer one' };
  },
);

const pert = law(
  z.strictObject({ min: time, likely: time, max: time }),
  'three points such as { min: 5m, likely: 10m, max: 40m }',
  ({ min, likely, max }) => {
    if (likely < min)
      return { path: ['likely'], message: 'is less than min', expected: 'min <= likely <= max' };
    if (likely > max)
      return { path: ['likely'], message: 'is more than max', expected: 'min <= likely <= max' };
    return min < max
      ? { kind: 'pert', min, likely, max }
      : { path: ['max'], message: 'is min', expected: 'min < max, or a plain duration' };
  },
);

const triangular = law(
  z.strictObject({
    triangle: expecting(z.tuple([time, time, time]), 'three durations such as [5m, 15m, 60m]'),
  }),
  'three points such as { triangle: [5m, 15m, 60m] }',
  ({ triangle: [min, likely, max] }) =>
    min <= likely && likely <= max && min < max
      ? { kind: 'triangular', min, likely, max }
      : { path: ['triangle'], message: 'does not rise', expected: 'the least, the likeliest, the greatest' },
);

const exponential = law(z.strictObject({ mean: someTime }), 'a mean such as { mean: 30d }', ({ mean }) => ({
  kind: 'exponential',
  mean,
}));

const shiftedExponential = law(
  z.strictObject({ min: time, mean: someTime }),
  'a least value and a mean such as { min: 10ms, mean: 15ms }',
  ({ min, mean }) =>
    min < mean
      ? { kind: 'shifted-exponential', min, mean }
      : { path: ['mean'], message: 'is not more than min', expected: 'the mean of the whole, above min' },
);

const pareto = law(
  z.strictObject({
    pareto: expecting(
      z.strictObject({ min: someTime, shape: expecting(z.number(), 'a number above 1') }),
      'a least value and a shape such as { min: 3ms, shape: 3.35 }',
    ),
  }),
  'a power tail such as { pareto: { min: 3ms, shape: 3.35 } }',
  ({ pareto: { min, shape } }) =>
    shape > 1
      ? { kind: 'pareto', min, shape }
      : {
          path: ['pareto', 'shape'],
          message: `is ${shape}, so the law has no mean`,
          expected: 'a number above 1',
        },
);

const uniform = law(
  z.strictObject({ between: expecting(z.tuple([time, time]), 'two durations such as [10s, 20s]') }),
  'two ends such as { between: [10s, 20s] }',
  ({ between: [low, high] }) =>
    low < high
      ? { kind: 'uniform', low, high }
      : { path: ['between'], message: 'does not rise', expected: 'the lower end first, then the higher one' },
);

const logUniform = law(
  z.strictObject({
    logBetween: expecting(z.tuple([someTime, someTime]), 'two durations such as [5m, 1h]'),
  }),
  'two ends such as { logBetween: [5m, 1h] }',
  ({ logBetween: [low, high] }) =>
    low < high
      ? { kind: 'log-uniform', low, high }
      : {
          path: ['logBetween'],
          message: 'does not rise',
          expected: 'the lower end first, then the higher one',
        },
);

const samples = law(
  z.strictObject({
    samples: expecting(
      z.union([
        expecting(z.string(), 'the path of a table'),
        expecting(z.array(time).min(1), 'a list of durations'),
      ]),
      'a file such as drills.csv, or a list of durations',
    ),
  }),
  'measured values such as { samples: drills.csv }',
  ({ samples }) =>
    typeof samples === 'string'
      ? {
          path: ['samples'],
          message: 'names a file',
          expected: 'its values: a file is read by parseScenario only',
        }
      : { kind: 'samples', values: samples },
);

const plainLaws = expecting(
  z.union([
    constant,
    uniform,
    logUniform,
    quantiles,
    pert,
    triangular,
    exponential,
    shiftedExponential,
    pareto,
    samples,
  ]),
  'a quantity such as 4s, { between: [10s, 20s] } or { p50: 90ms, p99: 2s }',
);

const part = expecting(
  z.strictObject({
    share: measured(share, { above: 0, because: 'above 0%' }),
    of: expecting(plainLaws, 'a quantity such as 4s or { mean: 30ms }'),
  }),
  'a part such as { share: 90%, of: 4ms }',
);

const mixture = law(
  z.strictObject({
    mix: expecting(z.array(part).min(2).max(100), 'a list of at least two parts with their shares'),
  }),
  'a mixture such as { mix: [{ share: 90%, of: 4ms }, { share: 10%, of: { mean: 30ms } }] }',
  ({ mix }) => {
    const sum = mix.reduce((total, { share }) => total + share, 0);
    return Math.abs(sum - 1) <= 1e-9
      ? { kind: 'mixture', parts: mix.map(({ share, of }) => ({ share, law: of })) }
      : {
          path: ['mix'],
          message: `has shares that add up to ${printShare(sum)}`,
          expected: '100% over all parts',
        };
  },
);

const laws = expecting(
  z.union([plainLaws, mixture]),
  'a quantity such as 4s, { between: [10s, 20s] } or { p50: 90ms, p99: 2s }',
);

const draws = z.union([
  laws.transform((law): QuantitySpec => ({ draw: 'use', ...law })),
  expecting(z.strictObject({ once: laws }), 'a quantity, once: { once: 4s }').transform(
    ({ once }): QuantitySpec => ({ draw: 'run', ...once }),
  ),
  expecting(z.strictObject({ each: laws }), 'a quantity for each: { each: 4s }').transform(
    ({ each }): QuantitySpec => ({ draw: 'entity', ...each }),
  ),
]);

/** What a scenario may write where a quantity is asked for. */
export type QuantityInput = z.input<typeof draws>;

/** Named, so that the type of a whole scenario stays within what the compiler writes out. */
export interface QuantitySchema extends z.ZodType<QuantitySpec, QuantityInput> {}

/** `4s`, a law, or either of them `once` a run or once for `each` entity. */
export const quantity: QuantitySchema = expecting(
  draws.meta({
    id: 'Quantity',
    description:
      'A duration that may vary: 4s, { between: [10s, 20s] } uniform, { logBetween: [5m, 1h] } uniform in its logarithm, { p50: 90ms, p99: 2s } lognormal, ' +
      '{ min: 5m, likely: 10m, max: 40m } PERT, { triangle: [5m, 15m, 60m] } triangular, { mean: 30d } exponential, { min: 10ms, mean: 15ms } shifted exponential, ' +
      '{ pareto: { min: 3ms, shape: 3.35 } } a power tail, { samples: drills.csv } measured, ' +
      '{ mix: [{ share: 90%, of: 4ms }, { share: 10%, of: { mean: 30ms } }] } a mixture. Drawn at each use; { once: .. } once a run, { each: .. } once an entity.',
  }),
  'a quantity such as 4s, { between: [10s, 20s] } or { p50: 90ms, p99: 2s }',
);

notes.add(quantity, { ...noteOf(quantity), isValue: true });
