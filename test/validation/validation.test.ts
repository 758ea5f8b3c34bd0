import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { builders } from './builders.js';
import { readCommand, UsageError, validate } from './command.js';
import { examine } from './examination.js';
import type { Experiment } from './experiment.js';
import { type Oracle, readOracles } from './oracle.js';
import { inThisThread, type Sampler, type Units } from './sampler.js';
import { specOf } from './specification.js';

const own = 'test/validation/oracles.json';
const oracles = readOracles(readFileSync(own, 'utf8'));

function oracle(id: string): Oracle {
  return structuredClone(oracles.find((one) => one.id === id)!);
}

/** An oracle with one of its figures only, changed. */
function only(
  id: string,
  key: string,
  change: (figure: Oracle['figures'][number]) => void = () => {},
): Oracle {
  const one = oracle(id);
  const figure = one.figures.find((each) => each.key === key)!;
  change(figure);
  return { ...one, figures: [figure] };
}

const made = new Map<string, Promise<Units>>();

/** Makes no run twice, so that a wrong expectation costs no more than a right one. */
const sampler: Sampler = {
  ...inThisThread,
  sample: (task) => {
    const key = JSON.stringify({ ...task, scenario: 0 });
    if (!made.has(key)) made.set(key, inThisThread.sample(task));
    return made.get(key)!;
  },
};

const options = { seed: '1', units: 2000, sampler };

async function hits(one: Oracle): Promise<boolean[]> {
  return (await examine(one, options)).map(({ hit }) => hit);
}

test('every oracle of our own is built, with all its figures', () => {
  for (const { id, params, figures } of oracles) {
    const sources = builders.get(id)!(params);
    expect(Object.keys(sources)).toEqual(expect.arrayContaining(figures.map(({ key }) => key)));
  }
  expect([...builders.keys()].sort()).toEqual(oracles.map(({ id }) => id).sort());
});

describe('a wrong value is a miss', () => {
  test('of a mean', async () => {
    const wrong = only('I.H1', 'refused', ({ law }) => {
      law!.mean = 25.5;
    });
    expect(await hits(wrong)).toEqual([false]);
    expect(await hits(only('I.H1', 'refused'))).toEqual([true]);
  });

  test('of a quantile alone', async () => {
    const wrong = only('I.H1', 'refused', ({ law }) => {
      law!.p99 = 29.7;
    });
    const [finding] = await examine(wrong, options);
    expect(finding!.hit).toBe(false);
    expect(finding!.checks.filter(({ agrees }) => !agrees).map(({ statistic }) => statistic)).toEqual([
      'p99',
    ]);
  });

  test('of a count’s quantile, by one', async () => {
    const shifted = (by: number) =>
      only('I.R1', 'lost-in-order', ({ law }) => {
        law!.p50! += by;
      });
    expect(await hits(shifted(1))).toEqual([false]);
    expect(await hits(shifted(-1))).toEqual([false]);
    expect(await hits(shifted(0))).toEqual([true]);
  });

  test('of a computed figure, in the eighth digit', async () => {
    const shifted = (by: number) =>
      only('I.D1', 'share-old', (figure) => {
        figure.exact! += by;
      });
    expect(await hits(shifted(1e-8))).toEqual([false]);
    expect(await hits(shifted(1e-11))).toEqual([true]);
  });

  test('of units that the library draws without a scenario', async () => {
    const wrong = only('II.S3', 'stale-in-order', (figure) => {
      figure.exact! += 0.05;
    });
    expect(await hits(wrong)).toEqual([false]);
    expect(await hits(only('II.S3', 'stale-in-order'))).toEqual([true]);
  });

  test('of each of the mistakes that are listed', async () => {
    for (const id of ['I.H2', 'I.D2', 'I.R4', 'II.S3', 'II.Q1']) {
      for (const figure of oracle(id).figures) {
        for (const { stat, wrong } of figure.bugs) {
          const mistaken = only(id, figure.key, (one) => {
            if (one.law) Object.assign(one.law, { [stat!]: wrong });
            else one.exact = wrong;
          });
          expect(await hits(mistaken), `${id} ${figure.key} ${stat} ${wrong}`).toEqual([false]);
        }
      }
    }
  });
});

