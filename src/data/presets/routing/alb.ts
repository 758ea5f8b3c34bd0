import { type RoutingPreset, valuesOf } from '../preset.js';

const checks = 'AWS Elastic Load Balancing user guide, "Health checks for your target groups", 2023';
const health = 'AWS Elastic Load Balancing user guide, "Target group health", 2023';

export const alb: RoutingPreset = {
  of: 'routing',
  name: 'alb',
  what: 'an AWS Application Load Balancer, in one region before several zones or deployments',
  values: valuesOf([
    ['ttl', '60s', 'documented', `${health}: the names of its nodes`],
    ['propagation', '0s', 'assumed', 'a node goes by what it has found itself'],
    ['failOpen', 'all', 'documented', `${health}: with too few healthy targets all are routed to`],
    ['health.interval', '30s', 'documented', checks],
    ['health.timeout', '5s', 'documented', checks],
    ['health.failures', 2, 'documented', checks],
    ['health.successes', 5, 'documented', checks],
    ['health.checkers', 1, 'assumed', 'each node counts for itself'],
    ['health.schedule', 'fixed', 'assumed', 'the guide speaks of the time between checks'],
  ]),
  timeoutWithinInterval: { atMost: false, source: 'the service refuses it' },
};
