import { describe, expect, it } from 'vitest';
import { ColumnStore } from '../../src/measure/columns.js';
import { phaseNames } from '../../src/measure/result.js';
import { type About, summarise } from '../../src/measure/summary.js';
import { blockOf, column, commonColumns, type Value } from './batch-of.js';

const about: About = {
  regionfall: '0.1.0',
  scenario: 'Two regions',
  seed: '1',
  horizon: 3600,
  objectives: [],
  conflicts: {},
  defaults: ['routing.ttl = 60s'],
  notModelled: [],
};

const columns = [
  ...commonColumns,
  column('rto', 's'),
  column('rto', 's', { group: 'population', of: 'europe' }),
  column('writesLost', 'writes', { group: 'store', of: 'orders' }),
];

/** A batch with these values of incidents, rto, rto of europe and writesLost of orders; all phases 1 s. */
function batchOf(rows: readonly (readonly [number, Value, Value, Value])[]): ColumnStore {
  const store = new ColumnStore(columns);
  const wide = rows.map(([incidents, ...rest]) => [incidents, ...phaseNames.map(() => 1), ...rest]);
  store.append(blockOf(0, wide));
  return store;
}

describe('summarise', () => {
  const rows = Array.from({ length: 200 }, (_row, k): [number, Value, Value, Value] =>
    k < 50 ? [0, 0, 0, 0] : [1, k, 2 * k, k % 3],
  );
  const result = summarise(about, batchOf(rows), [], { columns: true });

  it('puts each column where it belongs', () => {
    expect(Object.keys(result.figures)).toEqual(['incidents', 'rto']);
    expect(Object.keys(result.phases)).toEqual([...phaseNames]);
    expect(Object.keys(result.byPopulation['europe'] ?? {})).toEqual(['rto']);
    expect(Object.keys(result.byStore['orders'] ?? {})).toEqual(['writesLost']);
    expect(result.byPopulation['europe']?.['rto']?.p50).toMatchObject({ value: 198 });
    expect(result.figures['rto']).toMatchObject({ unit: 's', max: 199, censored: 0, p50: { value: 99 } });
  });

  it('gives the share of runs with an incident, and the quantiles of those', () => {
    expect(result.incidents).toMatchObject({ value: 0.75 });
    expect(result.figures['rto']?.givenIncident).toMatchObject({ runs: 150, p50: { value: 124 } });
    expect(result.byPopulation['europe']?.['rto']?.givenIncident).toMatchObject({ p50: { value: 248 } });
  });

  it('leaves out "given an incident" when every run has one, or none', () => {
    const all = summarise(about, batchOf([[1, 5, 5, 5]]), [], { columns: false });
    const none = summarise(about, batchOf([[0, 0, 0, 0]]), [], { columns: false });
    expect(all.figures['rto']).not.toHaveProperty('givenIncident');
    expect(none.figures['rto']).not.toHaveProperty('givenIncident');
  });

  it('keeps censored runs censored among those with an incident', () => {
    const cut = [
      ...rows.slice(0, 195),
      ...rows.slice(195).map((): [number, Value, Value, Value] => [1, { atLeast: 7 }, 0, 0]),
    ];
    const given = summarise(about, batchOf(cut), [], { columns: false }).figures['rto']?.givenIncident;
    expect(given?.p99).toEqual({ value: null, atLeast: 193 });
  });

  it('lists every value of every run, null where it was not observed', () => {
    const { columns: listed } = summarise(about, batchOf([[1, 5, { atLeast: 60 }, 2]]), [], {
      columns: true,
    });
    expect(listed?.['rto']).toEqual({ unit: 's', values: [5] });
    expect(listed?.['rto of europe']).toEqual({ unit: 's', values: [null], atLeast: { 0: 60 } });
  });

  it('leaves the columns out on demand', () => {
    expect(summarise(about, batchOf(rows), [], { columns: false })).not.toHaveProperty('columns');
  });

  it('judges the objectives and takes the worst verdict', () => {
    const objectives = [
      { text: 'a', figure: 'rto', stat: 'p95', op: '<=', value: 1000 },
      { text: 'b', figure: 'rto', of: 'europe', stat: 'p95', op: '<=', value: 100 },
    ] as const;
    const judged = summarise({ ...about, objectives }, batchOf(rows), [], { columns: false });
    expect(judged.objectives.map(({ verdict }) => verdict)).toEqual(['met', 'missed']);
    expect(judged.verdict).toBe('missed');
  });

  it('is plain JSON: nothing in it is lost by printing it', () => {
    const cut = batchOf([...rows, [1, { atLeast: 60 }, { atLeast: 60 }, 0]]);
    const whole = summarise(about, cut, [], { columns: true });
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
  });

  it('refuses to sum up nothing', () => {
    expect(() => summarise(about, new ColumnStore(columns), [], { columns: true })).toThrow(
      'no run to sum up',
    );
  });
});
