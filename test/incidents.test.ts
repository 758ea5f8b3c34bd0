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
