import { mean } from '../../src/index.js';
import { compare, isSame, tolerance } from './agreement.js';
import { builders } from './builders.js';
import { Collection } from './collection.js';
import { type Demand, demandsOf, isExcluded, unitsToExclude } from './demand.js';
import { type Drawing, DrawnUnits } from './drawing.js';
import type { ComputedFigure, Experiment, FigureSource, SampledFigure } from './experiment.js';
import type { ExpectedFigure, Oracle } from './oracle.js';
import { Sample } from './sample.js';
import type { Sampler } from './sampler.js';

export interface ExaminationOptions {
  readonly seed: string;
  /** Fewest units of a sampled figure. */
  readonly units: number;
  readonly sampler: Sampler;
  /** The most runs of a scenario that a figure may take; 200,000 by default. Draws without one cost next to nothing. */
  readonly mostRuns?: number;
}

/** One statistic of a figure beside what it must be. */
export interface Check {
  readonly statistic: string;
  readonly expected: number;
  readonly observed: number;
  /** In standard errors; absent of a figure that no sampling touches. */
  readonly distance?: number;
  readonly agrees: boolean;
}

/** What came of one figure. */
export interface Finding {
  readonly id: string;
  readonly key: string;
  readonly seed: string;
  readonly hit: boolean;
  /** Independent units; absent where nothing was sampled. */
  readonly n?: number;
  readonly checks: readonly Check[];
  /** Mistakes that no number of runs within the limit can tell from the truth. */
  readonly notExcluded: readonly string[];
  /** Why there was nothing to compare. */
  readonly problem?: string;
}

/** Without whose figure it is. */
type Outcome = Omit<Finding, 'id' | 'key' | 'seed'>;

const mostRuns = 200_000;

/** Runs an oracle and compares its figures, in their order. Never rejects: what goes wrong is a miss. */
export async function examine(oracle: Oracle, options: ExaminationOptions): Promise<Finding[]> {
  let sources: Sources | undefined;
  const collections = new Map<Experiment | Drawing, UnitSource>();
  const judge = async (figure: ExpectedFigure): Promise<Outcome> => {
    sources ??= buildSources(oracle);
    const source = Object.hasOwn(sources, figure.key) ? sources[figure.key]! : undefined;
    if (!source) throw new Error('this figure is not built');
    if ('compute' in source) return compute(figure, source);
    let collection = collections.get(source.from);
    if (!collection) {
      collection =
        'draw' in source.from
          ? new DrawnUnits(source.from, options.seed, `${oracle.id} ${collections.size}`)
          : new Collection(source.from, options.seed, options.sampler);
      collections.set(source.from, collection);
    }
    return sample(figure, source, collection, options);
  };
  const { id, figures } = oracle;
  return Promise.all(
    figures.map(async (figure) => {
      const outcome = await judge(figure).catch(miss);
      return { id, key: figure.key, seed: options.seed, ...outcome };
    }),
  );
}

type UnitSource = Pick<Collection, 'unitsOf' | 'unitsPerRun'>;

type Sources = Readonly<Record<string, FigureSource>>;

/** @throws Error when the oracle is not built, or not with these parameters */
function buildSources({ id, params }: Oracle): Sources {
  const build = builders.get(id);
  if (!build) throw new Error('this oracle is not built');
  return build(params);
}

function compute(figure: ExpectedFigure, { compute }: ComputedFigure): Outcome {
  if (figure.exact === undefined) throw new Error('this figure is one number, not a law');
  const observed = compute();
  const expected = figure.exact;
  const error = figure.monteCarlo?.se ?? 0;
  const agrees = isSame(observed, { value: expected, error });
  const notExcluded = figure.bugs.filter(({ wrong }) => isSame(observed, { value: wrong, error }));
  return {
    hit: agrees,
    checks: [{ statistic: 'value', expected, observed, agrees }],
    notExcluded: notExcluded.map(({ bug }) => bug),
  };
}

async function sample(
  figure: ExpectedFigure,
  source: SampledFigure,
  collection: UnitSource,
  options: ExaminationOptions,
): Promise<Outcome> {
  const demands = demandsOf(figure, source);
  const perRun = collection.unitsPerRun(source.reading);
  const most = 'draw' in source.from ? mostRuns : (options.mostRuns ?? mostRuns);
  const take = async (units: number) => {
    const runs = Math.min(most, Math.ceil(units / perRun));
    const own = await collection.unitsOf(source.reading, runs);
    const { per } = source;
    return sampleOf(per === undefined ? own : ratio(own, await collection.unitsOf(per, runs)), source);
  };
  const first = await take(Math.min(options.units, source.fewest ?? options.units));
  const wanted = unitsToExclude(figure, demands, first, most * perRun);
  const taken = wanted > first.size ? await take(wanted) : first;
  const checks = demands.map((demand) => check(demand, taken));
  const notExcluded = figure.bugs.filter((bug) => !isExcluded(bug, figure, demands, taken));
  return {
    hit: checks.every(({ agrees }) => agrees),
    n: taken.size,
    checks,
    notExcluded: notExcluded.map(({ bug }) => bug),
  };
}

/** Units whose mean is the ratio of two means, and whose spread is that of the ratio (linearised). */
function ratio(numerators: Float64Array, denominators: Float64Array): Float64Array {
  const denominator = mean(denominators);
  const value = mean(numerators) / denominator;
  return numerators.map((one, unit) => value + (one - value * denominators[unit]!) / denominator);
}

/** Counts are whole, times are whole microseconds. */
function sampleOf(
  units: Float64Array,
  { scale = 1, minus = 0, counts = false, where }: SampledFigure,
): Sample {
  const known = where === 'known' ? units.filter(Number.isFinite) : units;
  const values = scale === 1 && minus === 0 ? known : known.map((value) => value * scale - minus);
  return new Sample(values, counts ? 0.5 : 1.5e-6 * scale);
}

function check({ name, statistic, expectation }: Demand, taken: Sample): Check {
  const { observed, distance } = compare(taken, statistic, expectation);
  const agrees = distance <= tolerance;
  return { statistic: name, expected: expectation.value, observed, distance, agrees };
}

function miss(error: unknown): Outcome {
  const problem = error instanceof Error ? error.message : String(error);
  return { hit: false, checks: [], notExcluded: [], problem };
}
