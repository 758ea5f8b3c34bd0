import { z } from 'zod';
import { named, naming } from './name.js';
import { expecting, optional, standard } from './note.js';
import { quantity } from './quantity.js';

const credential = expecting(
  z.strictObject({
    lasts: standard(quantity, '1h', 'From its issue until it expires', {
      source: 'AWS Security Token Service, AssumeRole: 1 h, from 15 min to 12 h (IAM user guide, June 2023)',
    }),
    from: optional(naming('a service'), 'The service that issues it, and renews it while it answers', {
      is: 'an issuer that always answers',
    }),
    held: standard(
      expecting(z.boolean(), 'true or false'),
      false,
      'Whether people hold one of any age when a runbook begins; else they ask for one then',
      { source: 'assumed' },
    ),
    breakGlass: optional(
      quantity,
      'Time to fetch a credential for emergencies, which needs no issuer and does not expire',
      { is: 'there is none' },
    ),
  }),
  'a map such as { lasts: 1h, from: sts-east }',
);

/** Credentials that steps of runbooks need. */
export const credentials = named(
  credential,
  'a map of credentials such as { admin: { lasts: 1h, from: sts-east } }',
);
