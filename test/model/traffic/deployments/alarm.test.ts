import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/index.js';
import { Alarm, type AlarmRule } from '../../../../src/model/traffic/deployments/alarm.js';

const rule: AlarmRule = { errors: 0.05, period: 60, datapoints: 3, of: 3, requests: 0 };
const flat = (base: number) => ({ base, terms: [] });

/** Shares of one request a microsecond that fail, each from an instant on. */
type Story = readonly (readonly [at: number, failing: number, requests?: number])[];

function raisedAt(story: Story, more: Partial<AlarmRule> = {}, phase = 0): { at: number; events: number } {
  const simulation = new Simulation();
  let at = Number.NaN;
  const alarm = new Alarm(simulation, { ...rule, ...more }, phase, () => {
    at = simulation.now;
  });
  for (const [when, failing, requests = 1] of story) {
    simulation.scheduleAt(when, () =>
      alarm.watch({ requests: flat(requests), failing: flat(failing * requests) }),
    );
  }
  simulation.run(100_000);
  return { at, events: simulation.executed - story.length };
}

/** The same, period by period. */
function bruteForce(
  story: Story,
  { errors, period, datapoints, of, requests }: AlarmRule,
  phase: number,
): number {
  const valueAt = (t: number) => story.findLast(([at]) => at <= t) ?? [0, 0, 0];
  const bad: boolean[] = [];
  for (let start = phase - period; start < 100_000 - period; start += period) {
    let [all, failed] = [0, 0];
    for (let t = Math.max(0, start); t < start + period; t++) {
      const [, failing, rate = 1] = valueAt(t);
      all += rate;
      failed += failing * rate;
    }
    bad.push(all >= requests && failed > errors * all + 1e-9);
    if (bad.slice(-of).filter((one) => one).length >= datapoints) return start + period;
  }
  return Number.NaN;
}

describe('an alarm', () => {
  it('is raised at the end of the third bad period', () => {
    expect(raisedAt([[0, 0.3]]).at).toBe(180);
    // A period of which a sixth is hurt is not worse than 5%.
    expect(
      raisedAt([
        [0, 0],
        [50, 0.3],
      ]).at,
    ).toBe(240);
    expect(
      raisedAt([
        [0, 0],
        [49, 0.3],
      ]).at,
    ).toBe(180);
  });

  it('does not look at periods that cannot be bad', () => {
    const { at, events } = raisedAt([
      [0, 0.01],
      [90_000, 0.3],
    ]);
    expect(at).toBe(90_180);
    expect(events).toBeLessThan(8);
  });

  it('agrees with looking at each period, whatever happens', () => {
    const change = fc.tuple(
      fc.integer({ min: 0, max: 3000 }),
      fc.constantFrom(0, 0.02, 0.06, 0.4),
      fc.constantFrom(0, 0.5, 1),
    );
    const stories = fc
      .array(change, { minLength: 1, maxLength: 12 })
      .map((list) => [...list].sort(([a], [b]) => a - b).filter(([at], i, all) => at !== all[i + 1]?.[0]));
    const rules = fc.record({
      errors: fc.constant(0.05),
      period: fc.integer({ min: 10, max: 90 }),
      datapoints: fc.integer({ min: 1, max: 3 }),
      of: fc.integer({ min: 3, max: 5 }),
      requests: fc.constantFrom(0, 20),
    });
    fc.assert(
      fc.property(stories, rules, fc.nat(), (story, drawn, seed) => {
        const phase = seed % drawn.period;
        expect(raisedAt(story, drawn, phase).at).toBe(bruteForce(story, drawn, phase));
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
