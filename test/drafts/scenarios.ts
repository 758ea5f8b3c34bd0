import fc from 'fast-check';
import type { Scenario } from '../../src/scenario/schema.js';
import type { Cast, Fault, Limits } from './cast.js';
import { Choices } from './choices.js';
import { draftClients } from './clients.js';
import { draftDelivery } from './delivery.js';
import { draftFailovers } from './failovers.js';
import { draftFaults } from './faults.js';
import { draftHabits, draftLoad } from './load.js';
import { draftRecovery } from './recovery.js';
import { draftNetwork, draftRegions } from './regions.js';
import { draftRouting } from './routing.js';
import { draftStore } from './stores.js';

/** Random sound scenarios, as files give them: all policies, modes, detections and faults, overlapping and recurring. */
export function scenarios(limits: Limits = {}): fc.Arbitrary<Scenario> {
  return fc.gen().map((draw) => draftScenario(new Choices(draw), limits));
}

function draftScenario(pick: Choices, limits: Limits): Scenario {
  const regions = draftRegions(pick);
  const cast: Cast = {
    regions: Object.keys(regions),
    sitesOf: Object.fromEntries(
      Object.entries(regions).map(([name, { zones = [] }]) => [
        name,
        zones.length === 0 ? [name] : zones.map((zone) => `${name}/${zone}`),
      ]),
    ),
    horizon: pick.whole(10, 360),
    limits,
  };
  const names = pick.some(['stock', 'orders'], 1);
  const homes = pick.oneIn(3) ? pick.some(cast.regions, 2) : undefined;
  const populations = draftClients(pick, homes);
  const writes = Object.values(populations).reduce((sum, one) => sum + Number.parseInt(one.requests, 10), 0);
  const data = Object.fromEntries(
    names.map((name, index) => [name, draftStore(pick, cast, index === 0 ? homes : undefined, writes)]),
  );
  const failover = draftFailovers(pick, cast, data);
  const scenario: Scenario = {
    title: 'A random scenario',
    regions,
    ...(pick.oneIn(4) ? { network: draftNetwork(pick, cast) } : {}),
    clients: populations,
    routing: draftRouting(pick, cast, Object.keys(populations)),
    data,
    failover,
    faults: draftFaults(pick, cast, { data, failover }),
    ...(pick.oneIn(4)
      ? { service: { threshold: pick.one(['50%', '95%', '100%']), settle: pick.seconds(1, 300) } }
      : {}),
    horizon: `${cast.horizon}m`,
    objectives: pick.some(['rto p95 <= 10m', 'rpo max <= 5s', 'availability mean >= 99.9%'], 0),
  };
  return draftRecovery(pick, vary(pick, scenario, cast), cast);
}

/** Loads over the day and surges, where no link has to carry what they add. */
function vary(pick: Choices, scenario: Scenario, { limits, horizon }: Cast): Scenario {
  const linked = Object.values(scenario.data).some(({ replication }) => replication?.link !== undefined);
  if (linked || !pick.oneIn(3)) return scenario;
  const names = Object.keys(scenario.clients);
  const clients = Object.fromEntries(
    Object.entries(scenario.clients).map(([name, client]) => [
      name,
      {
        ...client,
        ...(pick.oneIn(4) ? {} : { load: draftLoad(pick) }),
        ...(client.connections && pick.oneIn(2)
          ? { connections: { ...client.connections, ...draftHabits(pick) } }
          : {}),
      },
    ]),
  );
  const surge: Fault = {
    surge: pick.one([...names, 'all']),
    to: `${pick.whole(101, 900)}%`,
    at: pick.quantity(0, horizon * 30_000),
    for: pick.quantity(1, horizon * 30_000),
  };
  const surges = limits.faults || pick.oneIn(2) ? [] : [surge];
  const varied = { ...scenario, clients, faults: [...(scenario.faults ?? []), ...surges] };
  return limits.faults || !pick.oneIn(6) ? varied : { ...varied, ...draftDelivery(pick, varied, horizon) };
}
