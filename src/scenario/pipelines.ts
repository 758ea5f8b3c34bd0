import { z } from 'zod';
import {
  approvalTimeout,
  bakeTimes,
  dataPointRequests,
  dataPointSource,
  globalPush,
  rollingBatches,
  rollingSource,
} from '../data/deliveries.js';
import { blueGreen } from './blue-green.js';
import { named, naming } from './name.js';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { quantity, someTime, time } from './quantity.js';
import { share } from './share.js';

const never = () => false;
const region = naming('a region');

/** The kinds of stages, each the key that names where it deploys to. */
export const stageKinds = ['oneBox', 'zone', 'region', 'wave'] as const;
const absent = { is: 'another kind of stage', when: never };

const approval = expecting(
  z.strictObject({
    takes: required(quantity, 'Until a person approves'),
    timeout: standard(
      someTime,
      approvalTimeout.is,
      'How long the pipeline waits before it rejects the change',
      {
        source: approvalTimeout.source,
      },
    ),
  }),
  'a map such as { takes: { p50: 10m, p95: 4h } }',
);

const closed = expecting(
  z.strictObject({
    from: required(time, 'When nothing goes on to this stage any more, in the time of the run'),
    for: required(someTime, 'For how long'),
  }),
  'a map such as { from: 2h, for: 12h }',
);

const stage = expecting(
  z
    .strictObject({
      oneBox: optional(region, 'A few servers of a region', absent),
      zone: optional(naming('a zone such as us-east/a'), 'One zone of a region', absent),
      region: optional(region, 'One region', absent),
      wave: optional(
        expecting(z.array(region).min(1), 'a list of regions such as [eu-west, ap-tokyo]'),
        'Several regions at once',
        absent,
      ),
      share: standard(
        measured(share, { above: 0, because: 'above 0%' }),
        '5%',
        'oneBox: their share of the region',
        {
          source: 'assumed',
          when: (owner) => 'oneBox' in owner,
        },
      ),
      approve: optional(approval, 'A person approves before the stage begins', {
        is: 'nobody is asked',
        when: never,
      }),
      closed: optional(closed, 'The transition to the stage is disabled for a time (a change freeze)', {
        is: 'it is open',
        when: never,
      }),
    })
    .meta({ oneOf: stageKinds.map((kind) => ({ required: [kind] })) }),
  'a stage such as { region: us-east } or { wave: [eu-west, ap-tokyo] }',
);

const alarms = expecting(
  z.strictObject({
    errors: required(
      measured(share, { below: 1, because: 'below 100%' }),
      'An alarm takes more than this share of failed requests in a period for a bad one',
    ),
    period: standard(someTime, '1m', 'Length of the periods', {
      source: 'Amazon CloudWatch, periods of alarms',
    }),
    datapoints: standard(count(1, 100), 3, 'Bad periods among the last ones that raise it', {
      source: 'assumed',
    }),
    of: optional(count(1, 100), 'How many last periods are looked at', { is: 'as many as datapoints' }),
    requests: standard(
      count(0, 1_000_000),
      dataPointRequests,
      'Requests that the version must have had in a period for it to count',
      { source: dataPointSource },
    ),
    delay: standard(quantity, '0s', 'From the end of the period until the alarm is raised', {}),
  }),
  'a map such as { errors: 5%, period: 1m, datapoints: 3 }',
);

const rollback = expecting(
  z.strictObject({
    automatic: standard(
      expecting(z.boolean(), 'true or false'),
      true,
      'An alarm during a stage or its bake stops the change and rolls it back at once',
      { source: bakeTimes.oneBox.source },
    ),
    decide: optional(
      quantity,
      'Until people who hear an alarm after the last bake, or without an automatic rollback, roll back',
      { is: `they do not; ${globalPush.decide} with a push everywhere`, source: globalPush.source },
    ),
    takes: optional(quantity, 'How long the rollback of one region takes', {
      is: `as long as deploying to it; ${globalPush.takes} with a push everywhere`,
      source: globalPush.source,
    }),
    order: standard(
      choice(['parallel', 'serial']),
      'parallel',
      'Regions all at once, or one after the other',
      {
        source: 'assumed',
      },
    ),
  }),
  'a map such as { takes: 10m, order: serial }',
);

const bake = expecting(
  z.union([
    quantity.transform((one) => [one]),
    expecting(z.array(quantity).min(1), 'a list of quantities, one a stage'),
  ]),
  'a quantity such as 1h, or a list of them, one a stage',
);

const pipeline = expecting(
  z.strictObject({
    home: optional(
      region,
      'The region that the pipeline runs in: while it is down nothing is deployed, nor rolled back',
      {
        is: 'outside of all regions',
      },
    ),
    stages: optional(expecting(z.array(stage).min(1), 'a list of stages'), 'Where it deploys to, in order', {
      is: 'one wave of all regions: a push everywhere, without a bake',
    }),
    deploy: required(quantity, 'How long the deployment to one region takes'),
    switch: optional(
      blueGreen,
      'A new stack is built beside the old one, and clients are switched to it (blue-green)',
      {
        is: 'none: servers are replaced in batches',
      },
    ),
    batches: standard(
      count(1, 100),
      rollingBatches,
      'Batches in which the servers of a region are replaced',
      {
        source: rollingSource,
      },
    ),
    bake: optional(bake, 'How long the version is watched after each stage before it goes on', {
      is: `${bakeTimes.oneBox.is} after oneBox and zone, ${bakeTimes.first.is} after the first region or wave, ${bakeTimes.later.is} after later ones; none with a push everywhere`,
      source: bakeTimes.first.source,
    }),
    alarms: optional(alarms, 'What is watched during stages and bakes, and after them', {
      is: 'nothing: nobody notices',
    }),
    rollback: standard(rollback, {}, 'What is done when an alarm is raised', {
      is: 'a change that an alarm is raised for is rolled back at once',
      when: never,
    }),
  }),
  'a map such as { stages: [{ region: us-east }, { wave: [eu-west] }], deploy: 10m, bake: 1h }',
);

/** Delivery pipelines by name. */
export const pipelines = named(pipeline, 'a map of pipelines such as { web: { deploy: 10m, stages: [..] } }');
