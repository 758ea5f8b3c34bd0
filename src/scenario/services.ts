import { z } from 'zod';
import { named, naming } from './name.js';
import { expecting, optional, standard } from './note.js';
import { quantity } from './quantity.js';

const home = expecting(
  z.union([
    naming('a region').transform((one) => [one]),
    expecting(z.array(naming('a region')).min(1), 'a list of regions'),
  ]),
  'a region, or a list of regions of which one is enough',
);

const service = expecting(
  z.strictObject({
    home: optional(
      home,
      'Where it lives: a control plane has one home, a data plane is there while any of several is',
      { is: 'outside of all regions' },
    ),
    recovers: standard(
      quantity,
      '0s',
      'From the return of its home, or the end of its own fault, until it is back',
      { source: 'assumed: at once' },
    ),
  }),
  'a map such as { home: us-east }',
);

/** What steps of runbooks need, and that can be down too: control planes, data planes, tools, wikis, status pages. */
export const services = named(service, 'a map of services such as { route53-control: { home: us-east } }');
