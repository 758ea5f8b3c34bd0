import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulation, Streams } from '../../../src/kernel/index.js';
import {
  type Condition,
  checkersToFail,
  HealthCheck,
  type HealthRule,
  type Onset,
} from '../../../src/model/traffic/health-check.js';

/** From `at` on a checker (or, without one, all of them) meets this condition. */
interface Change {
  readonly at: number;
  readonly condition: Condition;
  readonly onset: Onset;
  readonly checker?: number;
}

interface Verdict {
  readonly at: number;
  readonly healthy: boolean;
}

interface Story {
  readonly rule: HealthRule;
  readonly phases: readonly number[];
  readonly changes: readonly Change[];
}

const horizon = 3000;

/** What the health check under test says, and when. */
function verdictsOf({ rule, phases, changes }: Story): Verdict[] {
  const simulation = new Simulation();
  const verdicts: Verdict[] = [];
  let drawn = 0;
  const check = new HealthCheck(
    simulation,
    rule,
    { phase: () => phases[drawn++]!, probes: () => new Streams('probes').at(0).open('none') },
    (healthy) => verdicts.push({ at: simulation.now, healthy }),
  );
  for (const { at, condition, onset, checker } of changes) {
    simulation.scheduleAt(at, () =>
      checker === undefined ? check.observe(condition, onset) : check.observeBy(checker, condition, onset),
    );
  }
  simulation.run(horizon);
  return verdicts;
}

/** The same probe by probe: every probe is launched, travels, meets what it meets, and its result is counted. */
function probeByProbe({ rule, phases, changes }: Story): Verdict[] {
  const period = rule.schedule === 'fixed' ? rule.interval : rule.interval + rule.roundTrip;
  // Phases are those of the first change that a probe can notice.
  const began = changes.find(({ condition }) => condition !== 'ok')?.at ?? horizon;
  const results = phases.flatMap((phase, checker) => {
    const own = changes.filter((change) => change.checker === undefined || change.checker === checker);
    const found: { at: number; ok: boolean; checker: number; order: number }[] = [];
    let launch = began - rule.roundTrip + Math.ceil(phase * period);
    for (let order = 0; launch <= horizon; order++) {
      const met = fateOf(launch, own, rule);
      const end = launch + (met === 'silent' ? rule.timeout : rule.roundTrip);
      found.push({ at: end, ok: met === 'ok', checker, order });
      launch = (rule.schedule === 'fixed' ? launch : end) + rule.interval;
    }
    return found;
  });
  results.sort((a, b) => a.at - b.at || a.checker - b.checker || a.order - b.order);
  return judge(results, rule);
}

/** What a probe meets: the server as it arrives there, if neither of its ways is cut while it travels. */
function fateOf(launch: number, changes: readonly Change[], rule: HealthRule): Condition {
  const arrival = launch + Math.floor(rule.roundTrip / 2);
  const back = launch + rule.roundTrip;
  let condition: Condition = 'ok';
  for (const change of changes) {
    const cut = change.onset === 'path' && change.condition !== 'ok';
    const met =
      change.at < launch || (change.onset === 'server' && change.at < arrival) || (cut && change.at < back);
    if (met) condition = change.condition;
  }
  return condition;
}

function judge(
  results: readonly { at: number; ok: boolean; checker: number }[],
  rule: HealthRule,
): Verdict[] {
  const streaks = new Array<number>(rule.checkers).fill(rule.successes);
  const healthy = new Array<boolean>(rule.checkers).fill(true);
  const { holdDown = 0 } = rule;
  const verdicts: Verdict[] = [];
  let all = true;
  let found = true;
  let heldUntil = 0;
  let flipped = { at: -1, to: true };
  const tell = (at: number, now: boolean) => {
    if (now !== all) verdicts.push({ at, healthy: now });
    if (all && !now) heldUntil = at + holdDown;
    all = now;
  };
  for (const { at, ok, checker } of results) {
    if (found && !all && heldUntil <= Math.min(at, horizon)) {
      // Whether the hold-down ends before what is found in the same instant is nobody's business.
      fc.pre(heldUntil < at || holdDown === 0);
      tell(heldUntil, true);
    }
    if (at > horizon) break;
    const streak = streaks[checker]!;
    // Good results count up from 1, bad ones down from -1.
    streaks[checker] = ok ? Math.max(streak, 0) + 1 : Math.min(streak, 0) - 1;
    const before = healthy[checker]!;
    if (streaks[checker] >= rule.successes) healthy[checker] = true;
    if (streaks[checker] <= -rule.failures) healthy[checker] = false;
    if (healthy[checker] !== before) {
      // Nor is which of two checkers speaks first, which a hold-down would remember.
      fc.pre(holdDown === 0 || flipped.at !== at || flipped.to === healthy[checker]);
      flipped = { at, to: healthy[checker]! };
    }
    found = healthy.filter((one) => !one).length < checkersToFail(rule);
    if (!found || at >= heldUntil) tell(at, found);
  }
  return verdicts;
}

