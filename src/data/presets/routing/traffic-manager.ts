import { type RoutingPreset, valuesBut, valuesOf } from '../preset.js';

const monitoring = 'Azure documentation, "Traffic Manager endpoint monitoring", 2018';

const values = valuesOf([
  ['ttl', '60s', 'assumed', 'what most profiles have; 0 to 2,147,483,647 s may be set'],
  [
    'propagation',
    '0s',
    'assumed',
    'name servers work answers out from the state of endpoints, no record is edited',
  ],
  ['failOpen', 'all', 'documented', `${monitoring}: with all endpoints degraded all are returned`],
  ['health.interval', '30s', 'documented', monitoring],
  ['health.timeout', '10s', 'documented', monitoring],
  ['health.failures', 4, 'documented', `${monitoring}: 3 tolerated, so the fourth in a row`],
  ['health.successes', 1, 'assumed', 'an endpoint is online again with its first good answer'],
  [
    'health.checkers',
    1,
    'assumed',
    'each probing place counts for itself, and the first to find an endpoint degraded decides',
  ],
  ['health.schedule', 'fixed', 'assumed', 'the guide speaks of an interval between probes'],
]);

const timeoutWithinInterval = { atMost: false, source: monitoring };

export const trafficManager: RoutingPreset = {
  of: 'routing',
  name: 'traffic-manager',
  what: 'Azure Traffic Manager, probes every 30 s',
  values,
  timeoutWithinInterval,
};

export const trafficManagerFast: RoutingPreset = {
  of: 'routing',
  name: 'traffic-manager-fast',
  what: 'the same with fast probing, every 10 s',
  values: valuesBut(values, [
    ['health.interval', '10s', 'documented', monitoring],
    ['health.timeout', '9s', 'documented', `${monitoring}: 5 to 9 s with fast probing, 9 s unless stated`],
  ]),
  timeoutWithinInterval,
};