describe('what cannot be compared is a miss', () => {
  const problemOf = async (one: Oracle) =>
    (await examine(one, options)).map(({ hit, problem }) => [hit, problem]);

  test('an oracle that is not built', async () => {
    expect(await problemOf({ ...only('I.D1', 'share-old'), id: 'I.D9' })).toEqual([
      [false, 'this oracle is not built'],
    ]);
  });

  test('a figure that is not built, beside one that is', async () => {
    const one = oracle('I.D1');
    one.figures[1]!.key = 'share-new';
    const [first, second] = await examine(one, options);
    expect(first!.hit).toBe(true);
    expect([second!.hit, second!.problem]).toEqual([false, 'this figure is not built']);
    one.figures[1]!.key = 'constructor';
    expect((await examine(one, options))[1]!.problem).toBe('this figure is not built');
  });

  test('a parameter that is missing', async () => {
    const one = only('I.D1', 'share-old');
    delete one.params['t'];
    expect((await problemOf(one))[0]![1]).toMatch('parameter t must be a number');
  });

  test('parameters that no scenario can say', async () => {
    const one = only('I.D1', 'cutover');
    one.params['TTL'] = 0;
    expect((await problemOf(one))[0]![1]).toMatch('the scenario cannot be said: routing.ttl');
  });

  test('a law where there is one number, and the other way round', async () => {
    const number = only('I.D1', 'share-old');
    number.figures[0] = { key: 'share-old', law: { mean: 0.25 }, bugs: [] };
    expect((await problemOf(number))[0]![1]).toBe('this figure is one number, not a law');
    const share = only('I.R1', 'no-loss');
    share.figures[0] = { key: 'no-loss', law: { mean: 0.018 }, bugs: [] };
    expect((await problemOf(share))[0]![1]).toBe('this figure is one number, not a law');
  });
});

/** Parameters at the edge of what an oracle of recovery may be asked for. */
const edges: readonly (readonly [string, Oracle['params']])[] = [
  ['I.R6', { T: 6, ps: 1, d: 30 }],
  ['I.R7', { T: 24, V: 24, theta: 0.01 }],
  ['II.A1', { mttf: 10, mttr: 100, T: 1 }],
  ['II.A2', { mttf: 100, mttr: 8, F: 2, c: 1 }],
  ['II.A2', { mttf: 8760, mttr: 4, F: 0.01, c: 0 }],
  ['II.A3', { M: 1, need: 1, mtbf: 100, mttr: 5 }],
  ['II.A3', { M: 6, need: 4, mtbf: 50, mttr: 50 }],
  ['II.A4', { mttf: 8760, mttr: 1, be: 1, T: 8760 }],
  ['II.A5', { al: 1, de: 1, l: 0.01, ls: 0.001, mu: 1, T: 100 }],
  ['II.A6', { mttf: 5, med: 1, sg: 0, slo: 0.5, T: 1000 }],
  ['II.Q2', { n: 7, k: 4, mtbf: 100, mttr: 20 }],
  ['II.Q2', { n: 3, k: 1, mtbf: 20, mttr: 5 }],
  [
    'II.R1',
    {
      det: [10, 0],
      dec: [5, 5, 5],
      size: 1,
      rate: 100,
      per: 0,
      lr: 1,
      rr: 1,
      dns: [1, 1, 2],
      val: [10, 10, 10],
    },
  ],
  ['II.R2', { att: [1, 1, 1], p: 0 }],
  ['II.R2c', { d: 15, p: 0, m: 3, esc: 120 }],
  ['II.R2c', { d: 15, p: 0.99, m: 1, esc: 1e5 }],
  ['II.R3', { br: [[1, [15, 0]]], pre: [2, 2, 2] }],
  ['II.R4', { tau: 24, q: 0, N: 1, V: 0 }],
  ['II.R4', { tau: 168, q: 0.5, N: 52, V: 100 }],
  ['II.R5', { sg: 1, T: 8760 }],
  ['II.K1', { acc: 12, hp: [[0, 0]] }],
  [
    'II.K1',
    {
      acc: 168,
      hp: [
        [1, 48],
        [12, 24],
        [100, 10],
      ],
    },
  ],
  ['II.E1', { mttf: 100, mttr: 10, T: 720 }],
  ['II.F1', { ml: 36500, ratio: 10 }],
];

describe('parameters at their edges', () => {
  test.each(edges)('make scenarios that can be said: %s %j', (id, params) => {
    for (const source of Object.values(builders.get(id)!(params)))
      if ('from' in source && 'scenario' in source.from)
        expect(() => specOf((source.from as Experiment).scenario)).not.toThrow();
  });

  test('leave out what is not known where a figure is conditional', async () => {
    const one = only('II.R4', 'loss-given-good-backup', (figure) => {
      figure.exact = 12;
      figure.bugs = [];
    });
    one.params = { tau: 24, q: 0.5, N: 1, V: 3 };
    const [finding] = await examine(one, options);
    expect(finding!.hit).toBe(true);
    expect(finding!.n).toBeLessThan(1200);
  });

  test.each([
    ['smaller than rounding', { nu: 0.05, q: 0.02, N: 10 }],
    ['of many harms a year', { nu: 5, q: 0.02, N: 3 }],
  ])('find a chance that is rare, %s', async (_, params) => {
    const one = only('II.E2', 'all-backups-bad-in-a-year', (figure) => {
      figure.exact = params.nu * params.q ** params.N;
      figure.bugs = [];
    });
    one.params = params;
    expect(await hits(one)).toEqual([true]);
  });
});

