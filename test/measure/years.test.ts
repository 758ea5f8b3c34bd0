import { describe, expect, it } from 'vitest';
import { run, type Scenario } from '../../src/index.js';
import type { Incident } from '../../src/measure/incident.js';
import { estimateRatio } from '../../src/measure/per-incident.js';
import { figuresOfYears, year } from '../../src/measure/years.js';
import type { WritesClassified } from '../../src/model/trace.js';

const hour = 3.6e9;

/** An incident that opens at a time of a run, hours. */
function incident(opened: number, lasts: number, lost = 0, recovers = true): Incident {
  const at = opened * hour;
  const end = (opened + lasts) * hour;
  const loss = { count: lost } as WritesClassified;
  return {
    opened: at,
    recovered: recovers ? end : undefined,
    recoveredAtLeast: end,
    closed: end,
    relapses: 0,
    losses: lost > 0 ? [loss] : [],
  };
}

const told = (incidents: Incident[], years: number) =>
  Object.fromEntries(
    figuresOfYears(incidents, 30 * hour, { settle: 0, horizon: years * year }).map(
      ([figure, value, censored]) => [figure, censored ? `at least ${value}` : value],
    ),
  );

describe('figures of years', () => {
  it('count whole years, and rates over the whole run', () => {
    const figures = told(
      [incident(1, 2), incident(10, 5, 7), incident(8761, 0.05, 3), incident(2.2 * 8760, 30, 100)],
      2.5,
    );
    expect(figures).toEqual({
      downtimePerYear: 12 * 3600,
      incidentsPerYear: 1.6,
      // The third year is half a one.
      yearsWithIncident: 1,
      yearsWithLoss: 1,
      writesLostPerYear: 44,
      worstWritesLost: 100,
      recoveryTotal: expect.closeTo(37.05 * 3600, 6),
      incidentsOver5m: 3,
      incidentsOver1h: 3,
      incidentsOver4h: 2,
      incidentsOver1d: 1,
    });
  });

  it('say that a recovery that did not come is longer than was seen', () => {
    expect(told([incident(8759, 1, 0, false)], 1)).toMatchObject({
      recoveryTotal: 'at least 3600',
      incidentsOver5m: 1,
      incidentsOver1h: 'at least 0',
      incidentsOver1d: 'at least 0',
      yearsWithIncident: 1,
      yearsWithLoss: 0,
    });
  });
});

describe('a ratio over runs', () => {
  it('has the interval of its residuals', () => {
    const [a, b] = [Float64Array.of(2, 4, 0, 6), Float64Array.of(1, 2, 0, 3)];
    expect(estimateRatio(a, b)).toEqual({ value: 2, low: 2, high: 2 });
    const spread = estimateRatio(Float64Array.of(1, 5, 0, 6), b);
    expect(spread.value).toBe(2);
    expect(spread.low!).toBeLessThan(2);
    expect(spread.high!).toBeGreaterThan(2);
  });

  it('stays within what it can be', () => {
    const none = estimateRatio(Float64Array.of(0, 0, 1, 0), Float64Array.of(1, 1, 1, 1), 1);
    expect(none.low).toBe(0);
    expect(none.high!).toBeLessThanOrEqual(1);
  });
});

it('a result of years says what an incident is like, clustered by run; one of hours does not', async () => {
  const scenario: Scenario = {
    title: 'years',
    regions: { east: { place: 'aws/us-east-1' } },
    clients: { users: { place: 'aws/us-east-1', requests: '10/s' } },
    routing: {
      policy: 'failover',
      order: ['east'],
      ttl: '60s',
      health: { interval: '10s', timeout: '4s', failures: 3 },
    },
    data: { orders: { primary: 'east' } },
    faults: [{ lose: 'east', every: { mean: '50d' }, for: { mean: '2h' } }],
    horizon: '3650d',
  };
  const { perIncident, figures } = await run(scenario, { runs: 60, workers: 0 });
  // Poisson outages of mean two hours; standard error 0.037 h of some 4,400 incidents.
  expect(Math.abs((perIncident!.recovery.value! as number) / 3600 - 2)).toBeLessThan(0.15);
  const [, overAnHour] = perIncident!.longerThan;
  expect(Math.abs(overAnHour!.share.value! - Math.exp(-0.5))).toBeLessThan(0.03);
  expect(figures['yearsWithIncident']!.mean.value!).toBeGreaterThan(0.95);
  expect(figures['yearsWithLoss']!.max).toBe(0);
  const short = await run({ ...scenario, horizon: '300d' }, { runs: 2, workers: 0 });
  expect(short.perIncident).toBeUndefined();
  expect(short.figures['downtimePerYear']).toBeUndefined();
});
