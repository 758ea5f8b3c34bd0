import { describe, expect, it } from 'vitest';
import { build } from '../src/experiment/simulate.js';
import { run } from '../src/index.js';
import type { TraceRecord } from '../src/model/trace.js';
import { loadScenario } from '../src/scenario/load.js';

/** Published incidents: what a scenario that is given their published inputs must predict. Grades stand in its file. */
describe('GitHub, 21 October 2018', () => {
  const file = 'scenarios/04-github-2018.yaml';

  it('promotes within the 43 seconds, and leaves writes on both coasts', async () => {
    const parsed = await loadScenario(file, {});
    if (!parsed.ok) throw new Error('scenario 04 is not sound');
    const batch = build(parsed.spec, '1');
    for (let number = 0; number < 200; number++) {
      const records: TraceRecord[] = [];
      batch.simulate(number, (record) => records.push(record));
      const [cut] = records.filter((record) => record.type === 'fault-began');
      const [promoted] = records.filter((record) => record.type === 'promoted');
      expect(promoted).toMatchObject({ to: 'us-west', split: true });
      expect(promoted!.at - cut!.at).toBeLessThan(43e6);
      const pending = records.filter(
        (record) => record.type === 'writes-classified' && record.class === 'pending',
      );
      expect(pending).toEqual([expect.objectContaining({ count: expect.any(Number) })]);
      expect(pending[0]).toHaveProperty('newest');
    }
  });

  it('leaves nothing to repair when nobody is promoted across the coasts', async () => {
    const result = await run(file, { runs: 100, workers: 0, set: ['failover=null'] });
    expect(result.figures['pending']!.max).toBe(0);
    expect(result.figures['writesLost']!.max).toBe(0);
  });
});

describe('GitLab.com, 31 January 2017', () => {
  it('restores the snapshot taken by chance, and loses some six hours', async () => {
    const result = await run('scenarios/40-gitlab-2017.yaml', { runs: 100, workers: 0 });
    const { max, p50 } = result.figures['rpo']!;
    // Published: from 17:20 to between 23:25 and midnight.
    expect(p50.value).toBeGreaterThan(6 * 3600);
    expect(max).toBeLessThan(6.7 * 3600);
    expect(result.byStore['gitlab']!['restoreAttempts']!.max).toBe(1);
  });

  it('takes eleven hours by the size and the rate that were published, not eighteen and a half', async () => {
    const { figures } = await run('scenarios/40-gitlab-2017.yaml', { runs: 20, workers: 0 });
    expect(figures['rto']!.max / 3600).toBeCloseTo((300e9 * 8) / 60e6 / 3600, 2);
  });

  it('loses most of a day without that snapshot', async () => {
    const { figures } = await run('scenarios/41-gitlab-2017-unlucky.yaml', { runs: 100, workers: 0 });
    expect(figures['rpo']!.p50.value).toBeGreaterThan(22 * 3600);
    expect(figures['rpo']!.max).toBeLessThan(24 * 3600);
  });
});

describe('Keepthescore, 17 October 2020', () => {
  it('loses what was written since the backup of the day, until it was restored', async () => {
    const { figures } = await run('scenarios/42-keepthescore-2020.yaml', { runs: 100, workers: 0 });
    // Published: from 15:47 to between 23:15 and 23:21.
    expect(figures['rpo']!.p50.value).toBeGreaterThan(7 * 3600);
    expect(figures['rpo']!.max).toBeLessThanOrEqual(7.6 * 3600);
    expect(figures['rto']!.max).toBe(1800);
  });
});
