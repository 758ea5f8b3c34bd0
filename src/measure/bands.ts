import type { OverTimeSample, TimeSeries } from './columns.js';
import type { Band, OverTime } from './result.js';
import { mean } from './statistics/mean.js';
import { quantile } from './statistics/quantile.js';
import type { VersionMix } from './version-mix.js';

/** The bands of one axis. */
type Axis = NonNullable<OverTime['aroundIncident']>;

/** How many runs the bands are made of: the first ones, however many follow. */
export const runsOverTime = 1000;

/**
 * The bands of the first runs along the time axis: at each time the mean, and the 5th and 95th percentile, over the runs
 * that say something about that time; times of which none does are left out. Undefined when there is no sample.
 */
export function bandOverTime(samples: readonly OverTimeSample[]): OverTime | undefined {
  if (samples.length === 0) return undefined;
  const around = samples.flatMap((sample) => sample.around ?? []);
  const mixes = samples.flatMap((sample) => sample.versions ?? []);
  return {
    ...bandAxis(samples),
    ...(mixes.length === 0 ? {} : { versions: bandVersions(mixes) }),
    ...(around.length === 0 ? {} : { aroundIncident: bandAxis(around) }),
  };
}

function bandVersions(mixes: readonly VersionMix[]): NonNullable<OverTime['versions']> {
  const points = Array.from(mixes[0]!.times, (time, at) => ({
    time,
    shares: Float64Array.from(mixes, ({ share }) => share[at]!).filter((share) => !Number.isNaN(share)),
  })).filter(({ shares }) => shares.length > 0);
  return {
    runs: mixes.length,
    times: points.map(({ time }) => time),
    share: bandOf(points.map(({ shares }) => shares)),
  };
}

function bandAxis(samples: readonly TimeSeries[]): Axis {
  const first = samples[0]!;
  const points = Array.from(first.times, (time, at) => ({
    time,
    at,
    runs: runsThatSpeak(samples, at),
  })).filter(({ runs }) => runs.length > 0);
  const columns = (read: (sample: TimeSeries) => ArrayLike<number>) =>
    points.map(({ at, runs }) => readColumn(runs, (sample) => read(sample)[at]!));
  const band = (read: (sample: TimeSeries) => Float64Array): Band => {
    return bandOf(columns(read));
  };
  return {
    runs: samples.length,
    times: points.map(({ time }) => time),
    traffic: mapKeys(first.traffic, (region) => band((sample) => sample.traffic[region]!)),
    goodput: band((sample) => sample.goodput),
    lossWindow: mapKeys(first.lossWindow, (store) =>
      columns((sample) => sample.lossWindow[store]!).map(mean),
    ),
    ...(first.apart
      ? { apart: mapKeys(first.apart, (store) => columns((sample) => sample.apart![store]!).map(mean)) }
      : {}),
  };
}

/** One column of values a point; they are sorted where they lie. */
function bandOf(values: readonly Float64Array[]): Band {
  const means = values.map(mean);
  for (const column of values) column.sort();
  return {
    mean: means,
    p5: values.map((column) => quantile(column, 0.05)),
    p95: values.map((column) => quantile(column, 0.95)),
  };
}

function runsThatSpeak(samples: readonly TimeSeries[], at: number): readonly TimeSeries[] {
  return samples.filter((sample) => !Number.isNaN(sample.goodput[at]));
}

function readColumn(runs: readonly TimeSeries[], read: (sample: TimeSeries) => number): Float64Array {
  const column = new Float64Array(runs.length);
  for (let run = 0; run < runs.length; run++) column[run] = read(runs[run]!);
  return column;
}

function mapKeys<T>(record: Readonly<Record<string, unknown>>, make: (key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, make(key)]));
}
