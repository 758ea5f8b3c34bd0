import { describe, expect, it } from 'vitest';
import { ColumnStore } from '../../src/measure/columns.js';
import { summariseRare } from '../../src/measure/rare.js';
import type { RareEventQuestion } from '../../src/measure/rare-event.js';
import { blockOf, column, type Value } from './batch-of.js';

interface Run {
  readonly weight: number;
  readonly atOnce: number;
  readonly rto: Value;
}

const unharmed = (count: number, atOnce = 1): Run[] =>
  Array.from({ length: count }, () => ({ weight: 1, atOnce, rto: 0 }));
/** Runs in which two faults met, of little weight. */
const met = (count: number, rto: Value): Run[] =>
  Array.from({ length: count }, (_, run) => ({ weight: 1e-3 * (1 + (run % 2)), atOnce: 2, rto }));

function storeOf(runs: readonly Run[]): ColumnStore {
  const store = new ColumnStore([
    column('rto', 's'),
    column('weight', 'runs'),
    column('faultsAtOnce', 'faults'),
  ]);
  store.append(
    blockOf(
      0,
      runs.map(({ rto, weight, atOnce }) => [rto, weight, atOnce]),
    ),
  );
  return store;
}

const long: RareEventQuestion = { text: 'rto > 1h', figure: 'rto', over: { op: '>', value: 3600 } };
const promised = (op: '<=' | '>=', value: number, question = long): RareEventQuestion => ({
  ...question,
  promises: [{ objective: 'as promised', op, value }],
});

/** As weights are: those of runs in which no faults met make their mean 1. */
function balanced(runs: readonly Run[]): Run[] {
  const single = runs.filter(({ atOnce }) => atOnce < 2).length;
  const light = runs.reduce((sum, { atOnce, weight }) => sum + (atOnce < 2 ? 0 : weight), 0);
  const weight = (runs.length - light) / single;
  return runs.map((run) => (run.atOnce < 2 ? { ...run, weight } : run));
}

function ask(question: RareEventQuestion, runs: readonly Run[], atOnce?: number) {
  const { events, ...rest } = summariseRare(storeOf(runs), [question], atOnce);
  return { event: events[0]!, ...rest };
}

describe('an event of weighed runs', () => {
  const runs = balanced([...unharmed(600), ...met(300, 7200), ...met(100, 60)]);

  const heaviest = (1000 - 400 * 1.5e-3) / 600;

  it('is as likely as its runs weigh', () => {
    const { event } = ask(long, runs);
    expect(event).toMatchObject({ event: 'rto > 1h', isUsual: false, seen: 300, atOnce: 2 });
    const chance = event.chance as { value: number; low: number; high: number };
    expect(chance.value / ((300 * 1.5e-3) / 1000)).toBeCloseTo(1, 9);
    expect(chance.low).toBeLessThan(chance.value);
    expect(chance.high).toBeGreaterThan(chance.value);
    expect(event.effectiveSeen).toBeCloseTo((300 * 1.5) ** 2 / (150 * 1 + 150 * 4), 6);
    expect(event.plainRuns! * (event.relativeError! * chance.value) ** 2).toBeCloseTo(
      chance.value * (1 - chance.value),
      9,
    );
  });

  it('is told with as many faults at once as it was seen with, and what fewer may do beside it', () => {
    const { event } = ask(long, runs);
    expect(event.levels).toEqual([
      { atOnce: 1, runs: 600, seen: 0 },
      { atOnce: 2, runs: 400, seen: 300 },
    ]);
    expect(event.withFewer).toBeCloseTo(heaviest * (1 - 0.025 ** (1 / 1000)), 12);
    expect(ask(long, runs, 2).event).toMatchObject({ chance: event.chance, withFewer: 0 });
  });

  it('of single faults counts with all, unless that is not asked', () => {
    const one = balanced([{ weight: 1, atOnce: 1, rto: 7200 }, ...runs]);
    expect(ask(long, one).event).toMatchObject({ atOnce: 1, seen: 301, withFewer: 0 });
    expect(ask(long, one, 2).event).toMatchObject({ atOnce: 2, seen: 300 });
  });

  it('that no run has is bounded, and said to be', () => {
    const { event } = ask({ ...long, over: { op: '>', value: 1e6 } }, runs);
    expect(event).toMatchObject({ seen: 0, relativeError: null, plainRuns: null, withFewer: 0, atOnce: 0 });
    expect(event.chance).toMatchObject({ value: 0, low: 0 });
    expect((event.chance as { high: number }).high).toBeCloseTo(heaviest * (1 - 0.025 ** (1 / 1000)), 12);
    expect(event.remarks).toEqual([expect.stringMatching(/^none of the 1000 runs has it/)]);
  });

  it('that no run with so many faults at once has is bounded by what such runs weigh', () => {
    const { event } = ask({ ...long, over: { op: '>', value: 1e6 } }, runs, 2);
    expect(event).toMatchObject({ seen: 0, atOnce: 2 });
    expect((event.chance as { high: number }).high).toBeCloseTo(2e-3 * (1 - 0.025 ** (1 / 1000)), 12);
    expect(event.remarks).toEqual([expect.stringMatching(/^no run with 2 faults at once has it/)]);
    // Where there are no such runs, nothing is known of what they weigh.
    const { chance } = ask({ ...long, over: { op: '>', value: 1e6 } }, runs, 3).event;
    expect((chance as { high: number }).high).toBeCloseTo(heaviest * (1 - 0.025 ** (1 / 1000)), 12);
  });

  it('that is usual is told by what lacks it', () => {
    const short = { ...long, text: 'rto <= 1h', over: { op: '<=', value: 3600 } } as const;
    const [usual, lacking] = [ask(short, runs).event, ask(long, runs).event];
    expect(usual).toMatchObject({ isUsual: true, seen: 300, atOnce: 2, withFewer: lacking.withFewer });
    const [a, b] = [usual, lacking].map(
      ({ chance }) => chance as { value: number; low: number; high: number },
    );
    expect([a!.value, a!.low, a!.high]).toEqual([1 - b!.value, 1 - b!.high, 1 - b!.low]);
  });

  it('may have come after the horizon: the value is a lower bound then', () => {
    const open = balanced([...unharmed(600), ...met(300, { atLeast: 60 }), ...met(100, 7200)]);
    const known = ask(long, balanced([...unharmed(600), ...met(300, 0), ...met(100, 7200)])).event.chance;
    const all = ask(long, balanced([...unharmed(600), ...met(400, 7200)])).event.chance;
    const { chance } = ask(long, open).event;
    expect(chance).toMatchObject({ lowerBound: true, value: known.value });
    expect((chance as { high: number }).high).toBe((all as { high: number }).high);
  });

  it.each([
    ['few hits', [...unharmed(900), ...met(4, 7200)], /^it rests on 4 runs, which tell as much as 3.6 /],
    ['one hit', [...unharmed(900), ...met(1, 7200)], /^it rests on one run: more runs$/],
    [
      'one that outweighs the others',
      [...unharmed(900), ...met(60, 7200), { weight: 0.036, atOnce: 2, rto: 7200 }],
      /^one run has 29 % of the weight/,
    ],
    [
      'what is not rare',
      [...unharmed(900), ...unharmed(200).map((run) => ({ ...run, rto: 7200 }))],
      /not rare/,
    ],
  ])('is doubted because of %s', (_name, some, remark) => {
    expect(ask(long, balanced(some)).event.remarks.join('\n')).toMatch(remark);
  });

  it('has no interval by two runs', () => {
    const { chance, remarks } = ask(long, [...unharmed(1), ...met(1, 7200)]).event;
    expect(chance).toMatchObject({ low: null, high: null });
    expect(remarks).toEqual(['fewer than three runs have no interval']);
  });

  it('is not doubted where there is no reason to', () => {
    expect(ask(long, runs).event.remarks).toEqual([]);
  });

  it('needs a figure that is there', () => {
    expect(() => ask({ ...long, figure: 'rpo' }, runs)).toThrow('no figure "rpo" to tell "rto > 1h" by');
  });
});

