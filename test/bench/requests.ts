import { exponential } from '../../src/kernel/distributions.js';
import { Streams } from '../../src/kernel/streams.js';
import { RequestFlow } from '../../src/model/traffic/capacity/request-flow.js';
import { type Bench, processorNanoseconds } from './measure.js';
import { yardstick } from './yardstick.js';

const second = 1e6;

/** Two populations ask for 2,000 requests a second of a region that can serve 1,500, and try up to three times more. */
function saturatedMinute(): RequestFlow {
  const retry = { attempts: 3, backoff: 0.1 * second, factor: 2, cap: 5 * second, jitter: 'full' as const };
  const flow = new RequestFlow({
    stations: [{ name: 'region', servers: 30, service: exponential(20_000), queue: 3000 }],
    classes: ['americas', 'europe'].map((name) => ({ name, timeout: second, retry })),
    routes: [{ stations: [0], meets: 'served', errorShare: 0 }],
    demand: { routeOf: () => 0, shares: () => [1] },
    streams: new Streams('bench').at(0),
    now: 0,
  });
  flow.setRate(0, 1200 / second);
  flow.setRate(1, 800 / second);
  flow.advance(60 * second);
  return flow;
}

function milliseconds(): number {
  const before = processorNanoseconds();
  const { classes } = saturatedMinute();
  const spent = (processorNanoseconds() - before) / 1e6;
  for (const { tally, options } of classes) tally.check(options.name);
  return spent;
}

/** A minute in less than 300 ms of one core is promised. */
export const requests: Bench = {
  title: 'A minute of a saturated region at 2,000 requests/s, one by one, with retries',
  unit: 'ms',
  rows: [
    {
      name: 'timeout 1 s, 3 retries, against 300 ms',
      contenders: { 'request flow': milliseconds, yardstick: yardstick(300) },
      atLeast: 1,
    },
  ],
};
