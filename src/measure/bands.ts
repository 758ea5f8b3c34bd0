import type { OverTimeSample, TimeSeries } from './columns.js';
import type { Band, OverTime } from './result.js';
import { mean } from './statistics/mean.js';
import { quantile } from './statistics/quantile.js';

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
  const axis = bandAxis(samples);
  return around.length === 0 ? axis : { ...axis, aroundIncident: bandAxis(around) };
}

function bandAxis(samples: readonly TimeSeries[]): Axis {
  const first = samples[0]!;
  const spoken = Array.from(first.times, (_time, at) =>
    samples.filter((sample) => !Number.isNaN(sample.goodput[at])),
  );
  const covered = spoken.flatMap((runs, at) => (runs.length > 0 ? [at] : []));
  const columnAt = (at: number, read: (sample: TimeSeries) => ArrayLike<number>) =>
    Float64Array.from(spoken[at]!, (sample) => read(sample)[at]!);
  const band = (read: (sample: TimeSeries) => Float64Array): Band => {
    const columns = covered.map((at) => columnAt(at, read));
    const sorted = columns.map((column) => column.slice().sort());
    return {
      mean: columns.map(mean),
      p5: sorted.map((column) => quantile(column, 0.05)),
      p95: sorted.map((column) => quantile(column, 0.95)),
    };
  };
  return {
    runs: samples.length,
    times: covered.map((at) => first.times[at]!),
    traffic: mapKeys(first.traffic, (region) => band((sample) => sample.traffic[region]!)),
    goodput: band((sample) => sample.goodput),
    lossWindow: mapKeys(first.lossWindow, (store) =>
      covered.map((at) => mean(columnAt(at, (sample) => sample.lossWindow[store]!))),
    ),
  };
}

function mapKeys<T>(record: Readonly<Record<string, unknown>>, make: (key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, make(key)]));
}
