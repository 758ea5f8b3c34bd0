import { z } from 'zod';
import { detect } from './failover.js';
import { name, named, naming } from './name.js';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { quantity, someTime, time } from './quantity.js';
import { share } from './share.js';

const never = () => false;
const store = naming('a store');
const region = naming('a region');
const step = naming('a step of the runbook');
const other = { is: 'another trigger', when: never };

/** What starts a runbook, each the key that says it. */
export const triggerKinds = ['lost', 'failing', 'unhealthy', 'primaryLost', 'corrupt', 'at'] as const;

const trigger = expecting(
  z
    .strictObject({
      lost: optional(
        region,
        'A region stops answering; it is known at once, so that finding out can be a step',
        other,
      ),
      failing: optional(
        region,
        'A region fails a share of its requests, or stops answering; known at once to those who watch its errors',
        other,
      ),
      unhealthy: optional(region, 'The health checks find a region unhealthy', other),
      primaryLost: optional(store, 'The primary of a store is taken for gone', other),
      corrupt: optional(store, 'People notice that the data of a store are harmed', other),
      at: optional(quantity, 'It is planned for this time', other),
      detect: optional(detect, 'primaryLost: how that is noticed', {
        is: 'checks, the health checks of its region',
        when: never,
      }),
    })
    .meta({ oneOf: triggerKinds.map((kind) => ({ required: [kind] })) }),
  'a trigger such as { lost: us-east }, { unhealthy: us-east }, { primaryLost: orders } or { at: 2h }',
);

/** What a step can do, each the key that says it and names what it is done to. */
export const actionKinds = [
  'promote',
  'fence',
  'readOnly',
  'record',
  'leave',
  'return',
  'switchover',
  'failback',
  'restore',
  'scale',
  'activate',
  'standDown',
  'announce',
  'ttl',
] as const;

const none = { is: 'another action', when: never };

const action = expecting(
  z
    .strictObject({
      promote: optional(
        store,
        'A standby becomes the primary of a store, where its primary is in the region that is fled',
        none,
      ),
      fence: optional(store, 'The old primary of a store takes no more writes', none),
      readOnly: optional(
        store,
        'The primary of a store takes no more writes until a switchover has moved it, or the runbook is undone',
        none,
      ),
      record: optional(store, 'The store’s own name points at the new primary', none),
      leave: optional(region, 'The DNS record names a region no more, whatever its checks say', none),
      return: optional(region, 'The DNS record names a region again that was left', none),
      switchover: optional(
        store,
        'A planned change of the primary: it takes no more writes, the standby catches up and takes over without loss',
        none,
      ),
      failback: optional(store, 'The same, back to where the store was when the run began', none),
      restore: optional(
        store,
        'It is restored from the newest backup that is good, if no copy of it is left or its data are harmed; it then is restored by runbooks alone',
        none,
      ),
      scale: optional(region, 'A region gets more servers, once they can be had', none),
      activate: optional(
        region,
        'A region that stands by gets all its servers: it takes until they are provisioned and have started',
        none,
      ),
      standDown: optional(region, 'A region stands by again, as when the run began', none),
      announce: optional(
        expecting(z.string().min(1).max(100), 'to whom, such as customers'),
        'Customers are told',
        none,
      ),
      ttl: optional(someTime, 'The record may be cached for so long from now on', none),
      to: optional(
        expecting(z.string(), 'a region or one of its zones, or a percentage such as 200%'),
        'promote and switchover: the site of the new primary. scale: so much of what it had at first',
        { is: 'required with switchover and scale; whichever copy lacks least with promote', when: never },
      ),
    })
    .meta({ oneOf: actionKinds.map((kind) => ({ required: [kind] })) }),
  'an action such as { promote: orders } or { leave: us-east }',
);

const whileDown = expecting(
  z.union([
    choice(['wait', 'fail']).transform((kind) => ({ kind })),
    expecting(
      z.strictObject({ retry: required(someTime, 'Time between two looks') }),
      'a map such as { retry: 5m }',
    ).transform(({ retry }) => ({ kind: 'retry' as const, every: retry })),
    expecting(
      z.strictObject({ use: required(naming('a service'), 'What is used instead while it is up') }),
      'a map such as { use: route53-data }',
    ).transform(({ use }) => ({ kind: 'use' as const, instead: use })),
  ]),
  'wait, fail, { retry: 5m } or { use: another-service }',
);

const way = expecting(
  z.strictObject({
    chance: required(measured(share), 'How often it is the way'),
    to: required(step, 'The step that is done then, and only then'),
  }),
  'a way such as { chance: 60%, to: restart }',
);

const loss = expecting(
  z.strictObject({
    of: required(store, 'The store that would be promoted'),
    time: optional(time, 'Commit time of the writes that a promotion loses', { is: 'no limit', when: never }),
    writes: optional(count(0, 1_000_000_000), 'Writes that a promotion is expected to lose', {
      is: 'no limit',
      when: never,
    }),
  }),
  'a map such as { of: orders, time: 5s }',
);

const worth = expecting(
  z.strictObject({
    outage: required(quantity, 'How long such outages last'),
    failover: required(time, 'What a failover takes'),
    loss: standard(time, '0s', 'Outage that the writes lost by a promotion are worth', { when: never }),
    failback: standard(time, '0s', 'Outage that going back later is worth', { when: never }),
    splitBrain: optional(
      expecting(
        z.strictObject({
          chance: required(measured(share), 'Chance that the old primary goes on'),
          costs: required(time, 'Outage that this is worth'),
        }),
        'a map such as { chance: 2%, costs: 8h }',
      ),
      'The premium for two primaries',
      { is: 'none', when: never },
    ),
  }),
  'a map such as { outage: { pareto: { min: 5m, shape: 1.5 } }, failover: 20m }',
);