describe('mistakes are told apart', () => {
  const withBug = (wrong: number) =>
    only('I.H1', 'refused', (figure) => {
      figure.bugs = [{ bug: 'a mistake', wrong, stat: 'mean' }];
    });

  test('by more units where it takes them', async () => {
    // The standard deviation of one unit is 2.89: 0.3 s are 8 standard errors at 5,926 units.
    const [finding] = await examine(withBug(25.3), options);
    expect(finding!.n).toBeGreaterThan(5500);
    expect(finding!.n).toBeLessThan(6500);
    expect(finding!.notExcluded).toEqual([]);
  });

  test('or the line says that they cannot be', async () => {
    const [finding] = await examine(withBug(25.001), { ...options, mostRuns: 4000 });
    expect(finding!.n).toBe(2000);
    expect(finding!.hit).toBe(true);
    expect(finding!.notExcluded).toEqual(['a mistake']);
  });

  test('with at most so many runs', async () => {
    const [finding] = await examine(withBug(25.2), { ...options, mostRuns: 3000 });
    expect(finding!.n).toBe(3000);
  });
});

test('the same seed gives the same findings, another seed other ones', async () => {
  const unexcluded = () =>
    only('I.C3', 'mean-latency-ms', (figure) => {
      figure.bugs = [];
    });
  const [a] = await examine(unexcluded(), { ...options, sampler: inThisThread });
  const [b] = await examine(unexcluded(), { ...options, sampler: inThisThread });
  const [c] = await examine(unexcluded(), { ...options, seed: '2' });
  expect(a).toEqual(b);
  expect(c!.checks[0]!.observed).not.toBe(a!.checks[0]!.observed);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'validation-'));
  const file = join(folder, 'oracles.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('reads seeds, a choice of oracles and another file', () => {
    writeFileSync(file, JSON.stringify([only('I.D1', 'share-old')]));
    const command = readCommand(['--seeds', '4, x', '--oracles', file, '--only', 'I.D1'], own);
    expect(command.seeds).toEqual(['4', 'x']);
    expect(command.oracles.map(({ id, figures }) => [id, figures.length])).toEqual([['I.D1', 1]]);
    expect(readCommand(['--oracles', 'oracles.json'], own, folder).oracles).toHaveLength(1);
    expect(readCommand([], own)).toMatchObject({ seeds: ['1'], oracles: { length: oracles.length } });
    expect(readCommand(['--short'], own).units).toBeLessThan(readCommand([], own).units);
  });

  test.each([
    [['--seed', '1'], 'Unknown option'],
    [['file.json'], 'Unexpected argument'],
    [['--seeds', '1,,2'], 'an entry is empty'],
    [['--seeds', '1,2', '--short'], '--short takes one seed'],
    [['--only', 'I.D9'], 'no such oracle'],
    [['--oracles', join(folder, 'none.json')], 'no such file'],
  ])('%j is wrong usage', (args, message) => {
    const read = () => readCommand(args, own);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });

  test.each([['[]'], ['{'], ['[{"id":"I.D1"}]'], ['[{"id":"I.D1","params":{},"figures":[{"key":"x"}]}]']])(
    'a file of %s is refused',
    (text) => {
      writeFileSync(file, text);
      expect(() => readCommand(['--oracles', file], own)).toThrow(UsageError);
    },
  );

  test('prints a line a figure and seed, with seed and n, and counts hits and misses in the last', async () => {
    const lines: string[] = [];
    const wrong = only('I.D1', 'share-old', (figure) => {
      figure.exact = 0.5;
    });
    const found = await validate(
      { oracles: [only('I.H1', 'refused'), wrong], seeds: ['1', '2'], units: 1000 },
      sampler,
      (line) => lines.push(line),
    );
    expect(found.map(({ hit }) => hit)).toEqual([true, false, true, false]);
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^hit +I\.H1 +refused +seed 1, n 1000: mean /);
    expect(lines[1]).toMatch(/^MISS +I\.D1 +share-old +seed 1, exact: 0\.25 \(0\.5\) MISS$/);
    expect(lines[2]).toMatch(/seed 2/);
    expect(lines[4]).toBe('2 hits, 2 misses');
  });
});
