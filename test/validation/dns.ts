import { build, type Scenario, second, type TraceRecord } from '../../src/index.js';
import { percent, perSecond, seconds, shiftedExponential } from './amounts.js';
import type { Builder, Experiment } from './experiment.js';
import { reading } from './experiment.js';
import { numbersOf } from './oracle.js';
import { faultAt, traffic } from './scenarios.js';
import { specOf } from './specification.js';

/** Populations of a run, each with clients of its own: the caches of one say nothing about those of another. */
const populations = Array.from({ length: 8 }, (_, i) => `users${i + 1}`);

/** How a population moved to a changed record, by time. */
type Cutover = NonNullable<Extract<TraceRecord, { type: 'routed' }>['answers'][number]['cutover']>;

type Client = Partial<Scenario['clients'][string]>;

/** Some of the resolvers. */
type Resolvers = Exclude<NonNullable<Client['resolvers']>, string | number>;
type Part = Exclude<NonNullable<Resolvers['mix']>, string>[number];

/** From the change of the record until a client follows it. */
function cutover(ttl: number, client: Client): Experiment {
  const scenario = traffic({
    client,
    routing: { ttl: seconds(ttl) },
    fault: { crash: 'near' },
    horizon: 2 * faultAt,
  });
  const clients = Object.fromEntries(populations.map((name) => [name, scenario.clients['users']!]));
  return {
    scenario: { ...scenario, clients },
    readings: { cutover: reading(...populations.map((name) => `cutover of ${name}`)) },
  };
}

/** How the clients of a run moved: the curve itself, which no sampling touches. */
function curveOf({ scenario }: Experiment): Cutover {
  let curve: Cutover | undefined;
  build(specOf(scenario), '1').simulate(0, (record) => {
    if (record.type === 'routed') curve ??= record.answers.at(-1)?.cutover;
  });
  return curve!;
}

/** Share of the clients that act on the old answer a time after the change. */
function shareOld(experiment: Experiment, after: number) {
  return {
    compute: () => {
      const curve = curveOf(experiment);
      return 1 - curve.share(curve.at + after * second);
    },
  };
}

/** A cache that is always asked: U(0, TTL). */
export const alwaysAsked: Builder = (params) => {
  const { TTL, t } = numbersOf(params, 'TTL', 't');
  const from = cutover(TTL, {});
  return { cutover: { from, reading: 'cutover' }, 'share-old': shareOld(from, t) };
};

/** Poisson look-ups (Jung, Berger, Balakrishnan, INFOCOM 2003). */
export const askedOnDemand: Builder = (params) => {
  const { TTL, r, t1, t2 } = numbersOf(params, 'TTL', 'r', 't1', 't2');
  const from = cutover(TTL, { resolvers: { count: 'many', lookups: perSecond(r) } });
  const notRefreshed = (t: number) => ({ from, reading: 'cutover', statistic: { shareAbove: t } });
  const oldRequests = () => {
    const curve = curveOf(from);
    const end = curve.at + TTL * second;
    return (r * (end - curve.at - curve.integral(curve.at, end))) / second;
  };
  return {
    cutover: { from, reading: 'cutover' },
    'hit-rate': shareOld(from, 0),
    'share-cached-old-t1': shareOld(from, t1),
    'share-not-refreshed-t1': notRefreshed(t1),
    'share-not-refreshed-t2': notRefreshed(t2),
    'old-requests-per-client': { compute: oldRequests },
  };
};

/** Some resolvers keep an answer longer than its TTL. */
export const stretched: Builder = (params) => {
  const { TTL, floor, q, t1, t2 } = numbersOf(params, 'TTL', 'floor', 'q', 't1', 't2');
  const stretches = q > 0 && floor > TTL;
  const stretch = { share: percent(q), to: seconds(floor) };
  const from = cutover(TTL, stretches ? { resolvers: { count: 'many', stretch } } : {});
  return {
    cutover: { from, reading: 'cutover' },
    'share-old-t1': shareOld(from, t1),
    'share-old-t2': shareOld(from, t2),
  };
};

/** A cache in the client on top of the resolver's. */
export const cachedTwice: Builder = (params) => {
  const { TTLr, TTLc, t } = numbersOf(params, 'TTLr', 'TTLc', 't');
  const from = cutover(TTLr, TTLc > 0 ? { cache: { ttl: seconds(TTLc), keeps: 'full' } } : {});
  return { cutover: { from, reading: 'cutover' }, 'share-old': shareOld(from, t) };
};

/** A life drawn anew at each fill: equally likely between two, or one of two. */
export const redrawnLives: Builder = (params) => {
  const { a, b, w } = numbersOf(params, 'a', 'b', 'w');
  const twoPoint = [
    { share: percent(1 - w), of: seconds(a) },
    { share: percent(w), of: seconds(b) },
  ];
  const even = a < b ? { between: [seconds(a), seconds(b)] } : seconds(a);
  const law = params['kind'] === 'U' ? even : w > 0 && w < 1 ? { mix: twoPoint } : seconds(w === 0 ? a : b);
  const mix = [{ share: '100%', life: law as NonNullable<Part['life']> }];
  const from = cutover(1, { resolvers: { count: 'many', mix } });
  return { cutover: { from, reading: 'cutover' } };
};

/** What clients see of a failover: detection, propagation and caches together. */
export const clientOutage: Builder = (params) => {
  const { I, T, k, bh, c, e, TTL } = numbersOf(params, 'I', 'T', 'k', 'bh', 'c', 'e', 'TTL');
  const slowest = k * I + T + c + 60 * e + TTL;
  const from: Experiment = {
    scenario: traffic({
      client: {},
      routing: {
        ttl: seconds(TTL),
        propagation: shiftedExponential(c, e, seconds),
        health: { interval: seconds(I), timeout: seconds(T), failures: k },
      },
      fault: bh === 1 ? { lose: 'near' } : { crash: 'near' },
      horizon: faultAt + slowest,
    }),
    readings: { client: reading('clientOutage of users'), most: reading('rto of users') },
  };
  return {
    'client-cutover': { from, reading: 'client' },
    // Service has recovered when 95 % of the requests are answered again.
    'time-to-95-percent': { from, reading: 'most' },
  };
};
