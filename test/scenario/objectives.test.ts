import { describe, expect, it } from 'vitest';
import { figures } from '../../src/data/figures.js';
import { parseObjective } from '../../src/scenario/objectives.js';
import { mistakesOf, sound } from './sound.js';

describe('an objective', () => {
  it.each([
    ['rto p95 <= 15m', { figure: 'rto', stat: 'p95', op: '<=', value: 900 }],
    ['rto of europe max <= 1h30m', { figure: 'rto', of: 'europe', stat: 'max', op: '<=', value: 5400 }],
    ['availability mean >= 99.95%', { figure: 'availability', stat: 'mean', op: '>=', value: 0.9995 }],
    ['writesLost p99 <= 100', { figure: 'writesLost', stat: 'p99', op: '<=', value: 100 }],
    ['  rpo   p50 <= 250ms ', { figure: 'rpo', stat: 'p50', op: '<=', value: 0.25 }],
    [
      'share of runs with writesLost > 0 <= 60%',
      { figure: 'writesLost', op: '<=', value: 0.6, share: 0.6, over: { op: '>', value: 0 } },
    ],
    [
      'share of runs with rto of europe <= 5m >= 99%',
      { figure: 'rto', of: 'europe', op: '>=', value: 0.99, share: 0.99, over: { op: '<=', value: 300 } },
    ],
    [
      'share of runs with incidents = 0 >= 50%',
      { figure: 'incidents', op: '>=', value: 0.5, share: 0.5, over: { op: '=', value: 0 } },
    ],
  ])('%s', (text, spec) => {
    expect(parseObjective(text)).toEqual({ text, ...spec });
  });

  it.each([
    ['', 'is empty'],
    ['rto', 'says no statistic'],
    ['rto p95', 'nothing follows p95'],
    ['rto p90 <= 5m', 'unknown statistic "p90"'],
    ['rto p95 <= ', 'stops before the quantity'],
    ['rto p95 <= 5m please', '"please" is too much'],
    ['rto of', 'nothing follows "of"'],
    ['rto p95 = 5m', '"=" follows p95'],
    ['availability mean >= 0.99', '0.99 has no unit'],
    ['writesLost mean <= 5s', '"5s" is not a number'],
    ['writesLost mean <= 1e9', '"1e9" is not a number'],
    ['share of runs with rto p95 <= 5m <= 1%', '"p95" follows rto'],
    ['share of runs with rto > 5m', 'nothing follows 5m'],
    ['share of runs with rto > 5m < 1%', '"<" follows 5m'],
    ['share of runs with rto > 5m <= 101%', '101% is more than 100%'],
    ['share of runs', 'unknown figure "share"'],
    ['toString p95 <= 5m', 'unknown figure "toString"'],
  ])('%j is refused', (text, wrong) => {
    expect(parseObjective(text)).toMatchObject({ wrong });
  });

  it('may be of what bears the figure, and of nothing else', () => {
    const wrong = (text: string) => mistakesOf({ ...sound(), objectives: [text] });
    for (const { name, scopes, unit, only: facet } of figures.values()) {
      // What depends on faults and failovers shows only when the whole is put together.
      const only = facet === 'two-writers' || facet === 'isolation' ? undefined : facet;
      const value = unit === 's' ? '1s' : unit === 'share' ? '1%' : '1';
      expect(wrong(`${name} mean <= ${value}`).length === 0).toBe(scopes.includes('run') && !only);
      expect(wrong(`${name} of all mean <= ${value}`).length === 0).toBe(
        scopes.includes('population') && !only,
      );
      expect(wrong(`${name} of orders mean <= ${value}`).length === 0).toBe(
        scopes.includes('store') && !only,
      );
      expect(wrong(`${name} of us-east mean <= ${value}`)).toHaveLength(1);
    }
  });
});
