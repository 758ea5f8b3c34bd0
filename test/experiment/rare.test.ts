import { describe, expect, it } from 'vitest';
import { build } from '../../src/experiment/simulate.js';
import { type RareResult, run, runRare, type Scenario } from '../../src/index.js';
import { specOf } from '../validation/specification.js';

/** Regions that fail on their own, and clients who are served while any is up; whatever takes less than a minute is no incident. */
function scenarioOf(mttf: string, mttr: string, more: Partial<Scenario> = {}): Scenario {
  const regions = ['a', 'b', 'c'];
  return {
    title: 'three regions',
    regions: {
      a: { place: 'aws/us-east-1' },
      b: { place: 'aws/us-west-2' },
      c: { place: 'aws/ca-central-1' },
    },
    clients: { users: { place: 'aws/us-east-1', requests: '100/s', writes: '0%' } },
    routing: {
      policy: 'failover',
      order: regions,
      ttl: '1ms',
      health: { interval: '1ms', timeout: '1ms', failures: 1, successes: 1 },
    },
    data: { orders: { primary: 'a', standbys: ['b', 'c'], replication: { mode: 'async', lag: '0s' } } },
    faults: regions.map((lose) => ({ lose, every: { mean: mttf }, for: { mean: mttr }, starts: 'up' })),
    service: { settle: '0s' },
    horizon: '365d',
    ...more,
  };
}

const hour = 3600;

/** Chance that all regions are down for longer than five minutes once in a year, by weighed runs. */
function chanceOf(result: RareResult) {
  return result.figures['incidentsOver5m']!.shareAboveZero as { value: number; low: number; high: number };
}

describe('rare meetings of faults', () => {
  it('are found as often as in plain runs, where both can go', async () => {
    const scenario = scenarioOf('1000h', '100h');
    const plain = await run(scenario, { runs: 300, workers: 0 });
    const rare = await runRare(scenario, { runs: 300, workers: 0, seed: '2' });
    const often = plain.figures['incidentsOver5m']!.shareAboveZero as { value: number };
    const chance = chanceOf(rare);
    expect(often.value).toBeGreaterThan(0.02);
    const error = Math.sqrt((often.value * (1 - often.value)) / 300) + (chance.high - chance.low) / 4;
    expect(Math.abs(often.value - chance.value)).toBeLessThan(4 * error);
    const [down, weighed] = [plain.figures['downtime']!.mean, rare.figures['downtime']!.mean].map(
      (mean) => mean as { value: number; low: number; high: number },
    );
    expect(Math.abs(down!.value - weighed!.value)).toBeLessThan(
      2 * (down!.high - down!.low + weighed!.high - weighed!.low),
    );
  });

  it('are found where plain runs meet none: all three down in a year, one in a million', async () => {
    const scenario = scenarioOf('4000h', '1.6h');
    const result = await runRare(scenario, { runs: 800, workers: 0 });
    const chance = chanceOf(result);
    // 1.0494e-6 by the chain of states; longer than 5 minutes are exp(-3 x 5 / 96) of them.
    expect(chance.low).toBeLessThan(1.0494e-6 * Math.exp(-15 / 96) * 1.02);
    expect(chance.high).toBeGreaterThan(1.0494e-6 * Math.exp(-15 / 96) * 0.98);
    expect(chance.high / chance.low).toBeLessThan(4);
  });

  it('have weights of mean 1 that are never more than e', async () => {
    const batch = build({ ...specOf(scenarioOf('1000h', '100h')), rare: {} }, '1');
    const at = batch.columns.findIndex(({ name }) => name === 'weight');
    const weights = Array.from({ length: 300 }, (_, k) => batch.simulate(k).values[at]!);
    const mean = weights.reduce((sum, one) => sum + one, 0) / weights.length;
    const error = Math.sqrt(
      weights.reduce((sum, one) => sum + (one - mean) ** 2, 0) / weights.length / weights.length,
    );
    expect(Math.abs(mean - 1)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.08);
    expect(new Set(weights).size).toBeGreaterThan(150);
  });

  it('are the same with the same seed, and another with another seed', async () => {
    const scenario = scenarioOf('400h', '10h');
    const [a, b, c] = await Promise.all(
      ['1', '1', '2'].map((seed) => runRare(scenario, { runs: 5, workers: 0, seed })),
    );
    expect(a).toEqual(b);
    expect(c!.weight).not.toEqual(a!.weight);
  });

  it('cannot be sought where no fault comes after an exponential time', async () => {
    const scenario = scenarioOf('400h', '10h', { faults: [{ lose: 'a', every: '400h', for: '1h' }] });
    await expect(runRare(scenario, { runs: 1, workers: 0 })).rejects.toThrow('none can be pressed on');
  });

  it('leave the chance of common causes right: one event for both', async () => {
    const both: Scenario['faults'] = [
      { lose: ['a', 'b', 'c'], every: { mean: '20000h' }, from: 'start', for: { mean: '10h' } },
    ];
    const result = await runRare(scenarioOf('400h', '10h', { faults: both }), { runs: 400, workers: 0 });
    const chance = result.figures['incidentsOver5m']!.shareAboveZero as { low: number; high: number };
    const exact = 1 - Math.exp((-8760 / 20000) * Math.exp(-3 * (300 / hour / 10)));
    expect(chance.low).toBeLessThan(exact);
    expect(chance.high).toBeGreaterThan(exact);
  });
});
