import { z } from 'zod';
import { name, named, naming } from './name.js';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { quantity, someTime } from './quantity.js';
import { action } from './runbook-action.js';
import { rule, way } from './runbook-decision.js';
import { trigger } from './runbook-trigger.js';
import { share } from './share.js';

const never = () => false;
const region = naming('a region');
const step = naming('a step of the runbook');

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
