import { type RoutingPreset, valuesOf } from '../preset.js';

const monitors = 'Cloudflare Load Balancing documentation, "Monitors", 2023';
const schema =
  'JSON Schema of the Cloudflare API, load balancing monitors, as published by third parties, 2025';

export const cloudflare: RoutingPreset = {
  of: 'routing',
  name: 'cloudflare',
  what: 'Cloudflare Load Balancing, DNS only, a monitor in one region; state routing.fallback, the pool of last resort',
  values: valuesOf([
    ['ttl', '30s', 'second-hand', 'the value of examples of balancers that are not proxied, 2025'],
    ['propagation', '0s', 'assumed', 'name servers work answers out from the health of pools'],
    [
      'failOpen',
      'fallback',
      'documented',
      `${monitors} and "Fallback pools": the last resort, healthy or not`,
    ],
    ['health.interval', '60s', 'second-hand', schema],
    [
      'health.timeout',
      '15s',
      'second-hand',
      `${schema}: 5 s, and 2 retries at once after a time-out, so that silence is told after three`,
    ],
    ['health.failures', 1, 'second-hand', `${schema}: retries are part of one check, consecutive_down is 0`],
    ['health.successes', 1, 'second-hand', `${schema}: consecutive_up is 0`],
    ['health.checkers', 3, 'documented', `${monitors}: three data centres a region`],
    ['health.healthyAbove', '50%', 'documented', `${monitors}: the majority of them`],
    ['health.schedule', 'fixed', 'assumed', 'the guide speaks of regular intervals'],
  ]),
};
