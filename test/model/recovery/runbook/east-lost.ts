import type { Scenario } from '../../../../src/scenario/schema.js';
import type { Fault, Told } from '../told.js';

export type Runbook = NonNullable<Scenario['runbooks']>[string];
export type RunbookStep = Runbook['steps'][number];

/** East is lost after 10 minutes, and its primary with it; a runbook called `leave` is to mend that. Clients move within a second. */
export function eastLost(more: {
  steps: readonly RunbookStep[];
  book?: Partial<Runbook>;
  lasts?: string;
  faults?: readonly Fault[];
  roles?: Scenario['roles'];
  services?: Scenario['services'];
  credentials?: Scenario['credentials'];
  store?: Partial<Scenario['data'][string]>;
  regions?: Scenario['regions'];
  horizon?: string;
}): Scenario {
  const { steps, book, faults, lasts, store, horizon, regions, ...parts } = more;
  return {
    title: 'East is lost',
    regions: regions ?? {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/ca-central-1' },
    },
    clients: { all: { place: 'aws/us-east-1', requests: '100/s', writes: '100%' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west'],
      ttl: '1s',
      health: { interval: '1s', timeout: '1s', failures: 1 },
    },
    data: {
      orders: {
        primary: 'east',
        standbys: ['west'],
        replication: { mode: 'async', lag: '100ms' },
        ...store,
      },
    },
    ...parts,
    runbooks: { leave: { when: { lost: 'east' }, steps: [...steps], ...book } },
    faults: [...(faults ?? [{ lose: 'east', at: '10m', ...(lasts ? { for: lasts } : {}) }])],
    horizon: horizon ?? '100h',
  } as Scenario;
}

/** How often each step was tried, and how long all its attempts took together, microseconds. */
export function attemptsOf(told: Told): Map<string, { count: number; took: number }> {
  const all = new Map<string, { count: number; took: number }>();
  for (const { step, at, until } of told.of('attempt-began')) {
    const { count, took } = all.get(step) ?? { count: 0, took: 0 };
    all.set(step, { count: count + 1, took: took + until - at });
  }
  return all;
}

/** When a step was done, seconds after the loss; NaN if it never was. */
export function doneAfter(told: Told, step: string): number {
  const done = told.of('attempt-ended').find((one) => one.step === step && one.as === 'done');
  return ((done?.at ?? Number.NaN) - 600e6) / 1e6;
}