const rule = expecting(
  z.strictObject({
    elapsed: optional(time, 'The outage has lasted so long (a grace period)', {
      is: 'no limit',
      when: never,
    }),
    lossAtMost: optional(loss, 'A promotion loses no more than this', { is: 'no limit', when: never }),
    worth: optional(
      worth,
      'The rest of the outage is expected to be longer than a failover and all that comes with it',
      { is: 'not asked', when: never },
    ),
    atLatest: optional(someTime, 'It fails over when the outage has lasted so long, whatever the rest says', {
      is: 'never',
      when: never,
    }),
    wrong: standard(
      measured(share),
      '0%',
      'Chance of the wrong call: to go over where the rule says to wait, or to ride it out',
      {
        when: never,
      },
    ),
  }),
  'a map such as { elapsed: 1h, wrong: 5% }',
);

const stepShape = expecting(
  z.strictObject({
    name: required(name, 'What it is called'),
    role: optional(naming('a role'), 'Whose people do it', { is: 'nobody: it goes by itself', when: never }),
    takes: standard(quantity, '0s', 'How long an attempt takes, drawn anew at each', { when: never }),
    phase: optional(
      choice(['detect', 'decide', 'act', 'propagate', 'absorb']),
      'Which part of the recovery time it is',
      { is: 'that of what it does; decide for decisions; else act', when: never },
    ),
    after: optional(
      expecting(z.array(step), 'a list of steps'),
      'Steps that come before it; [] = it begins with the runbook',
      {
        is: 'the step before it in the list; all ways of a decision where that is one of them',
        when: never,
      },
    ),
    given: optional(
      expecting(
        z.strictObject({ answers: required(region, 'A region that must answer') }),
        'a map such as { answers: us-east }',
      ),
      'What must be so before it begins',
      { is: 'nothing', when: never },
    ),
    needs: standard(
      expecting(z.array(naming('a service or a credential')), 'a list of services and credentials'),
      [],
      'Services and credentials that it needs from its beginning to its end',
      { is: 'nothing', when: never },
    ),
    whileDown: standard(whileDown, 'wait', 'What it does while a service that it needs is down', {
      source: 'assumed',
      when: (owner) => 'needs' in owner,
    }),
    requires: standard(
      expecting(z.array(naming('an item of readiness')), 'a list of items of readiness'),
      [],
      'What must be in place in the second region',
      { is: 'nothing', when: never },
    ),
    fails: standard(
      measured(share, { below: 1, because: 'below 100%' }),
      '0%',
      'Chance that an attempt fails, which is noticed at its end',
      {
        when: never,
      },
    ),
    tries: optional(count(1, 1000), 'Attempts in all', {
      is: 'as many as it takes',
      when: (owner) => 'fails' in owner,
    }),
    otherwise: optional(step, 'The step that is done instead when it has failed for good', {
      is: 'none: the runbook fails',
      when: (owner) => 'tries' in owner,
    }),
    rollback: optional(quantity, 'Time to undo it when the runbook fails or is called off', {
      is: 'it is not undone, but for a fence, which is lifted at once',
      when: never,
    }),
    does: optional(action, 'What it does when it has worked', { is: 'nothing but take time', when: never }),
    choose: optional(
      expecting(z.array(way).min(2).max(100), 'a list of at least two ways'),
      'It decides, by chance, which of some steps is done',
      { is: 'it decides nothing', when: never },
    ),
    rule: optional(rule, 'It decides by rule when to fail over, and rides the outage out until then', {
      is: 'at once',
      when: never,
    }),
  }),
  'a step such as { name: promote, role: dba, takes: 30s, does: { promote: orders } }',
);

const item = expecting(
  z
    .strictObject({
      missing: optional(measured(share), 'Chance that it is missing', {
        is: 'by drift',
        when: never,
      }),
      drifts: optional(someTime, 'Mean time until it goes missing, unnoticed', {
        is: 'by a chance',
        when: never,
      }),
      drilled: optional(quantity, 'drifts: time between drills, which find that and put it right', {
        is: 'never',
        when: (owner) => 'drifts' in owner,
      }),
      repair: required(quantity, 'Time to put it right in the middle of a disaster'),
    })
    .meta({ oneOf: ['missing', 'drifts'].map((key) => ({ required: [key] })) }),
  'a map such as { missing: 10%, repair: 1h }',
);

const runbook = expecting(
  z.strictObject({
    when: required(trigger, 'What starts it'),
    steps: required(
      expecting(z.array(stepShape).min(1).max(200), 'a list of steps'),
      'What is done, one after the other unless `after` says otherwise',
    ),
    readiness: standard(
      named(item, 'a map of items such as { quota: { missing: 10%, repair: 1h } }'),
      {},
      'What must be in place in the second region, and may have gone missing',
      { is: 'all is in place', when: never },
    ),
    callOff: standard(
      expecting(z.boolean(), 'true or false'),
      true,
      'It is given up when what it flees is back before a step that cannot be taken back',
      { source: 'assumed', when: (owner) => !hasTime(owner) },
    ),
  }),
  'a map such as { when: { lost: us-east }, steps: [..] }',
);

function hasTime({ when }: Readonly<Record<string, unknown>>): boolean {
  return typeof when === 'object' && when !== null && 'at' in when;
}

/** Runbooks by name. */
export const runbooks = named(
  runbook,
  'a map of runbooks such as { lose-east: { when: { lost: us-east }, steps: [..] } }',
);
