import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { sound, specOf } from './sound.js';

describe('the defaults of a result', () => {
  it('are all those that scenario 01 leans on', async () => {
    const parsed = await loadScenario('scenarios/01-active-passive.yaml');
    if (!parsed.ok) throw new Error('it has mistakes');
    expect(parsed.spec.defaults.map((line) => line.replace(/ \(.*\)$/, ''))).toEqual([
      'clients.americas.resolvers = many, honest and always asked',
      'clients.americas.cache = none',
      'clients.americas.connections = none: each request goes where the cached answer points',
      'clients.americas.timeout = 10s',
      'clients.americas.retries = none: the first failure is final',
      'clients.europe.resolvers = many, honest and always asked',
      'clients.europe.cache = none',
      'clients.europe.connections = none: each request goes where the cached answer points',
      'clients.europe.timeout = 10s',
      'clients.europe.retries = none: the first failure is final',
      'routing.failOpen = all',
      'routing.propagation = 0s',
      'routing.health.successes = as many as failures',
      'routing.health.checkers = 1',
      'routing.health.schedule = fixed',
      'routing.health.roundTrip = 0s',
      'data.orders.replication.correlation = 60s',
      'data.orders.replication.ships = in-order',
      'data.orders.rejoin = discard',
      'data.orders.epochs = false',
      'service = { threshold: 95%, settle: 60s }',
      'data.orders.share = 100%',
      'failover.orders.detect = checks',
      'failover.orders.fence = none: the old primary may go on',
      'failover.orders.record = at once',
      'network.us-east~eu-west = 109ms',
      'network.americas~us-east = 2ms',
      'network.americas~eu-west = 109ms',
      'network.europe~us-east = 90.6ms',
      'network.europe~eu-west = 17.4ms',
    ]);
  });

  it('leave out what is stated and what does not matter', () => {
    const scenario = sound();
    scenario.routing.health!.checkers = 3;
    scenario.clients['all']!.resolvers = 500;
    scenario.service = { threshold: '90%' };
    scenario.network = [{ between: ['us-east', 'eu-west'], roundTrip: '80ms' }];
    scenario.failover = {};
    const defaults = specOf(scenario).defaults.map((line) => line.replace(/ \(.*\)$/, ''));
    expect(defaults).toContain('routing.health.healthyAbove = 50%');
    expect(defaults).toContain('service.settle = 60s');
    expect(defaults).toContain('failover.orders = none: nobody promotes a standby');
    for (const path of [
      'routing.health.checkers',
      'clients.all.resolvers',
      'service.threshold',
      'network.us-east~eu-west',
      'faults',
    ])
      expect(defaults.filter((line) => line.startsWith(`${path} `))).toEqual([]);
  });

  it('are none for a mode that has none', () => {
    const scenario = sound();
    scenario.data['orders']!.replication = { mode: 'sync', commit: 'on', timeout: '10s', wait: 2 };
    expect(specOf(scenario).defaults.filter((line) => line.includes('replication'))).toEqual([]);
  });
});
