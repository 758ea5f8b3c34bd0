import { type Agreement, compare, type Expectation, isSame, separation, tolerance } from './agreement.js';
import { builders } from './builders.js';
import { Collection } from './collection.js';
import type { ComputedFigure, Experiment, FigureSource, SampledFigure, Statistic } from './experiment.js';
import type { Bug, ExpectedFigure, Oracle } from './oracle.js';
import { Sample } from './sample.js';
import type { Sampler } from './sampler.js';

export interface ExaminationOptions {
  readonly seed: string;
  /** Fewest units of a sampled figure. */
  readonly units: number;
  readonly sampler: Sampler;
  /** The most runs that a figure may take. */
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
  /** Independent units; absent where nothing was sampled. */
  readonly n?: number;
  readonly hit: boolean;
  readonly checks: readonly Check[];
  /** Mistakes that no number of runs within the limit can tell from the truth. */
  readonly notExcluded: readonly string[];
  /** Why there was nothing to compare. */
  readonly problem?: string;
}

const mostRuns = 200_000;

/** Runs an oracle and compares its figures, in their order. Never rejects: what goes wrong is a miss. */
export async function examine(oracle: Oracle, options: ExaminationOptions): Promise<Finding[]> {
  const build = builders.get(oracle.id);
  if (!build) return oracle.figures.map(({ key }) => miss(oracle, key, options, 'this oracle is not built'));
  let sources: Readonly<Record<string, FigureSource>>;
  try {
    sources = build(oracle.params);
  } catch (error) {
    return oracle.figures.map(({ key }) => miss(oracle, key, options, reasonOf(error)));
  }
  const collections = new Map<Experiment, Collection>();
  const collectionOf = (experiment: Experiment) => {
    let collection = collections.get(experiment);
    if (!collection) {
      collection = new Collection(experiment, options.seed, options.sampler);
      collections.set(experiment, collection);
    }
    return collection;
  };
  return Promise.all(
    oracle.figures.map(async (figure) => {
      try {
        const source = Object.hasOwn(sources, figure.key) ? sources[figure.key]! : undefined;
        if (!source) throw new Error('this figure is not built');
        if ('compute' in source) return compute(oracle, figure, source, options);
        return await sample(oracle, figure, source, collectionOf(source.from), options);
      } catch (error) {
        return miss(oracle, figure.key, options, reasonOf(error));
      }
    }),
  );
}

function compute(
  { id }: Oracle,
  figure: ExpectedFigure,
  source: ComputedFigure,
  { seed }: ExaminationOptions,
): Finding {
  if (figure.exact === undefined) throw new Error('this figure is one number, not a law');
  const observed = source.compute();
  const expected = figure.exact;
  const expectation = { value: expected, error: figure.monteCarlo?.se ?? 0 };
  const agrees = isSame(observed, expectation);
  const notExcluded = figure.bugs.filter(({ wrong }) => isSame(observed, { ...expectation, value: wrong }));
  return {
    id,
    key: figure.key,
    seed,
    hit: agrees,
    checks: [{ statistic: 'value', expected, observed, agrees }],
    notExcluded: notExcluded.map(({ bug }) => bug),
  };
}

/** A statistic of a sampled figure, and what is expected of it. */
interface Demand {
  readonly name: string;
  readonly statistic: Statistic;
  readonly expectation: Expectation;
}

async function sample(
  { id }: Oracle,
  figure: ExpectedFigure,
  source: SampledFigure,
  collection: Collection,
  options: ExaminationOptions,
): Promise<Finding> {
  const demands = demandsOf(figure, source);
  const perRun = collection.unitsPerRun(source.reading);
  const most = options.mostRuns ?? mostRuns;
  const take = async (units: number) => {
    const runs = Math.min(most, Math.ceil(units / perRun));
    return sampleOf(await collection.unitsOf(source.reading, runs), source);
  };
  let taken = await take(options.units);
  const wanted = unitsToExclude(figure, demands, taken, most * perRun);
  if (wanted > taken.size) taken = await take(wanted);
  const checks = demands.map((demand) => check(demand, taken));
  return {
    id,
    key: figure.key,
    seed: options.seed,
    n: taken.size,
    hit: checks.every(({ agrees }) => agrees),
    checks,
    notExcluded: figure.bugs
      .filter((bug) => !isExcluded(bug, demandFor(bug, demands), taken))
      .map(({ bug }) => bug),
  };
}

