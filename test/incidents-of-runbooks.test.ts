import { describe, expect, it } from 'vitest';
import { build } from '../src/experiment/simulate.js';
import { run } from '../src/index.js';
import { loadScenario } from '../src/scenario/load.js';

/** Published incidents in which people, their runbooks and what these depend on took the time. Grades stand in their files. */
const minute = 60;
const hour = 60 * minute;

/** A figure of a scenario over some runs: mean, least and greatest, seconds. */
async function timeOf(file: string, figure: string, set: string[] = []) {
  const { columns } = await run(file, { runs: 100, workers: 0, set });
  const values = columns![figure]!.values.map((value) => value ?? Number.NaN);
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    least: Math.min(...values),
    most: Math.max(...values),
  };
}

describe('Netflix leaves a region', () => {
  it('in 43 to 46 minutes from the published parts, of the 50 published', async () => {
    const { least, most } = await timeOf('scenarios/47-netflix-before.yaml', 'rto');
    expect(least).toBeGreaterThan(43 * minute);
    expect(most).toBeLessThan(46 * minute);
  });

  it('in less than ten minutes with capacity in the dark', async () => {
    const { mean, most } = await timeOf('scenarios/48-netflix-after.yaml', 'rto');
    expect(mean).toBeLessThan(8 * minute);
    expect(most).toBeLessThan(10 * minute);
  });
});

describe('Azure DevOps, 4 September 2018', () => {
  const file = 'scenarios/49-azure-2018.yaml';

  it('waits for its data centre where nothing may be lost', async () => {
    const result = await run(file, { runs: 100, workers: 0 });
    expect(result.figures['writesLost']!.max).toBe(0);
    const { least } = await timeOf(file, 'rto');
    expect(least).toBeGreaterThan(21 * hour);
    // The page that tells customers is in that data centre.
    expect((await timeOf(file, 'untold')).least).toBeGreaterThan(21 * hour);
  });

  it('would have been back within hours for the loss of the lag', async () => {
    const set = ['runbooks.lose-south.steps.1.rule={elapsed: 1h}'];
    expect((await timeOf(file, 'rto', set)).most).toBeLessThan(4 * hour);
    expect((await timeOf(file, 'rpo', set)).mean).toBeGreaterThan(1);
  });
});

describe('Azure East US, 16 September 2023', () => {
  it('is over for those who fail over themselves long before their provider does it', async () => {
    const parsed = await loadScenario('scenarios/50-azure-2023.yaml', {});
    if (!parsed.ok) throw new Error('scenario 50 is not sound');
    const batch = build(parsed.spec, '1');
    for (let number = 0; number < 50; number++) {
      const promoted: Record<string, number> = {};
      batch.simulate(number, (record) => {
        if (record.type === 'promoted') promoted[record.shard] = record.at / 1e6 - hour;
      });
      expect(promoted['own']).toBeLessThan(3 * hour);
      expect(Math.abs(promoted['group']! - 8 * hour)).toBeLessThan(hour);
    }
  });
});

describe('GoCardless, 10 October 2017', () => {
  const file = 'scenarios/51-gocardless-2017.yaml';

  it('loses nothing, and is back when somebody has promoted by hand', async () => {
    const result = await run(file, { runs: 100, workers: 0 });
    expect(result.figures['writesLost']!.max).toBe(0);
    const { least, mean } = await timeOf(file, 'rto');
    expect(least).toBeGreaterThan(90 * minute);
    expect(Math.abs(mean - 110 * minute)).toBeLessThan(10 * minute);
  });

  it('would have been back in one to two minutes with its replica alive', async () => {
    const parsed = await loadScenario(file, {});
    if (!parsed.ok) throw new Error('scenario 51 is not sound');
    const { faults = [], ...rest } = parsed.scenario;
    const { columns } = await run({ ...rest, faults: faults.slice(0, 1) }, { runs: 100, workers: 0 });
    for (const time of columns!['rto']!.values) {
      expect(time).toBeGreaterThanOrEqual(minute);
      expect(time).toBeLessThanOrEqual(2 * minute);
    }
  });
});
