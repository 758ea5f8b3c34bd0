import { type RoutingPreset, valuesOf } from '../preset.js';

const group = 'AWS Global Accelerator API reference, EndpointGroup, 2025';
const likeRoute53 = 'endpoints are asked by the health checkers of Route 53, taken to go by the same rule';

export const globalAccelerator: RoutingPreset = {
  of: 'routing',
  name: 'global-accelerator',
  what: 'AWS Global Accelerator: anycast edges that forward connections to healthy endpoint groups',
  values: valuesOf([
    [
      'by',
      'accelerator',
      'documented',
      'AWS Global Accelerator developer guide, "Failover for unhealthy endpoints": an edge picks an endpoint for each new connection, and active ones stay, 2025',
    ],
    ['propagation', '0s', 'assumed', 'edges are taken to learn of a change at once'],
    [
      'failOpen',
      'nearest',
      'documented',
      'AWS Global Accelerator developer guide, "Failover for unhealthy endpoints": the nearest groups are tried whatever their dials, then an endpoint of the nearest one, 2025',
    ],
    ['health.interval', '30s', 'documented', `${group}: HealthCheckIntervalSeconds, 30 s unless 10 s`],
    ['health.timeout', '10s', 'assumed', `${likeRoute53}: 10 s to connect, of TCP`],
    ['health.failures', 3, 'second-hand', `${group}: ThresholdCount, as commonly quoted`],
    ['health.successes', 3, 'second-hand', `${group}: ThresholdCount counts both ways`],
    ['health.checkers', 16, 'assumed', likeRoute53],
    ['health.healthyAbove', '18%', 'assumed', likeRoute53],
    ['health.schedule', 'sequential', 'assumed', likeRoute53],
  ]),
};
