import { z } from 'zod';
import { hasCapacity } from './facets.js';
import { hasLoad, load } from './load-shape.js';
import { named, naming, place } from './name.js';
import { choice, count, expecting, measured, optional, type Raw, required, standard } from './note.js';
import { breaker, retries } from './persistence.js';
import { quantity, someTime, time } from './quantity.js';
import { rate } from './rate.js';
import { share } from './share.js';

const never = () => false;
const howMany = expecting(z.union([choice(['many']), count(1, 100_000)]), 'many or a whole number');

const stretch = expecting(
  z.strictObject({
    share: required(
      measured(share, { above: 0, because: 'above 0%' }),
      'Share of the resolvers that stretch',
    ),
    to: required(someTime, 'How long they keep an answer at least'),
  }),
  'a map such as { share: 10%, to: 300s }',
);

const resolvers = expecting(
  z.union([
    howMany.transform((count) => ({ count, weights: 'equal' as const, lookups: 'default' as const })),
    expecting(
      z.strictObject({
        count: standard(
          howMany,
          'many',
          'How many resolvers the population sits behind; many is the mean-field limit',
          {},
        ),
        weights: standard(
          choice(['equal', 'zipf']),
          'equal',
          'How unevenly the requests fall on the resolvers',
          {
            when: (owner) => typeof owner['count'] === 'number',
          },
        ),
        lookups: standard(
          expecting(
            z.union([choice(['default', 'always']), measured(rate, { above: 0, because: 'above 0' })]),
            'always or a rate such as 5/s',
          ),
          'default',
          'Look-ups that one resolver sees: always (its cache is never idle) or a rate',
          {
            is: 'always for many, else the share of the population’s requests that falls on the resolver',
            source: 'Jung, Berger and Balakrishnan, INFOCOM 2003',
          },
        ),
        stretch: optional(stretch, 'Resolvers that keep answers beyond their TTL', {
          is: 'none, all honour the TTL',
          source: 'RFC 1035; a study of 8,524 resolvers found 8.74% that stretch: Bhowmick et al., PAM 2023',
        }),
      }),
      'a map such as { count: 500, stretch: { share: 10%, to: 300s } }',
    ),
  ]),
  'many, a whole number or a map such as { count: 500 }',
);

const cache = expecting(
  z.union([
    someTime.transform((ttl) => ({ ttl, keeps: 'full' as const })),
    expecting(
      z.strictObject({
        ttl: required(someTime, 'How long a client keeps an answer'),
        keeps: standard(
          choice(['full', 'remaining']),
          'full',
          'The full time, or what remains of the resolver’s TTL',
          {
            source: 'as the JVM and most connection pools do',
          },
        ),
      }),
      'a map such as { ttl: 30s, keeps: remaining }',
    ),
  ]),
  'a duration such as 30s, or { ttl: 30s, keeps: remaining }',
);

const life = expecting(
  quantity.transform((given, context) => {
    if ((given.kind === 'constant' || given.kind === 'exponential') && given.draw === 'use') return given;
    context.issues.push({
      code: 'custom',
      message: 'is a law that connections do not have yet',
      input: given,
      params: { expected: 'a duration such as 5m, or { mean: 5m }' },
    });
    return z.NEVER;
  }),
  'a duration such as 5m, or { mean: 5m }',
);

/** Whether it is said of a store how its writes fall on keys. */
function hasKeys(scenario: Raw): boolean {
  return Object.values((scenario['data'] ?? {}) as Raw).some((store) => 'keys' in (store as Raw));
}

const population = expecting(
  z.strictObject({
    place: required(place, 'Where the clients are'),
    requests: required(
      measured(rate, { above: 0, because: 'above 0' }),
      'Requests that they make, all together; with a load, their mean over its cycle',
    ),
    writes: standard(measured(share), '0%', 'Share of the requests that write', { source: 'reads only' }),
    home: optional(naming('a region'), 'Home of their writes, in stores that have homes', {
      is: 'the nearest home',
      when: (_, scenario) =>
        Object.values((scenario['data'] ?? {}) as Raw).some((store) => 'homes' in (store as Raw)),
    }),
    think: optional(
      time,
      'Time from a client’s read or write to its next read of the same key: what it may miss then',
      { is: '1s', source: 'assumed', when: (_, scenario) => hasKeys(scenario) },
    ),
    resolvers: standard(resolvers, 'many', 'The DNS resolvers between them and the record', {
      is: 'many, honest and always asked',
      source: 'RFC 1035',
    }),
    cache: optional(cache, 'A cache of addresses in the client itself', { is: 'none' }),
    connections: optional(
      expecting(
        z.strictObject({
          life: required(life, 'Time until a connection is closed and the name asked for again'),
        }),
        'a map such as { life: 5m }',
      ),
      'Connections that outlive an answer',
      { is: 'none: each request goes where the cached answer points' },
    ),
    timeout: standard(
      expecting(
        z
          .union([choice(['never']), someTime])
          .transform((time) => (time === 'never' ? Number.POSITIVE_INFINITY : time)),
        'never, or a duration such as 2s',
      ),
      '10s',
      'How long a client waits for the answer to an attempt before it gives up; what it leaves behind is served all the same',
      { source: 'assumed', when: (_, scenario) => hasCapacity(scenario) },
    ),
    retries: optional(retries, 'What a client does when an attempt fails', {
      is: 'none: the first failure is final',
      when: (_, scenario) => hasCapacity(scenario),
    }),
    breaker: optional(breaker, 'When clients stop asking a region that fails too often', {
      is: 'none',
      when: never,
    }),
    load: optional(load, 'How the requests go over the day', {
      is: 'always the same',
      when: (_, scenario) => hasLoad(scenario),
    }),
  }),
  'a population such as { place: aws/eu-central-1, requests: 250/s }',
);

/** Users in one place, by name. */
export const clients = named(
  population,
  'a map of populations such as { europe: { place: aws/eu-central-1, requests: 250/s } }',
);
