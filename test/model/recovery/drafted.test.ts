import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../../src/model/trace.js';
import type { Scenario } from '../../../src/scenario/schema.js';
import { scenarios } from '../../drafts/scenarios.js';
import { type Told, tell } from './told.js';

type Of<T extends TraceRecord['type']> = Extract<TraceRecord, { type: T }>;
type Step = NonNullable<Scenario['runbooks']>[string]['steps'][number];
type Carried = Of<'attempt-began'> | Of<'attempt-ended'> | Of<'step-waited'> | Of<'item-missing'>;

const carrying = ['attempt-began', 'attempt-ended', 'step-waited', 'item-missing'];

/** Runs random scenarios with all that recoveries lean on. */
function forRecoveries(seed: number, check: (scenario: Scenario, told: Told) => void): void {
  fc.assert(
    fc.property(scenarios({ recovery: true }), (scenario) => {
      for (const told of tell(scenario, 2, '91')) check(scenario, told);
    }),
    { seed, numRuns: 60, endOnFailure: true },
  );
}

/** The records of each time that a runbook was carried out, those aside of its beginning and its end. */
function* occurrencesOf(told: Told): Generator<{ began: number; runbook: string; records: Carried[] }> {
  for (const { at: began, runbook } of told.of('runbook-began')) {
    const end = told.of('runbook-ended').find((one) => one.runbook === runbook && one.since === began);
    if (!end) continue;
    const own = told.all.filter(
      (one): one is Carried =>
        carrying.includes(one.type) &&
        (one as Carried).runbook === runbook &&
        one.at >= began &&
        one.at <= end.at,
    );
    yield { began, runbook, records: own };
  }
}

function stepOf({ runbooks }: Scenario, runbook: string, name: string): Step {
  return runbooks![runbook]!.steps.find((step) => step.name === name)!;
}

/** Time in which a step waited, was tried, or put right what was missing; microseconds. */
function timeOf(records: readonly Carried[]): number {
  return records.reduce((sum, record, index) => {
    if (record.type === 'step-waited') return sum + record.at - record.since;
    if (record.type === 'item-missing') return sum + record.until - record.at;
    if (record.type !== 'attempt-began') return sum;
    // One that is interrupted ends before it should.
    const end = records.slice(index).find(({ type }) => type === 'attempt-ended')!;
    return sum + Math.min(record.until, end.at) - record.at;
  }, 0);
}

describe('a step of any runbook', () => {
  it('takes what it waits, is tried and puts right, and no time besides', () => {
    let steps = 0;
    forRecoveries(91, (scenario, told) => {
      for (const { began, runbook, records } of occurrencesOf(told)) {
        for (const name of new Set(records.map(({ step }) => step))) {
          const own = records.filter(({ step }) => step === name);
          const last = own.at(-1)!;
          if (last.type !== 'attempt-ended' || !['done', 'failed for good'].includes(last.as)) continue;
          const first = Math.min(...own.map((one) => (one.type === 'step-waited' ? one.since : one.at)));
          expect(first).toBeGreaterThanOrEqual(began);
          const { does, rule } = stepOf(scenario, runbook, name);
          steps += 1;
          // What it does may take time, too.
          if (does || rule) expect(last.at - first).toBeGreaterThanOrEqual(timeOf(own));
          else expect(last.at - first).toBe(timeOf(own));
        }
      }
    });
    expect(steps).toBeGreaterThan(50);
  });

  it('is never done while a service that it needs is down', () => {
    let needed = 0;
    forRecoveries(92, (scenario, told) => {
      const down = new Set<string>();
      for (const record of told.all) {
        if (record.type === 'dependency-changed') {
          if (record.up) down.delete(record.dependency);
          else down.add(record.dependency);
        }
        if (record.type !== 'attempt-ended' || record.as !== 'done') continue;
        const { needs = [], whileDown } = stepOf(scenario, record.runbook, record.step);
        const instead = typeof whileDown === 'object' && 'use' in whileDown ? whileDown.use : undefined;
        for (const need of needs) {
          needed += 1;
          if (instead === undefined || down.has(instead)) expect([...down]).not.toContain(need);
        }
      }
    });
    expect(needed).toBeGreaterThan(5);
  });
});

describe('any restore', () => {
  it('goes back to nothing newer than the harm, nor than what was there to be restored', () => {
    let restores = 0;
    forRecoveries(93, (scenario, told) => {
      for (const { store, of, point, faultAt, began, at } of told.of('restored')) {
        restores += 1;
        expect(point).toBeLessThanOrEqual(faultAt);
        expect(at).toBeGreaterThanOrEqual(began);
        const { backups = {} } = scenario.data[store]!;
        const { kind, from, at: start, every } = backups[of] ?? {};
        const hasLog = Object.values(backups).some((one) => one.kind === 'log');
        if (hasLog || kind === 'standby' || from !== undefined || start === undefined) continue;
        const [first, period] = [start, every!].map((text) => Number.parseInt(text, 10) * 60e6);
        expect(Math.abs((point - first!) % period!)).toBe(0);
      }
    });
    expect(restores).toBeGreaterThan(2);
  });
});
