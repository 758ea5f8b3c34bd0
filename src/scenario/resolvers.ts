import { z } from 'zod';
import { naming } from './name.js';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { type QuantitySpec, quantity, someTime, time } from './quantity.js';
import { rate } from './rate.js';
import { share } from './share.js';

const never = () => false;
const someShare = measured(share, { above: 0, because: 'above 0%' });

const howMany = expecting(z.union([choice(['many']), count(1, 100_000)]), 'many or a whole number');

const stretch = expecting(
  z.strictObject({
    share: required(someShare, 'Share of the resolvers that stretch'),
    to: required(someTime, 'How long they keep an answer at least'),
  }),
  'a map such as { share: 10%, to: 300s }',
);

const serveStale = expecting(
  z.union([
    someTime.transform((lasts) => ({ for: lasts, when: 'unanswered' as const })),
    expecting(
      z.strictObject({
        for: standard(someTime, '1d', 'For how long past its life', {
          source: 'max-stale-ttl of BIND 9 (one day; RFC 8767 advises one to three)',
        }),
        when: standard(
          choice(['unanswered', 'expired']),
          'unanswered',
          'While the authority does not answer; or at the first look-up after an answer has expired, which has it renewed, however old it is',
          {
            source:
              'RFC 8767; Unbound’s serve-expired and stale-answer-client-timeout 0 of BIND for the other',
          },
        ),
      }),
      'a map such as { for: 1d, when: unanswered }',
    ),
  ]),
  'a duration such as 1d, or { for: 1d, when: unanswered }',
);

/** A law of lives: drawn at each fill, or once for each resolver, but not once for all of them. */
const lives = expecting(
  quantity.transform((given, context): QuantitySpec => {
    if (given.draw !== 'run') return given;
    context.issues.push({
      code: 'custom',
      message: 'is drawn once for all resolvers',
      input: given,
      params: { expected: 'a quantity drawn at each fill, or { each: .. } for once a resolver' },
    });
    return z.NEVER;
  }),
  'a quantity such as 5m, { between: [30s, 300s] } or { each: { logBetween: [5m, 1h] } }',
);

/** What one part may say of the life of an answer. */
export const lifeKeys = ['atLeast', 'atMost', 'life', 'pinned'] as const;

const ttl = { is: 'they keep an answer for its TTL', source: 'RFC 1035', when: never };

const part = expecting(
  z.strictObject({
    share: required(someShare, 'Share of the resolvers'),
    atLeast: optional(lives, 'They keep an answer for its TTL, but not for less than this', ttl),
    atMost: optional(time, 'They keep an answer for its TTL, but not for more than this', ttl),
    life: optional(lives, 'They keep an answer for this time, whatever its TTL says', ttl),
    pinned: optional(
      choice(['for-ever', 'until-broken']),
      'They keep an answer for ever, or as long as the region that it names answers',
      ttl,
    ),
    serveStale: optional(serveStale, 'Answers that these resolvers serve past their life', {
      is: 'as all of them',
      when: never,
    }),
  }),
  'a part such as { share: 9%, atLeast: 5m }',
);

/**
 * The mix that stands for the resolvers of the world. Not a measurement: put together from such. Shares of those that
 * stretch: 8.74 % of 8,524 resolvers (Bhowmick et al., PAM 2023); of clients whose caches do not work: about 30 % (Moura et
 * al., IMC 2018). How long answers are stretched to, and the last hundredth, are assumed.
 */
const typical = [
  { share: '60%' },
  { share: '30%', atMost: '0s' },
  { share: '9%', atLeast: { each: { logBetween: ['5m', '1h'] } } },
  { share: '1%', pinned: 'until-broken' },
] as const satisfies z.input<typeof part>[];

const parts = expecting(z.array(part).min(1).max(100), 'a list of parts with their shares');

const mix = expecting(
  z.union([choice(['typical']).transform(() => parts.parse(typical)), parts]),
  'typical, or a list of parts such as - { share: 9%, atLeast: 5m }',
);

const clientSubnets = expecting(
  z.strictObject({
    share: required(someShare, 'Share of the resolvers that tell the client’s subnet'),
    subnets: standard(count(1, 1_000_000), 8, 'Subnets of its clients that one of them keeps apart', {
      source: 'look-ups grew eightfold with it: Chen, Sitaraman and Torres, SIGCOMM 2015',
    }),
  }),
  'a map such as { share: 30%, subnets: 8 }',
);

/** The DNS resolvers of a population. */
export const resolvers = expecting(
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
          when: (owner) => !('mix' in owner),
        }),
        mix: optional(
          mix,
          'How parts of the resolvers keep what they are told. typical: 60% by the TTL, 30% not at all, 9% for 5 min to 1 h at least, 1% as long as it works',
          { is: 'all by the TTL', source: 'RFC 1035', when: (owner) => !('stretch' in owner) },
        ),
        serveStale: optional(serveStale, 'Answers that resolvers serve past their life', {
          is: 'none',
          source: 'off by default in BIND 9 and Unbound',
        }),
        clientSubnets: optional(
          clientSubnets,
          'EDNS client subnet (RFC 7871): such resolvers are answered by where their clients are, and keep an entry a subnet',
          { is: 'none', when: never },
        ),
        misplaced: optional(
          expecting(
            z.strictObject({
              share: required(someShare, 'Share of the clients'),
              as: required(naming('a population'), 'The other population'),
            }),
            'a map such as { share: 20%, as: europe }',
          ),
          'Clients whose resolvers are where another population is: they are answered as that one, unless their subnet is told',
          { is: 'none', when: never },
        ),
      }),
      'a map such as { count: 500, stretch: { share: 10%, to: 300s } }',
    ),
  ]),
  'many, a whole number or a map such as { count: 500 }',
);
