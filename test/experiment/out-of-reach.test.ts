/** Times that work out longer than all of time: nobody lives to see their end, and nothing else comes of them. */
import { expect, test } from 'vitest';
import { openScenario } from '../../src/experiment/open.js';
import { build } from '../../src/experiment/simulate.js';

test.each([
  [
    'scenarios/36-bad-delete.yaml',
    'log that is replayed in a millionth of its time',
    ['data.orders.restore.replay=0.0001%'],
  ],
  [
    'scenarios/36-bad-delete.yaml',
    'one write a day that is applied again',
    ['data.orders.restore.reapply.rate=1/d'],
  ],
  [
    'scenarios/36-bad-delete.yaml',
    'a vault behind a wire of the last century but one',
    ['vaults.s3.bandwidth=0.000001B/s'],
  ],
  [
    'scenarios/56-pilot-light.yaml',
    'people who are slow, at night, and have never done it',
    [
      'roles.commander.neverDone.factor=100',
      'roles.commander.shift={from: "00:00", to: "23:59", factor: 100}',
      'roles.commander.acknowledge=5000w',
      'runbooks.lose-east.steps.0.takes=5000w',
      'faults.0.for=30d',
    ],
  ],
])('%s with %s is never over', async (file, _, set) => {
  const { columns, simulate } = build(await openScenario(file, { set }), '1');
  const recovery = columns.findIndex(({ name }) => name === 'rto');
  expect(simulate(0).values[recovery]).toBe(Number.POSITIVE_INFINITY);
});
