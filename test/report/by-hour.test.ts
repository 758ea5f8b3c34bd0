import { describe, expect, it } from 'vitest';
import type { Column, FigureSummary, Result } from '../../src/measure/result.js';
import { byHourCharts } from '../../src/report/charts/by-hour.js';
import { results } from './fixture.js';

const plain = results['plain']!;

/** Incidents every half hour of the day; those of run n last n minutes, and every tenth run had not recovered. */
function makeHours(runs: number): Result {
  const numbers = Array.from({ length: runs }, (_, run) => run);
  const timeOfDay: Column = { unit: 's', values: numbers.map((run) => ((run + 1) % 48) * 1800) };
  const rto: Column = {
    unit: 's',
    values: numbers.map((run) => (run % 10 === 9 ? null : run * 60)),
    atLeast: Object.fromEntries(numbers.filter((run) => run % 10 === 9).map((run) => [run, 9e4])),
  };
  const failedRequests: Column = { unit: 'requests', values: numbers.map((run) => 1000 - run) };
  const summary: FigureSummary = { ...plain.figures['rto']!, max: 84_600 };
  return {
    ...plain,
    figures: { ...plain.figures, timeOfDay: summary },
    columns: { ...plain.columns, timeOfDay, rto, failedRequests },
  };
}

interface Hour {
  x: number;
  low: number;
  middle: number;
  high: number;
  reading: string;
}

function panelsOf(result: Result): Hour[][] {
  const { spec } = byHourCharts(result)[0]!.picture!;
  const { vconcat } = spec as unknown as { vconcat: { data: { values: Hour[] } }[] };
  return vconcat.map(({ data }) => data.values);
}

describe('the chart by hour of the day', () => {
  it('has each run in the hour of its incident, and leaves out those without one', () => {
    // Run 0 opens at 0:30, run 1 at 1:00, run 2 at 1:30; run 47 at midnight sharp, which reads as none.
    const [recovery, failed] = panelsOf(makeHours(48));
    expect(recovery!.map(({ x }) => x)).toEqual(Array.from({ length: 24 }, (_, place) => place + 0.5));
    expect(recovery![0]).toMatchObject({ low: 0, middle: 0, high: 0 });
    expect(recovery![1]).toMatchObject({ low: 60, middle: 60, high: 120 });
    expect(failed![1]).toMatchObject({ low: 998, middle: 998, high: 999 });
  });

  it('counts a run that had not recovered with what was observed of it', () => {
    const [recovery] = panelsOf(makeHours(48));
    // Runs 9 and 10.
    expect(recovery![5]).toMatchObject({ low: 600, middle: 600, high: 90_000 });
    expect(recovery![5]!.reading).toBe(
      '05:00 to 06:00: 10 min in the middle one of 2 runs, 9 of 10 from 10 min to 1 d 01 h',
    );
  });

  it('is there only where demand goes over the day, for runs enough, and needs the runs', () => {
    expect(byHourCharts(plain)).toEqual([]);
    expect(byHourCharts(makeHours(20))).toEqual([]);
    const { columns: _, ...summary } = makeHours(48);
    expect(byHourCharts(summary)[0]!.caption).toMatch(/summary/);
  });
});
