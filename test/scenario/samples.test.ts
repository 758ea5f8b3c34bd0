import { describe, expect, it } from 'vitest';
import { mistakesOf, sound, specOf } from './sound.js';

function drills(table: string, name = 'drills.csv') {
  const scenario = sound();
  scenario.failover!['orders'] = [{ decide: { samples: name } }, { promote: '30s' }];
  const options = {
    file: 'cases/own.yaml',
    readFile: (path: string) => {
      if (path !== 'cases/drills.csv') throw new Error('does not exist');
      return table;
    },
  };
  return { scenario, options };
}

const valuesOf = (table: string) => {
  const { scenario, options } = drills(table);
  const decide = specOf(scenario, options).failover['orders']?.decide;
  return decide?.kind === 'samples' ? decide.values.map((value) => value / 1e6) : decide;
};
const wrong = (table: string, name?: string) => {
  const { scenario, options } = drills(table, name);
  return mistakesOf(scenario, options);
};

describe('a table of samples', () => {
  it.each([
    ['a value a line, each with its unit', '14m\n90s\n\n# a remark\n1h\n', [840, 90, 3600]],
    ['a value a column', '14m, 90s,1h', [840, 90, 3600]],
    ['a header with the unit in brackets', 'duration (min)\n14\n1.5\n', [840, 90]],
    ['a header with the unit after a stroke', 'decide_ms\r\n250\r\n1000', [0.25, 1]],
    ['a header that is the unit', 'seconds\n14', [14]],
    [
      'the one column of times among others',
      'date;who;minutes\n2024-01-12;ann;14\n2024-03-02;bob;21\n',
      [840, 1260],
    ],
    ['values with a unit of their own below a header', 'duration (s)\n14\n2m\n', [14, 120]],
    ['a mark of byte order', '\uFEFF14s\n', [14]],
  ])('may be %s', (_, table, seconds) => {
    expect(valuesOf(table)).toEqual(seconds);
  });

  it('becomes part of the scenario, which then stands alone', async () => {
    const { scenario, options } = drills('14m\n90s\n');
    const { parseScenario } = await import('../../src/scenario/parse.js');
    const parsed = parseScenario(scenario, options);
    if (!parsed.ok) throw new Error('it has mistakes');
    expect(parsed.scenario.failover?.['orders']?.[0]).toEqual({ decide: { samples: ['14m', '90s'] } });
    expect(specOf(parsed.scenario)).toEqual(parsed.spec);
  });

  it.each([
    [
      '14m\nsoon\n',
      'cases/drills.csv:2:1: failover.orders.0.decide.samples.1: "soon" is not a duration; expected a duration such as 4s',
    ],
    [
      '14m\n21\n',
      'cases/drills.csv:2:1: failover.orders.0.decide.samples.1: 21 has no unit; expected a duration such as 4s',
    ],
    [
      '14m, -3s',
      'cases/drills.csv:1:5: failover.orders.0.decide.samples.1: -3s is negative; expected a duration such as 4s',
    ],
    [
      'length\n14\n',
      'cases/drills.csv:1:1: failover.orders.0.decide.samples: the header names no unit; expected one column such as duration (s); units are us, ms, s, m, h or d',
    ],
    [
      'start (s), end (s)\n1,2\n',
      'cases/drills.csv:1:1: failover.orders.0.decide.samples: the header names several columns of times; expected one column such as duration (s); units are us, ms, s, m, h or d',
    ],
    ['', 'cases/drills.csv: failover.orders.0.decide.samples: has no values; expected one duration a line'],
    [
      'duration (s)\n',
      'cases/drills.csv: failover.orders.0.decide.samples: has no values; expected one duration a line',
    ],
  ])('%j is refused with its line', (table, message) => {
    expect(wrong(table)).toEqual([message]);
  });

  it('that is not there is a mistake of the scenario', () => {
    expect(wrong('', 'gone.csv')).toEqual([
      'cases/own.yaml: failover.orders.0.decide.samples: cases/gone.csv does not exist; expected a table',
    ]);
    expect(mistakesOf(drills('').scenario)).toEqual([
      'failover.orders.0.decide.samples: files cannot be read here; expected a list of durations',
    ]);
  });
});
