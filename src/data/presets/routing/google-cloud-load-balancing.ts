import { type RoutingPreset, valuesOf } from '../preset.js';

const create = 'Google Cloud SDK reference, gcloud compute health-checks create http, 2025';

export const googleCloudLoadBalancing: RoutingPreset = {
  of: 'routing',
  name: 'google-cloud-load-balancing',
  what: 'a global external Application Load Balancer of Google Cloud',
  values: valuesOf([
    [
      'by',
      'accelerator',
      'documented',
      'Cloud Load Balancing, "External Application Load Balancer overview": one anycast address, 2025',
    ],
    ['propagation', '0s', 'assumed', 'front ends are taken to learn of a change at once'],
    [
      'failOpen',
      'nothing',
      'assumed',
      'without a healthy backend the load balancer answers itself, with an error',
    ],
    ['health.interval', '5s', 'documented', create],
    ['health.timeout', '5s', 'documented', create],
    ['health.failures', 2, 'documented', create],
    ['health.successes', 2, 'documented', create],
    ['health.checkers', 1, 'assumed', 'each prober counts for itself'],
    ['health.schedule', 'fixed', 'documented', `${create}: from the start of a probe to that of the next`],
  ]),
  timeoutWithinInterval: { atMost: true, source: create },
};
