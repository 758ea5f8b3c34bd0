import { describe, expect, it } from 'vitest';
import { storePresets } from '../../src/data/presets/stores/presets.js';
import { build } from '../../src/index.js';
import { scenarioWith } from '../scenario/preset-scenarios.js';
import { specOf } from '../validation/specification.js';
import { agrees, cases, rowOf, shareBack } from './failover-timelines.js';

describe('a published time-line', () => {
  it.each(cases)('of $who, $what, is met but for what the page says of it', (one) => {
    // The parts that are published add up to less than the whole.
    expect(agrees(rowOf(one))).toBe(one.who !== 'Netflix, before Nimble');
  });

  it('of leases that end evenly is met but for the second of an election', () => {
    const back = shareBack();
    for (const at of [2, 4, 6, 8]) {
      expect(back(at)).toBeLessThan(at / 10 + 0.1);
      expect(back(at)).toBeGreaterThan((at - 1) / 10 - 0.1);
    }
    expect(back(11)).toBe(1);
  });

  it('of a zone without leaders is that nobody notices', () => {
    const preset = storePresets.get('gcp/spanner')!;
    const lost = (lose: string) => {
      const batch = build(specOf(scenarioWith(preset, { faults: [{ lose, at: '10m', for: '10m' }] })), '1');
      const column = batch.columns.findIndex(({ name }) => name === 'downtime');
      return Array.from({ length: 20 }, (_, run) => batch.simulate(run).values[column]!);
    };
    const [leaders, others] = [lost('r1'), lost('r2')];
    expect(Math.min(...leaders)).toBeGreaterThan(1);
    expect(Math.max(...others)).toBe(0);
  });
});
