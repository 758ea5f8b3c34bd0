import { type RoutingPreset, valuesBut, valuesOf } from '../preset.js';

const checks =
  'Amazon Route 53 developer guide, "How Amazon Route 53 determines whether a health check is healthy", 2025';
const config = 'Amazon Route 53 API reference, HealthCheckConfig, 2025';

const values = valuesOf([
  [
    'ttl',
    '60s',
    'documented',
    'Amazon Route 53 developer guide, "Best practices for Amazon Route 53 DNS": 60 s or less with health checks, 2025',
  ],
  [
    'propagation',
    '0s',
    'assumed',
    'name servers work answers out from health, no record is edited; a record that is edited takes up to 60 s',
  ],
  ['failOpen', 'all', 'documented', `${checks}; "How Amazon Route 53 chooses records", 2025`],
  ['health.interval', '30s', 'documented', `${config}: RequestInterval, 30 s unless 10 s is asked for`],
  ['health.timeout', '6s', 'documented', `${checks}: 4 s to connect and 2 s to answer, of HTTP`],
  [
    'health.failures',
    3,
    'second-hand',
    `${config}: FailureThreshold, from 1 to 10; 3 is what the console offers`,
  ],
  ['health.successes', 3, 'documented', `${config}: the same number of checks in a row, failed or passed`],
  [
    'health.checkers',
    16,
    'assumed',
    'an endpoint sees a request about every two seconds at 30 s; the guide states no number',
  ],
  ['health.healthyAbove', '18%', 'documented', checks],
  [
    'health.schedule',
    'sequential',
    'documented',
    `${config}: the interval runs from an answer to the next request`,
  ],
]);

export const route53: RoutingPreset = {
  of: 'routing',
  name: 'route53',
  what: 'Amazon Route 53 health checks and DNS failover, checks every 30 s',
  values,
};

export const route53Fast: RoutingPreset = {
  of: 'routing',
  name: 'route53-fast',
  what: 'the same with checks every 10 s',
  values: valuesBut(values, [
    ['health.interval', '10s', 'documented', `${config}: RequestInterval, the other choice`],
  ]),
};
