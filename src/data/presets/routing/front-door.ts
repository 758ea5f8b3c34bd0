import { type RoutingPreset, valuesOf } from '../preset.js';

const probes = 'Azure documentation, "Health probes" of Front Door, 2025';

export const frontDoor: RoutingPreset = {
  of: 'routing',
  name: 'front-door',
  what: 'Azure Front Door: its edges probe origins and forward requests',
  values: valuesOf([
    [
      'by',
      'accelerator',
      'documented',
      'Azure Front Door, "Traffic acceleration": anycast edges pick an origin, 2025',
    ],
    ['propagation', '0s', 'assumed', 'each edge goes by what it has found itself'],
    ['failOpen', 'evenly', 'documented', `${probes}: with all origins unhealthy requests go round robin`],
    ['health.interval', '30s', 'documented', probes],
    ['health.timeout', '10s', 'assumed', 'no page that we read states one'],
    [
      'health.failures',
      3,
      'second-hand',
      'at least 2 of the last 4 samples must be good: after good ones, the third failure in a row; samples that alternate are not followed',
    ],
    ['health.successes', 2, 'second-hand', '2 good ones of the last 4'],
    ['health.checkers', 1, 'documented', `${probes}: each edge location for itself`],
    ['health.schedule', 'fixed', 'assumed', 'the guide speaks of an interval between probes'],
  ]),
};
