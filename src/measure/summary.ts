import { bandOverTime } from './bands.js';
import {
  type ColumnName,
  type ColumnStore,
  incidentsFigure,
  type OverTimeSample,
  type Sample,
} from './columns.js';
import {
  estimateMean,
  estimateQuantile,
  estimateShareAboveZero,
  largest,
  type SortedSample,
  sortSample,
} from './estimate.js';
import { judge, type Objective, quantileLevels, worstVerdict } from './objective.js';
import { figuresPerIncident } from './per-incident.js';
import {
  type Column,
  type ConflictRule,
  type FigureSummary,
  type Figures,
  phaseNames,
  type Result,
} from './result.js';
import { defaultConfidence } from './statistics/interval.js';

/** What a result says of its scenario besides the figures. */
export interface About {
  /** Version of the program. */
  readonly regionfall: string;
  readonly scenario: string;
  readonly question?: string | undefined;
  readonly seed: string;
  /** Seconds. */
  readonly horizon: number;
  readonly objectives: readonly Objective[];
  /** Of stores that take writes everywhere, by name. */
  readonly conflicts: Readonly<Record<string, ConflictRule>>;
  readonly defaults: readonly string[];
  readonly notModelled: readonly string[];
  readonly warnings?: readonly string[];
  /** Why the batch stopped before its aim, if it did. */
  readonly stopped?: string | undefined;
}

/**
 * Sums up a batch in run order: a pure function of its columns and samples, so the same runs give the same result however
 * they were made. Figures per incident are not among them: a run, not an incident, is the sampling unit. With `columns`
 * every value of every run is added. Throws RangeError when there is no run, or a column that every batch has is missing.
 */
export function summarise(
  about: About,
  store: ColumnStore,
  overTime: readonly OverTimeSample[],
  options: { columns: boolean },
): Result {
  if (store.runs === 0) throw new RangeError('no run to sum up');
  const incidents = store.sample(indexOfFigure(store, incidentsFigure));
  const summaries = store.columns.map((_column, index) => summariseFigure(store, index, incidents));
  const objectives = about.objectives.map((objective) => judge(objective, store));
  const bands = bandOverTime(overTime);
  const perIncident = figuresPerIncident(store);
  return {
    regionfall: about.regionfall,
    scenario: about.scenario,
    ...(about.question === undefined ? {} : { question: about.question }),
    seed: about.seed,
    runs: store.runs,
    confidence: defaultConfidence,
    incidents: estimateShareAboveZero(incidents),
    figures: pick(store.columns, summaries, (column) => column.group === 'run'),
    ...(perIncident ? { perIncident } : {}),
    phases: pickPhases(store, summaries),
    byPopulation: pickByName(store.columns, summaries, 'population'),
    byStore: pickByName(store.columns, summaries, 'store'),
    ...(Object.keys(about.conflicts).length === 0 ? {} : { conflicts: { ...about.conflicts } }),
    objectives,
    verdict: worstVerdict(objectives.map((objective) => objective.verdict)),
    defaults: [...about.defaults],
    notModelled: [...about.notModelled],
    ...(about.warnings && about.warnings.length > 0 ? { warnings: [...about.warnings] } : {}),
    ...(about.stopped === undefined ? {} : { stopped: about.stopped }),
    horizon: about.horizon,
    ...(options.columns ? { columns: listColumns(store) } : {}),
    ...(bands ? { overTime: bands } : {}),
  };
}

function summariseFigure(store: ColumnStore, index: number, incidents: Sample): FigureSummary {
  const sample = store.sample(index);
  const given = givenIncident(sample, incidents);
  return {
    unit: store.columns[index]!.unit,
    mean: estimateMean(sample, store.columns[index]!),
    ...summariseQuantiles(sortSample(sample)),
    max: largest(sample),
    censored: sample.censored,
    shareAboveZero: estimateShareAboveZero(sample),
    ...(given
      ? { givenIncident: { runs: given.values.length, ...summariseQuantiles(sortSample(given)) } }
      : {}),
  };
}

function summariseQuantiles(sorted: SortedSample): Pick<FigureSummary, 'p50' | 'p95' | 'p99'> {
  return {
    p50: estimateQuantile(sorted, quantileLevels.p50),
    p95: estimateQuantile(sorted, quantileLevels.p95),
    p99: estimateQuantile(sorted, quantileLevels.p99),
  };
}

/** The runs that had an incident; undefined when that is all of them or none. */
function givenIncident(sample: Sample, incidents: Sample): Sample | undefined {
  const runs = incidents.atLeast.reduce((count, had) => (had > 0 ? count + 1 : count), 0);
  if (runs === 0 || runs === sample.values.length) return undefined;
  const values = keepWhere(sample.values, incidents.atLeast, runs);
  const atLeast = sample.censored === 0 ? values : keepWhere(sample.atLeast, incidents.atLeast, runs);
  const censored = values.reduce(
    (count, value) => (value === Number.POSITIVE_INFINITY ? count + 1 : count),
    0,
  );
  return { values, atLeast, censored };
}

/** The values where another column is above 0, of which there are `count`. The array's own filter takes ten times as long. */
function keepWhere(values: Float64Array, marks: Float64Array, count: number): Float64Array {
  const kept = new Float64Array(count);
  let next = 0;
  for (let run = 0; run < values.length; run++) if (marks[run]! > 0) kept[next++] = values[run]!;
  return kept;
}

function indexOfFigure(store: ColumnStore, name: string): number {
  const index = store.indexOf(name);
  if (index < 0) throw new RangeError(`the batch has no column "${name}"`);
  return index;
}

function pick(
  columns: readonly ColumnName[],
  summaries: readonly FigureSummary[],
  wanted: (column: ColumnName) => boolean,
): Figures {
  return Object.fromEntries(
    columns.flatMap((column, index) => (wanted(column) ? [[column.figure, summaries[index]!] as const] : [])),
  );
}

function pickPhases(store: ColumnStore, summaries: readonly FigureSummary[]): Result['phases'] {
  const entries = phaseNames.map((phase) => [phase, summaries[indexOfFigure(store, phase)]!] as const);
  return Object.fromEntries(entries) as Result['phases'];
}

function pickByName(
  columns: readonly ColumnName[],
  summaries: readonly FigureSummary[],
  group: 'population' | 'store',
): Record<string, Figures> {
  const names = new Set(columns.flatMap((column) => (column.group === group ? [column.of ?? ''] : [])));
  const figuresOf = (name: string) =>
    pick(columns, summaries, (column) => column.group === group && column.of === name);
  return Object.fromEntries([...names].map((name) => [name, figuresOf(name)]));
}

function listColumns(store: ColumnStore): Record<string, Column> {
  return Object.fromEntries(
    store.columns.map((column, index) => [column.name, listColumn(store, index, column)]),
  );
}

function listColumn(store: ColumnStore, index: number, column: ColumnName): Column {
  const sample = store.sample(index);
  const values = Array.from(sample.values, (value) => (value === Number.POSITIVE_INFINITY ? null : value));
  if (sample.censored === 0) return { unit: column.unit, values };
  const atLeast: Record<string, number> = {};
  values.forEach((value, run) => {
    if (value === null) atLeast[run] = sample.atLeast[run]!;
  });
  return { unit: column.unit, values, atLeast };
}
