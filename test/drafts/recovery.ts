import type { Scenario } from '../../src/scenario/schema.js';
import { draftBackups } from './backups.js';
import type { Cast, Fault, Store } from './cast.js';
import type { Choices } from './choices.js';
import { draftMishaps } from './mishaps.js';
import { draftPreset } from './presets.js';
import { draftRestore } from './restore.js';
import { draftRunbooks } from './runbooks.js';
import { draftVaults } from './vaults.js';

/** The same with what recoveries lean on: managed services, backups, runbooks with people and services, and what goes wrong with these. */
export function draftRecovery(pick: Choices, scenario: Scenario, cast: Cast): Scenario {
  const { recovery } = cast.limits;
  if (recovery === false || (recovery === undefined && pick.oneIn(2))) return scenario;
  const served = pick.oneIn(6) ? withService(pick, scenario, cast) : scenario;
  const sized = pick.oneIn(12) ? withCapacity(pick, served) : served;
  const kept = pick.oneIn(4) ? sized : withBackups(pick, sized, cast);
  const led = pick.oneIn(4) ? kept : withRunbooks(pick, kept, cast);
  const crewed = pick.oneIn(3) ? { ...led, crews: { field: pick.whole(1, 2) } } : led;
  if (cast.limits.faults) return crewed;
  return { ...crewed, faults: [...(crewed.faults ?? []), ...draftMishaps(pick, cast, crewed)] };
}

/** One of the stores is a managed service. */
function withService(pick: Choices, scenario: Scenario, cast: Cast): Scenario {
  const store = draftPreset(pick, cast);
  if (!store || cast.limits.replication) return scenario;
  const open = Object.keys(scenario.data).filter((one) => scenario.data[one]!.homes === undefined);
  if (open.length === 0) return scenario;
  const name = pick.one(open);
  const { [name]: _, ...failover } = scenario.failover ?? {};
  const faults = (scenario.faults ?? []).filter((fault) => !speaksOf(fault, name));
  return { ...scenario, data: { ...scenario.data, [name]: store }, failover, faults };
}

function speaksOf(fault: Fault, store: string): boolean {
  return Object.values(fault).includes(store);
}

/** Regions serve so much that nobody waits as long as all of them are there. */
function withCapacity(pick: Choices, scenario: Scenario): Scenario {
  if (Object.values(scenario.clients).some(({ load }) => load !== undefined)) return scenario;
  const most = Object.values(scenario.clients).reduce(
    (sum, { requests }) => sum + Number.parseInt(requests, 10),
    0,
  );
  const regions = Object.entries(scenario.regions).map(([name, region]) => [
    name,
    { ...region, capacity: `${Math.ceil((most * pick.whole(110, 400)) / 100)}/s` },
  ]);
  const service = { ...scenario.service, queueing: 'rates' as const };
  return { ...scenario, regions: Object.fromEntries(regions), service };
}

function withBackups(pick: Choices, scenario: Scenario, cast: Cast): Scenario {
  const vaults = draftVaults(pick, cast);
  const keeping = (store: Store): Store => ({
    ...store,
    ...draftBackups(pick, cast, Object.keys(vaults)),
    ...(pick.oneIn(4) ? {} : { restore: draftRestore(pick, cast) }),
    ...(store.standbys && pick.oneIn(4) ? { objects: { share: '10%', lag: pick.quantity(0, 600_000) } } : {}),
  });
  const data = Object.entries(scenario.data).map(([name, store]) => [
    name,
    store.primary === undefined ? store : keeping(store),
  ]);
  return { ...scenario, vaults, data: Object.fromEntries(data) };
}

/** Runbooks, in place of some of the failovers. */
function withRunbooks(pick: Choices, scenario: Scenario, cast: Cast): Scenario {
  const alarmed = (scenario.faults ?? []).flatMap(({ alarm }) => alarm ?? []);
  const failover = Object.fromEntries(
    Object.entries(scenario.failover ?? {}).filter(([name]) => alarmed.includes(name) || pick.oneIn(2)),
  );
  const led = { ...scenario, failover };
  return { ...led, ...draftRunbooks(pick, cast, led) };
}