/** What is believed once an instant is over: who speaks first within it is nobody's business. */
function settled(verdicts: readonly Verdict[]): Verdict[] {
  const last = verdicts.filter(({ at }, i) => verdicts[i + 1]?.at !== at);
  return last.filter(({ healthy }, i) => healthy !== (last[i - 1]?.healthy ?? true));
}

/** A story on a small scale: every instant and duration a few microseconds, so that coincidences are frequent. */
function stories(checkers: fc.Arbitrary<number>, apart: boolean): fc.Arbitrary<Story> {
  return fc
    .record({
      interval: fc.integer({ min: 1, max: 20 }),
      timeout: fc.integer({ min: 1, max: 40 }),
      failures: fc.integer({ min: 1, max: 4 }),
      successes: fc.integer({ min: 1, max: 4 }),
      checkers,
      healthyAbove: fc.constantFrom(0, 0.18, 0.5, 0.9),
      schedule: fc.constantFrom('fixed' as const, 'sequential' as const),
      roundTrip: fc.integer({ min: 0, max: 6 }),
      holdDown: fc.constantFrom(0, 0, 20, 150),
    })
    .map((rule) => {
      // An answer comes before the timeout. Where probes overlap, results count in order of launch, here in order of their ends.
      const timeout = rule.schedule === 'fixed' ? Math.min(rule.timeout, rule.interval) : rule.timeout;
      return { ...rule, timeout, roundTrip: Math.min(rule.roundTrip, timeout - 1) };
    })
    .chain((rule) =>
      fc.record({
        rule: fc.constant(rule),
        phases: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), {
          minLength: rule.checkers,
          maxLength: rule.checkers,
        }),
        changes: fc
          .array(
            fc.record({
              gap: fc.integer({ min: rule.roundTrip + 1, max: 90 }),
              condition: fc.constantFrom<Condition>('ok', 'refused', 'silent'),
              onset: fc.constantFrom<Onset>('server', 'path'),
              checker: apart ? fc.nat({ max: rule.checkers - 1 }) : fc.constant(undefined),
            }),
            { minLength: 1, maxLength: 14 },
          )
          .map((steps) => {
            let at = 100;
            return steps.map(({ gap, condition, onset, checker }): Change => {
              at += gap;
              // A cut is silence; nothing refuses through it.
              const met = onset === 'path' && condition === 'refused' ? 'silent' : condition;
              return { at, condition: met, onset, ...(checker === undefined ? {} : { checker }) };
            });
          }),
      }),
    );
}

describe('HealthCheck', () => {
  it('gives the verdicts of probes followed one by one', () => {
    fc.assert(
      fc.property(stories(fc.constant(1), false), (story) => {
        expect(verdictsOf(story)).toEqual(probeByProbe(story));
      }),
      { seed: 11, numRuns: 2000 },
    );
  });

  it('counts the checkers of a panel', () => {
    fc.assert(
      fc.property(stories(fc.integer({ min: 2, max: 5 }), false), (story) => {
        expect(settled(verdictsOf(story))).toEqual(settled(probeByProbe(story)));
      }),
      { seed: 12, numRuns: 1000 },
    );
  });

  it('follows checkers that meet different conditions', () => {
    fc.assert(
      fc.property(stories(fc.integer({ min: 2, max: 4 }), true), (story) => {
        expect(settled(verdictsOf(story))).toEqual(settled(probeByProbe(story)));
      }),
      { seed: 13, numRuns: 1000 },
    );
  });
});

describe('checkersToFail', () => {
  it('takes a whole product of share and checkers as whole', () => {
    expect(checkersToFail({ checkers: 100, healthyAbove: 0.29 })).toBe(71);
    expect(checkersToFail({ checkers: 16, healthyAbove: 0.18 })).toBe(14);
    expect(checkersToFail({ checkers: 3, healthyAbove: 0.5 })).toBe(2);
    expect(checkersToFail({ checkers: 1, healthyAbove: 0 })).toBe(1);
  });
});