describe('a promise by weighed runs', () => {
  const runs = balanced([...unharmed(600), ...met(300, 7200), ...met(100, 60)]);

  it.each([
    [1e-2, undefined, 'met'],
    [1e-3, 2, 'met'],
    [1e-5, undefined, 'missed'],
    [4.5e-4, 2, 'unknown'],
  ] as const)('of at most %f, %s at once, is %s', (limit, atOnce, verdict) => {
    expect(ask(promised('<=', limit), runs, atOnce)).toMatchObject({
      verdict,
      objectives: [{ objective: 'as promised', verdict }],
    });
  });

  it('is not called met while fewer faults, never seen to break it, might', () => {
    const { objectives } = ask(promised('<=', 1e-3), runs);
    expect(objectives[0]!.verdict).toBe('unknown');
    expect(objectives[0]!.because).toBe(
      'met by what was seen, but fewer than 2 faults at once, by which none was seen, may add to it',
    );
  });

  it('of at least a share is judged by what lacks it', () => {
    const short = { ...long, text: 'rto <= 1h', over: { op: '<=', value: 3600 } } as const;
    expect(ask(promised('>=', 0.99, short), runs).verdict).toBe('met');
    expect(ask(promised('>=', 0.999, short), runs).verdict).toBe('unknown');
    expect(ask(promised('>=', 0.999, short), runs, 2).verdict).toBe('met');
    expect(ask(promised('>=', 0.99999, short), runs).verdict).toBe('missed');
  });
});

describe('weights', () => {
  it('are told with what they are worth', () => {
    const { weight, effectiveRuns, remarks } = ask(long, [...unharmed(600), ...met(100, 7200)]);
    expect(weight.value).toBeCloseTo((600 + 100 * 1.5e-3) / 700, 9);
    expect(effectiveRuns).toBeGreaterThan(600);
    // 100 of 700 runs weigh next to nothing, and nothing weighs more for it: such weights are wrong.
    expect(remarks).toEqual([expect.stringMatching(/^the mean of the weights should be 1 and is 0.857/)]);
  });

  it('that are spread too far are called degenerate', () => {
    const heavy = { weight: 900, atOnce: 1, rto: 0 };
    const { remarks } = ask(long, [heavy, ...met(899, 7200)]);
    expect(remarks).toContainEqual(
      expect.stringMatching(/^the weights are degenerate: 900 runs tell as much as 1/),
    );
  });
});

describe('figures of weighed runs', () => {
  it('have the value that is the same in every run, though weights differ', () => {
    const runs = [...met(30, 120), { weight: 1.9, atOnce: 1, rto: 120 }];
    const { figures } = ask(long, runs);
    expect(figures['rto']!.mean.value).toBeCloseTo(120, 9);
    expect(Object.keys(figures)).toEqual(['rto', 'faultsAtOnce']);
  });
});
