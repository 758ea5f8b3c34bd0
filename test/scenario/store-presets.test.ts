import { describe, expect, it } from 'vitest';
import { printPlain } from '../../src/data/presets/preset.js';
import { storePresets } from '../../src/data/presets/stores/presets.js';
import { build } from '../../src/experiment/simulate.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { scenarioWith } from './preset-scenarios.js';

function parse(scenario: Scenario) {
  const parsed = parseScenario(scenario);
  if (!parsed.ok)
    throw new Error(parsed.mistakes.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return parsed;
}

const all = [...storePresets.values()].map((preset) => ({ name: preset.name, preset }));

/** Services that publish a recovery point of 0 for the loss of one copy. */
const lossless = [
  'aws/rds-multi-az',
  'aws/rds-multi-az-cluster',
  'aws/aurora',
  'aws/aurora-single',
  'aws/dynamodb-global-tables-strong',
  'gcp/cloud-sql',
  'gcp/spanner',
  'azure/cosmos-db-strong',
  'patroni-sync',
  'patroni-strict',
  'cockroachdb',
  'foundationdb',
];

describe('a service that promises to lose nothing with a copy', () => {
  it.each(lossless)('loses nothing, and what waits for it on the others is nothing: %s', (name) => {
    const { spec } = parse(scenarioWith(storePresets.get(name)!));
    const batch = build(spec, '9');
    const at = (figure: string) => batch.columns.findIndex((one) => one.name === figure);
    for (let run = 0; run < 20; run++) {
      const { values } = batch.simulate(run);
      expect([values[at('writesLost')], values[at('pending')]]).toEqual([0, 0]);
    }
  });

  it('is not every service', () => {
    for (const name of ['aws/aurora-global', 'azure/sql-failover-group', 'postgresql', 'patroni']) {
      const { spec } = parse(scenarioWith(storePresets.get(name)!));
      const batch = build(spec, '9');
      const at = (figure: string) => batch.columns.findIndex((one) => one.name === figure);
      const gone = Array.from({ length: 20 }, (_, run) => {
        const { values } = batch.simulate(run);
        return values[at('writesLost')]! + values[at('pending')]!;
      });
      expect(Math.max(...gone), name).toBeGreaterThan(0);
    }
  });
});

describe('a preset of a store', () => {
  it.each(all)('is sound where nothing else is said, and runs: $name', ({ preset }) => {
    const { spec } = parse(scenarioWith(preset));
    for (const { key, value, source } of preset.values) {
      const path = key.replace(/^(data|failover)\./, '$1.orders.');
      const line = spec.defaults.find((one) => one.startsWith(`${path} = ${printPlain(value)} (preset `));
      expect(line, key).toContain(source);
    }
    expect(new Set(spec.defaults).size).toBe(spec.defaults.length);
    for (const what of preset.notModelled)
      expect(spec.notModelled).toContain(`${preset.name} of orders: ${what}`);
    const batch = build(spec, '7');
    const at = (name: string) => batch.columns.findIndex((one) => one.name === name);
    for (let run = 0; run < 5; run++) {
      const { values } = batch.simulate(run);
      expect(values[at('acknowledged')]).toBeGreaterThan(0);
      expect(values[at('rto')], 'recovers').toBeLessThan(spec.horizon / 1e6);
    }
  });

  const rds = () => scenarioWith(storePresets.get('aws/rds-multi-az')!);
  const withStore = (
    preset: string,
    more: Partial<Scenario['data'][string]>,
    rest: Partial<Scenario> = {},
  ) => {
    const scenario = scenarioWith(storePresets.get(preset)!, rest);
    return { ...scenario, data: { orders: { ...scenario.data['orders']!, ...more } } };
  };

  it('gives the numbers that the scenario does not state, one by one', () => {
    const { spec } = parse({
      ...withStore('aws/rds-multi-az', { replication: { timeout: '20s' } as never, reads: 'copies' }),
      failover: { orders: [{ decide: '2m' }, { record: '1s' }] },
    });
    const constant = (value: number) => ({ draw: 'use', kind: 'constant', value });
    expect(spec.data['orders']).toMatchObject({
      reads: 'copies',
      replication: { mode: 'sync', commit: 'on', timeout: constant(20e6) },
    });
    expect(spec.failover['orders']).toMatchObject({
      detect: { by: 'provider', interval: 5e6, failures: 2 },
      decide: constant(120e6),
      fence: { fails: 0 },
      promote: { kind: 'uniform' },
      record: constant(1e6),
    });
    const listed = spec.defaults.join('\n');
    expect(listed).not.toMatch(/replication\.timeout =|orders\.reads =|orders\.decide =|orders\.record =/);
    expect(listed).toContain('failover.orders.promote = { between: [50s, 105s] } (preset aws/rds-multi-az, ');
  });

  it('says nothing of how a log ships where the scenario says that', () => {
    const link = { bandwidth: '10MiB/s', write: '1KiB' };
    const { spec } = parse(withStore('aws/aurora-global', { replication: { link } as never }));
    expect(spec.data['orders']!.replication).toMatchObject({ mode: 'async', link: { write: 1024 } });
    expect(spec.data['orders']!.replication.lag).toBeUndefined();
  });

  it('says nothing of replication where the scenario states another mode', () => {
    const { spec } = parse(withStore('patroni', { replication: { mode: 'sync' } }));
    expect(spec.data['orders']!.replication).toMatchObject({ mode: 'sync' });
    expect(spec.data['orders']!.replication.lag).toBeUndefined();
    expect(spec.defaults.join('\n')).not.toContain('replication.lag');
    expect(spec.failover['orders']!.detect).toMatchObject({ by: 'lease', ttl: 30e6 });
  });

  it('stays a name in the scenario that a result holds, which reads the same again', () => {
    const { spec, scenario } = parse(rds());
    expect(scenario).toEqual(rds());
    expect(parse(scenario).spec).toEqual(spec);
  });

  it('leaves a lost primary to a runbook that promotes another', () => {
    const steps = [{ name: 'promote', does: { promote: 'orders' }, takes: '30s' }];
    const promotes = { lose: { when: { primaryLost: 'orders' }, steps } };
    const { spec } = parse({ ...withStore('aws/aurora-global', {}), runbooks: promotes });
    expect(spec.failover['orders']).toBeUndefined();
    expect(spec.defaults.join('\n')).not.toContain('failover.orders.promote');
    expect(spec.data['orders']!.replication.lag).toBeDefined();
    const tells = { lose: { when: promotes.lose.when, steps: [{ name: 'tell', takes: '1m' }] } };
    expect(parse({ ...withStore('aws/aurora-global', {}), runbooks: tells }).spec.failover['orders']).toBe(
      undefined,
    );
    const planned = {
      move: { when: { at: '1h' }, steps: [{ name: 'move', does: { switchover: 'orders', to: 'r2' } }] },
    };
    const both = parse({ ...withStore('aws/aurora-global', {}), runbooks: planned }).spec;
    expect(both.failover['orders']).toBeDefined();
  });

  it('takes other stores, and their failovers, as they are', () => {
    const scenario = rds();
    const plain = { primary: 'home/a', standbys: ['home/c'], replication: { mode: 'sync' as const } };
    const both = {
      ...scenario,
      data: { ...scenario.data, stock: plain },
      failover: { stock: [{ promote: '3s' }] },
    };
    const { spec } = parse(both);
    expect(spec.failover['stock']!.detect).toEqual({ by: 'checks' });
    expect(spec.failover['orders']!.detect.by).toBe('provider');
  });

  it('shows a mistake in a step where the scenario has it, whatever the preset puts before it', () => {
    const parsed = parseScenario({ ...rds(), failover: { orders: [{ decide: 'soon' }] } });
    expect(parsed.ok ? [] : parsed.mistakes.map(({ path }) => path)).toEqual(['failover.orders.0.decide']);
  });
});
