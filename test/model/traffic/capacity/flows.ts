import { Streams } from '../../../../src/kernel/streams.js';
import type { ClassOptions } from '../../../../src/model/traffic/capacity/request-class.js';
import { type FlowOptions, RequestFlow } from '../../../../src/model/traffic/capacity/request-flow.js';
import type { RetryOptions } from '../../../../src/model/traffic/capacity/retry.js';
import type { StationOptions } from '../../../../src/model/traffic/capacity/station.js';

export const second = 1e6;

export const noRetry: RetryOptions = { attempts: 0, backoff: 0, factor: 1, cap: 0, jitter: 'none' };

export const patient: ClassOptions = { name: 'clients', timeout: Number.POSITIVE_INFINITY, retry: noRetry };

/** One class of requests and one station, if nothing else is said. */
export function oneStation(
  station: Omit<StationOptions, 'name'>,
  rate: number,
  { run = 0, ...rest }: Partial<FlowOptions> & { run?: number } = {},
): RequestFlow {
  const flow = new RequestFlow({
    stations: [{ name: 'station', ...station }],
    classes: [patient],
    routes: [{ stations: [0], meets: 'served', errorShare: 0 }],
    demand: { routeOf: () => 0, shares: () => [1] },
    streams: new Streams('flow').at(run),
    now: 0,
    ...rest,
  });
  flow.setRate(0, rate);
  return flow;
}

/** Mean, and the standard error of it. */
export function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}
