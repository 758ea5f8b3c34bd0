import { describe, expect, it } from 'vitest';
import { tell } from '../../recovery/told.js';
import { one, rate, threeRegions } from './delivering.js';

/** Everywhere at once from minute 10; the old format is dropped at minute 70. */
function changed(schema: Record<string, unknown>, undo: unknown, more: Record<string, unknown> = {}) {
  return threeRegions({
    writes: '50%',
    pipeline: {
      stages: [{ wave: ['one', 'two', 'three'] }],
      bake: '0s',
      deploy: '9m',
      switch: { by: 'balancer' },
      rollback: { takes: '0s' },
      ...more,
    },
    changes: [
      {
        through: 'web',
        at: '0s',
        undo: undo as '1h',
        schema: { store: 'orders', expand: '1m', migrate: '20m', contract: '40m', ...schema },
      },
    ],
  });
}

/** A plain time after the point of no return would be refused when the file is read. */
const late = { samples: ['5h'] };

/** Acknowledged a second, all regions together. */
const writes = 3 * rate * 0.5;

function expectPoisson(total: number, mean: number): void {
  expect(Math.abs(total - mean)).toBeLessThan(4 * Math.sqrt(mean));
}

describe('expand, migrate, contract', () => {
  it('go one after the other around the deployment', () => {
    const told = one(changed({}, late));
    expect(told.of('schema-changed').map(({ step, at }) => [step, at / 6e7])).toEqual([
      ['expanded', 1],
      ['migrated', 30],
      ['contracted', 70],
    ]);
    expect(told.of('rollback-refused').map(({ at }) => at / 6e7)).toEqual([300]);
    expect(told.figure('rolledBack')).toBe(0);
  });
});

describe('a rollback before the point of no return', () => {
  it('loses nothing where both formats are written', () => {
    const told = one(changed({ afterContract: 'lose' }, '60m'));
    expect(told.figure('rolledBack')).toBe(1);
    expect(told.figure('unreadableWrites')).toBe(0);
    // And then nothing is dropped.
    expect(told.of('schema-changed').map(({ step }) => step)).toEqual(['expanded', 'migrated']);
  });

  it('loses what the new version wrote where it wrote the new format alone', () => {
    const told = one(changed({ dualWrites: false }, '60m'));
    expectPoisson(told.figure('unreadableWrites'), writes * 50 * 60);
    expect(told.figure('unreadableWrites of orders')).toBe(told.figure('unreadableWrites'));
  });
});

describe('a rollback after the point of no return', () => {
  it('loses what was written since, where it is done all the same', () => {
    const runs = tell(changed({ afterContract: 'lose' }, '100m'), 20);
    const total = runs.reduce((sum, told) => sum + told.figure('unreadableWrites'), 0);
    expectPoisson(total, 20 * writes * 30 * 60);
  });
});

describe('the version before', () => {
  it('cannot answer those who still come to it once its format is gone', () => {
    // A tenth of the clients keep answers for two hours: at minute 70, half of them are left with the old stack.
    const scenario = changed({}, late, { switch: { by: 'dns', keep: '6h' } });
    for (const client of Object.values(scenario.clients))
      client.resolvers = { stretch: { share: '10%', to: '2h' } };
    const told = one(scenario);
    expect(told.figure('failedRequests')).toBeCloseTo((3 * rate * 0.1 * 3600) / 4, 0);
  });
});
