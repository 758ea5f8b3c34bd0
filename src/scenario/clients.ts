import { z } from 'zod';
import { hasCapacity } from './facets.js';
import { hasLoad, load } from './load-shape.js';
import { named, naming, place } from './name.js';
import { choice, count, expecting, measured, optional, type Raw, required, standard } from './note.js';
import { breaker, retries } from './persistence.js';
import { quantity, someTime, time } from './quantity.js';
import { rate } from './rate.js';
import { resolvers } from './resolvers.js';
import { share } from './share.js';

const never = () => false;
const cacheLife = expecting(z.union([choice(['forever']), someTime]), 'a duration such as 30s, or forever');

const keeps = standard(
  choice(['full', 'remaining']),
  'full',
  'The full time, or what remains of the resolver’s TTL',
  { source: 'as the JVM and most connection pools do' },
);

const cache = expecting(
  z.union([
    cacheLife.transform((ttl) => [{ share: 1, ttl, keeps: 'full' as const }]),
    expecting(
      z.strictObject({
        ttl: required(cacheLife, 'How long a client keeps an answer'),
        keeps,
      }),
      'a map such as { ttl: 30s, keeps: remaining }',
    ).transform((one) => [{ share: 1, ...one }]),
    expecting(
      z
        .array(
          expecting(
            z.strictObject({
              share: required(
                measured(share, { above: 0, because: 'above 0%' }),
                'Share of the clients; what is left over to 100% has no cache',
              ),
              ttl: required(cacheLife, 'How long they keep an answer'),
              keeps,
            }),
            'a part such as { share: 20%, ttl: 60s }',
          ),
        )
        .min(1)
        .max(100),
      'a list of parts such as - { share: 20%, ttl: 60s }',
    ),
  ]),
  'a duration such as 30s, { ttl: 30s, keeps: remaining } or a list of parts with their shares',
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

const sessions = expecting(
  z.strictObject({
    users: required(count(1, 1_000_000_000), 'Users who are logged in at once'),
    kept: standard(
      choice(['region', 'replicated', 'token']),
      'region',
      'Where sessions live: in the region that a user is sent to, in all of them, or with the user',
      { source: 'as sticky sessions do' },
    ),
    requests: standard(count(1, 1000), 1, 'Requests of one login', { source: 'assumed' }),
  }),
  'a map such as { users: 20000, requests: 3 }',
);

/** Defaults of Linux. Aurora asks for 1s, 1s and 5 (Amazon Aurora User Guide, "Fast failover with Amazon Aurora PostgreSQL"). */
const keepAlive = expecting(
  z.strictObject({
    idle: standard(someTime, '2h', 'Silence after which the first probe is sent', {
      source: 'tcp_keepalive_time, tcp(7)',
    }),
    interval: standard(someTime, '75s', 'From one probe to the next', {
      source: 'tcp_keepalive_intvl, tcp(7)',
    }),
    probes: standard(count(1, 1000), 9, 'Probes without an answer after which the connection is given up', {
      source: 'tcp_keepalive_probes, tcp(7)',
    }),
  }),
  'a map such as { idle: 1s, interval: 1s, probes: 5 }',
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
          keepAlive: optional(
            keepAlive,
            'How clients find out that nobody answers: probes on a connection that is silent; a refusal tells them at once',
            { is: 'at once: who is not answered asks for another address' },
          ),
          drain: optional(
            someTime,
            'Time after which connections to a region that the record no longer names are closed though it serves; 300s at an AWS load balancer (deregistration delay)',
            { is: 'never: connections live out their lives' },
          ),
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
    sessions: optional(sessions, 'Sessions of users who are logged in', {
      is: 'none: nobody has to log in again',
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