/** Times are whole microseconds; counts are whole. */
function sampleOf(units: Float64Array, { scale = 1, counts = false }: SampledFigure): Sample {
  const values = scale === 1 ? units : units.map((value) => value * scale);
  return new Sample(values, counts ? 0.5 : 1.5e-6 * scale);
}

const levels = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

function demandsOf({ exact, law, monteCarlo }: ExpectedFigure, source: SampledFigure): Demand[] {
  const error = monteCarlo?.se ?? 0;
  if (exact !== undefined) {
    const statistic = source.statistic ?? 'mean';
    return [{ name: nameOf(statistic), statistic, expectation: { value: exact, error } }];
  }
  if (source.statistic !== undefined) throw new Error('this figure is one number, not a law');
  const demands: Demand[] = [];
  const { mean, sd } = law!;
  if (mean !== undefined)
    demands.push({ name: 'mean', statistic: 'mean', expectation: { value: mean, error, sd } });
  for (const name of ['p50', 'p95', 'p99'] as const) {
    const value = law![name];
    if (value !== undefined)
      demands.push({ name, statistic: { level: levels[name] }, expectation: { value, error } });
  }
  if (demands.length === 0) throw new Error('the law says nothing that could be checked');
  return demands;
}

function nameOf(statistic: Statistic): string {
  if (typeof statistic === 'string') return statistic;
  return 'level' in statistic ? `p${statistic.level * 100}` : 'share';
}

function check({ name, statistic, expectation }: Demand, taken: Sample): Check {
  const { observed, distance }: Agreement = compare(taken, statistic, expectation);
  const agrees = distance <= tolerance;
  return { statistic: name, expected: expectation.value, observed, distance, agrees };
}

/** The statistic that a mistake is about. */
function demandFor({ bug, stat }: Bug, demands: readonly Demand[]): Demand {
  const demand = stat === undefined ? demands[0] : demands.find(({ name }) => name === stat);
  if (!demand) throw new Error(`"${bug}" is about ${stat}, which is not given`);
  return demand;
}

function isExcluded({ wrong }: Bug, { statistic, expectation }: Demand, taken: Sample): boolean {
  return compare(taken, statistic, { ...expectation, value: wrong }).distance > tolerance;
}

/** So far apart the two bands of four standard errors, the right one's and the wrong one's, do not touch. */
const apart = 2 * tolerance;

/** Closer than this even with all the runs that there may be, a mistake is not worth more runs. */
const hopeless = tolerance / 2;

/** Units by which every mistake that can be excluded is; what `taken` shows of their spread decides. */
function unitsToExclude(
  figure: ExpectedFigure,
  demands: readonly Demand[],
  taken: Sample,
  most: number,
): number {
  const wanted = figure.bugs.map((bug) => {
    const { statistic, expectation } = demandFor(bug, demands);
    const distance = separation(taken, statistic, expectation, bug.wrong);
    if (distance >= apart) return taken.size;
    const atMost = distance * Math.sqrt(most / taken.size);
    if (atMost < hopeless) return taken.size;
    return Math.min(most, Math.ceil(taken.size * (apart / distance) ** 2));
  });
  return Math.max(taken.size, ...wanted);
}

function miss({ id }: Oracle, key: string, { seed }: ExaminationOptions, problem: string): Finding {
  return { id, key, seed, hit: false, checks: [], notExcluded: [], problem };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
