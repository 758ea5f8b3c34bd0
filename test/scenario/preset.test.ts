import { describe, expect, it } from 'vitest';
import { routingPresets as presets } from '../../src/data/presets/routing/presets.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { sound } from './sound.js';

function under(preset: string, more: Partial<Scenario['routing']> = {}): Scenario {
  const { ttl: _, health: __, ...routing } = sound().routing;
  return { ...sound(), routing: { ...routing, preset, ...more } };
}

function parse(scenario: Scenario) {
  const parsed = parseScenario(scenario);
  if (!parsed.ok)
    throw new Error(parsed.mistakes.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return parsed;
}

describe('a preset', () => {
  it.each([...presets.keys()])('is sound where nothing else is said: %s', (name) => {
    const fallback = name === 'cloudflare' ? { fallback: Object.keys(sound().regions)[0]! } : {};
    const { spec } = parse(under(name, fallback));
    for (const { key, value, source } of presets.get(name)!.values) {
      const line = spec.defaults.find((one) => one.startsWith(`routing.${key} = ${value} (preset ${name}, `));
      expect(line, key).toContain(source);
    }
    expect(new Set(spec.defaults).size).toBe(spec.defaults.length);
  });

  it('gives the numbers that the scenario does not state', () => {
    const { spec } = parse(under('route53', { ttl: '10s', health: { interval: '10s', checkers: 5 } }));
    expect(spec.routing).toMatchObject({
      ttl: { initially: 10e6 },
      health: {
        interval: 10e6,
        timeout: 6e6,
        failures: 3,
        successes: 3,
        checkers: 5,
        healthyAbove: 0.18,
        schedule: 'sequential',
      },
    });
    expect(spec.defaults.join('\n')).not.toMatch(/routing\.ttl =|health\.interval =|health\.checkers =/);
  });

  it('stays a name in the scenario that a result holds, which reads the same again', () => {
    const { spec, scenario } = parse(under('traffic-manager'));
    expect(scenario.routing).toEqual(under('traffic-manager').routing);
    expect(parse(scenario).spec).toEqual(spec);
  });
});
