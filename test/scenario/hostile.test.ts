import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadScenario } from '../../src/scenario/load.js';
import { formatMistake } from '../../src/scenario/mistake.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { mistakesOf, sound } from './sound.js';

const folder = mkdtempSync(join(tmpdir(), 'regionfall-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function load(name: string, content: string | Uint8Array): Promise<string[]> {
  writeFileSync(join(folder, name), content);
  const parsed = await loadScenario(join(folder, name));
  return parsed.ok
    ? []
    : parsed.mistakes.map((mistake) => formatMistake(mistake).replaceAll(`${folder}/`, ''));
}

describe('a file that is no scenario', () => {
  it('is refused with its reason', async () => {
    expect(await load('big.yaml', `title: ${'x'.repeat(10 * 1024 * 1024)}`)).toEqual([
      'big.yaml: has 10.0 MiB; expected a scenario of at most 1 MiB',
    ]);
    expect(await load('nul.yaml', 'title: a\0b')).toEqual([
      'nul.yaml: is not text in UTF-8; expected a scenario in YAML',
    ]);
    expect(await load('latin.yaml', new Uint8Array([0x74, 0x3a, 0x20, 0xe9]))).toEqual([
      'latin.yaml: is not text in UTF-8; expected a scenario in YAML',
    ]);
    expect(await load('empty.yaml', '')).toEqual(['empty.yaml:1:1: is empty; expected a scenario']);
    const gone = await loadScenario(join(folder, 'gone.yaml'));
    expect(gone).toMatchObject({
      ok: false,
      mistakes: [{ message: 'does not exist', expected: 'a file that can be read' }],
    });
    expect(await loadScenario(folder)).toMatchObject({ ok: false, mistakes: [{ message: 'is a folder' }] });
  });

  it('is refused at once, however deep or repetitive', () => {
    expect(mistakesOf(`title: ${'['.repeat(200_000)}`)[0]).toMatch(/nested too deeply|is not YAML/);
    expect(mistakesOf(`a: ${'['.repeat(60)}${']'.repeat(60)}`)[0]).toContain('is nested more than 40 deep');
    const bomb = [
      'a0: &a0 [x]',
      ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`),
    ];
    expect(mistakesOf(bomb.join('\n'))[0]).toContain('comes to more than 50000 values');
  });
});

describe('an object that is no scenario', () => {
  it.each([
    [null, 'is a plain value; expected a scenario: a map of keys'],
    [5, 'is a plain value; expected a scenario: a map of keys'],
    [undefined, 'is undefined; expected text, a list or a map'],
    [() => 1, 'is a function; expected text, a list or a map'],
    [new Date(0), 'is an object of a class; expected text, a list or a map'],
    [[], 'is a list; expected a scenario: a map of keys'],
  ])('%s', (value, message) => {
    expect(mistakesOf(value)).toContain(message);
  });

  it('may be circular', () => {
    const scenario = sound() as unknown as Record<string, unknown>;
    scenario['regions'] = scenario;
    expect(mistakesOf(scenario).some((line) => line.includes('is nested more than 40 deep'))).toBe(true);
  });

  it('may hold NaN, Infinity and keys of prototypes', () => {
    expect(mistakesOf({ ...sound(), horizon: Number.NaN })).toEqual([
      'horizon: is NaN; expected text with a unit, or a finite number',
    ]);
    expect(mistakesOf({ ...sound(), horizon: Number.POSITIVE_INFINITY })).toEqual([
      'horizon: is Infinity; expected text with a unit, or a finite number',
    ]);
    const polluting = JSON.parse('{ "__proto__": { "polluted": true } }');
    expect(mistakesOf(Object.assign(Object.create(null), sound(), { title: 'No prototype' }))).toEqual([]);
    const scenario = sound();
    Object.defineProperty(scenario.regions, '__proto__', { value: polluting, enumerable: true });
    expect(mistakesOf(scenario)).toEqual([
      'regions: "__proto__" cannot be used as a name; expected another name',
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('may name things like methods of objects', () => {
    const scenario = sound();
    scenario.routing.order = ['toString', 'hasOwnProperty'];
    scenario.faults = [{ lose: 'valueOf', at: '1m' }];
    expect(mistakesOf(scenario)).toHaveLength(3);
    scenario.regions['toString'] = { place: 'aws/us-west-1' };
    scenario.routing.order = ['toString'];
    scenario.faults = [{ lose: 'toString', at: '1m' }];
    expect(mistakesOf(scenario)).toEqual([]);
  });
});

describe('anything at all', () => {
  const finds = (source: unknown) => {
    const parsed = parseScenario(source as string, { file: 'any.yaml', set: [] });
    if (parsed.ok) return;
    expect(parsed.mistakes.length).toBeGreaterThan(0);
    for (const mistake of parsed.mistakes) {
      const line = formatMistake(mistake);
      expect(line).not.toMatch(/is undefined|NaN|\[object|something else/);
      expect(line).not.toContain('\n');
    }
  };

  it('as text gives mistakes, never an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), finds), { seed: 3, numRuns: 500 });
  });

  it('as a scenario with a value replaced gives mistakes, never an exception', () => {
    const junk = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        0,
        -1,
        1.5,
        '',
        ' ',
        '5',
        '0s',
        '-1s',
        '1e999',
        true,
        [],
        {},
        ['a'],
        [[]],
        { a: 1 },
        'us-east',
        '20%',
        '4s',
      ),
      fc.string({ maxLength: 8 }),
      fc.integer(),
    );
    const sections = [
      'regions',
      'clients',
      'routing',
      'data',
      'failover',
      'faults',
      'horizon',
      'service',
      'objectives',
      'network',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...sections),
        fc.array(fc.nat(9), { maxLength: 5 }),
        junk,
        (section, steps, value) => {
          const scenario = sound() as unknown as Record<string, unknown>;
          let owner: Record<string, unknown> = scenario;
          let key = section;
          for (const step of steps) {
            const below = owner[key];
            if (typeof below !== 'object' || below === null) break;
            const keys = Object.keys(below);
            if (keys.length === 0) break;
            owner = below as Record<string, unknown>;
            key = keys[step % keys.length]!;
          }
          owner[key] = value;
          finds(scenario);
          finds(stringify(scenario));
        },
      ),
      { seed: 4, numRuns: 400 },
    );
  });

  it('as text with a bite taken out gives mistakes, never an exception', () => {
    const text = stringify(sound());
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(30), fc.string({ maxLength: 6 }), (at, length, put) => {
        finds(text.slice(0, at) + put + text.slice(at + length));
      }),
      { seed: 5, numRuns: 400 },
    );
  });
});
