import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/measure/result.js';
import { binPairs } from '../../src/report/charts/bins.js';
import { byPartitionCharts } from '../../src/report/charts/by-partition.js';
import { results } from './fixture.js';
import { makeWriters, splitResults } from './writers.js';

const chartsOf = (...names: string[]) => byPartitionCharts(names.map((name) => splitResults[name]!));
const panelsOf = (chart: ReturnType<typeof byPartitionCharts>[number]) =>
  (chart.picture!.spec as unknown as { vconcat: { title: { text: string }; data: { values: object[] } }[] })
    .vconcat;
const titlesOf = (chart: ReturnType<typeof byPartitionCharts>[number]) =>
  panelsOf(chart).map(({ title }) => title.text);

describe('bins', () => {
  it('hold every run once, about as many each, in order, and the last ones fewer', () => {
    const pairs = Array.from({ length: 2000 }, (_, i) => [((i * 7919) % 2000) + 1, i] as const);
    const bins = binPairs(pairs);
    expect(bins.reduce((sum, { runs }) => sum + runs, 0)).toBe(2000);
    expect(bins.map(({ x }) => x)).toEqual([...bins.map(({ x }) => x)].sort((a, b) => a - b));
    expect(bins.slice(0, -2).every(({ runs }) => runs === 111 || runs === 112)).toBe(true);
    expect(bins.at(-1)!.runs).toBeLessThan(60);
  });

  it('give the exact median and ends of the band', () => {
    const pairs = Array.from({ length: 40 }, (_, i) => [i + 1, 100 - i] as const);
    expect(binPairs(pairs)).toEqual([{ x: 20, runs: 40, middle: 80, low: 62, high: 98 }]);
  });

  it('keep runs of the same length together, and are none for few runs', () => {
    const two = Array.from({ length: 400 }, (_, i) => [i < 150 ? 60 : 600, i] as const);
    expect(binPairs(two).map(({ x, runs }) => [x, runs])).toEqual([
      [60, 150],
      [600, 250],
    ]);
    expect(binPairs(two.slice(0, 39))).toEqual([]);
  });
});

describe('the chart by length of partition', () => {
  it('has a panel for each class that a run has, and for the keys', () => {
    expect(chartsOf('splits lost').map(titlesOf)).toEqual([['Writes lost in splits', 'Keys in conflict']]);
    expect(chartsOf('splits pending').map(titlesOf)).toEqual([['Writes pending', 'Keys in conflict']]);
  });

  it('is not drawn where the time apart does not vary, where nobody was apart, and for other stores', () => {
    expect(chartsOf('splits of one length')).toEqual([]);
    expect(byPartitionCharts([makeWriters({ whole: 1 })])).toEqual([]);
    expect(byPartitionCharts([results['plain']!])).toEqual([]);
  });

  it('is one for each store', () => {
    const charts = chartsOf('splits of three stores');
    expect(charts.map(({ name }) => name)).toEqual(['by-partition', 'by-partition-2', 'by-partition-3']);
  });

  it('draws few runs as dots, leaves out those without a split, and says in words where there are too few', () => {
    const [chart] = chartsOf('splits in few runs');
    const apart = splitResults['splits in few runs']!.columns!['apart of carts']!.values;
    expect(panelsOf(chart!)[0]!.data.values).toHaveLength(apart.filter((time) => time! > 0).length);
    expect(chart!.caption).toBe('Each dot is a run. Runs without a split, 45 % of all, are left out.');
    const [none] = byPartitionCharts([makeWriters({ runs: 6 })]);
    expect([none!.picture, none!.caption]).toEqual([undefined, expect.stringMatching(/^Too few runs/)]);
  });

  it('names what a summary leaves out', () => {
    expect(chartsOf('splits without rules')[0]!.caption).toMatch(/summary/);
  });

  it('says the medians of short, middling and long splits', () => {
    expect(chartsOf('splits lost')[0]!.caption).toMatch(
      /Writes lost in splits, median: \d+ at 26\.5 s, \d+ at 4 min 25 s, .+ at 54 min 20 s\.$/,
    );
  });

  it('lays two designs over each other, and gives more than two a panel each', () => {
    const [two] = chartsOf('splits lost', 'splits pending');
    expect(titlesOf(two!)).toEqual(['Writes lost in splits', 'Writes pending', 'Keys in conflict']);
    const keys = panelsOf(two!)[2]!.data.values as { letter: string }[];
    expect(new Set(keys.map(({ letter }) => letter))).toEqual(new Set(['A', 'B']));
    const [three] = byPartitionCharts(
      ['splits lost', 'splits merged', 'splits pending'].map((name) => splitResults[name] as Result),
    );
    expect(titlesOf(three!)).toEqual(['A: writes lost in splits', 'B: writes merged', 'C: writes pending']);
  });
});
