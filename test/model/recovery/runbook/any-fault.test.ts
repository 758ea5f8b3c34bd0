import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../told.js';
import { tell } from '../told.js';
import { eastLost, type Runbook, type RunbookStep } from './east-lost.js';

const minutes = (least: number, most: number) => fc.integer({ min: least, max: most }).map((n) => `${n}m`);

const target = fc.constantFrom('east', 'west', 'north');

/** Faults of any kind at any time of four hours. */
const faults = fc.array(
  fc.oneof(
    fc.record({
      lose: fc.constantFrom('east', 'west', 'north', 'orders', 'control'),
      at: minutes(1, 200),
      for: minutes(1, 90),
    }),
    fc.record({ destroy: fc.constantFrom('east', 'orders'), at: minutes(1, 200) }),
    fc.record({ crash: target, at: minutes(1, 200), for: minutes(1, 90) }),
    fc.record({ isolate: target, at: minutes(1, 200), for: minutes(1, 90) }),
    fc.record({
      partition: fc.constantFrom(['east', 'west'], ['west', 'north']),
      at: minutes(1, 200),
      for: minutes(1, 90),
    }),
    fc.record({ alarm: fc.constant('leave'), at: minutes(1, 200), for: minutes(1, 90) }),
    fc.record({ dns: fc.constant('frozen'), at: minutes(1, 200), for: minutes(1, 90) }),
  ),
  { minLength: 1, maxLength: 6 },
);

const actions = fc.constantFrom<NonNullable<RunbookStep['does']>[]>(
  [{ promote: 'orders' }],
  [{ fence: 'orders' }, { promote: 'orders' }, { record: 'orders' }],
  [{ leave: 'east' }, { promote: 'orders' }, { failback: 'orders' }, { return: 'east' }],
  [{ readOnly: 'orders' }, { switchover: 'orders', to: 'west' }, { failback: 'orders' }],
  [{ switchover: 'orders', to: 'north' }],
  [{ announce: 'customers' }, { promote: 'orders', to: 'north' }, { ttl: '10s' }],
);

const triggers = fc.constantFrom<Runbook['when']>(
  { lost: 'east' },
  { failing: 'east' },
  { unhealthy: 'east' },
  { primaryLost: 'orders' },
);

const steps = fc
  .tuple(
    actions,
    fc.array(
      fc.record({ takes: minutes(0, 20), role: fc.boolean(), needs: fc.boolean(), fails: fc.boolean() }),
      { minLength: 6, maxLength: 6 },
    ),
  )
  .map(([does, how]) =>
    does.map((action, index): RunbookStep => {
      const { takes, role, needs, fails } = how[index]!;
      return {
        name: `step-${index}`,
        takes,
        ...(role ? { role: 'dba' } : {}),
        ...(needs ? { needs: ['control', 'admin'] } : {}),
        ...(fails ? { fails: '30%', tries: 2 } : {}),
        does: action,
      };
    }),
  );

/** Beside all others. */
const look: RunbookStep = {
  name: 'look',
  takes: '3m',
  role: 'dba',
  needs: ['control'],
  whileDown: { retry: '7m' },
  after: [],
};

describe('whatever breaks', () => {
  it('a runbook loses count of no write, and holds nobody for ever', () => {
    fc.assert(
      fc.property(faults, triggers, steps, fc.boolean(), (broken, when, given, callOff) => {
        const scenario = eastLost({
          steps: [...given, look],
          book: { when, callOff },
          faults: broken.map((fault, i) => ({ ...fault, name: `fault-${i}` })) as Fault[],
          roles: { dba: { people: 1, acknowledge: '2m' } },
          services: { control: { home: 'east', recovers: '10m' } },
          credentials: { admin: { lasts: '15m', from: 'control', held: true, breakGlass: '30m' } },
          store: { standbys: ['west', 'north'] },
          horizon: '6h',
        });
        // Each run compares the classes of its writes with what was acknowledged.
        for (const told of tell(scenario, 2, '3')) {
          const began = told.of('runbook-began').length;
          const ended = told.of('runbook-ended').length;
          expect(began - ended).toBeGreaterThanOrEqual(0);
          expect(began - ended).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 11, numRuns: 150 },
    );
  });
});
