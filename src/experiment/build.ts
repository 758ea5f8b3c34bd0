import { normalQuantile, type RunStreams, Simulation, type Trace } from '../kernel/index.js';
import { Congestion } from '../model/congestion.js';
import { Crew } from '../model/crew.js';
import { Key } from '../model/data/backups/keys.js';
import { openCatalogue } from '../model/data/backups/open.js';
import { Vault } from '../model/data/backups/vault.js';
import { Clock } from '../model/data/clocks/clock.js';
import { MultiPrimary } from '../model/data/multi-primary.js';
import { Leaderless } from '../model/data/quorum/leaderless.js';
import { Restorer } from '../model/data/restore/restorer.js';
import type { Shard } from '../model/data/shard.js';
import { SinglePrimary } from '../model/data/single-primary.js';
import { spawnFault } from '../model/fault-course.js';
import { Network } from '../model/network.js';
import type { Path } from '../model/path.js';
import { Draws } from '../model/quantity.js';
import { Service } from '../model/service.js';
import { Tilt } from '../model/tilt.js';
import type { TraceRecord } from '../model/trace.js';
import { AnycastClients } from '../model/traffic/anycast/anycast-clients.js';
import { HybridClients } from '../model/traffic/anycast/hybrid-clients.js';
import { Shortages } from '../model/traffic/capacity/shortages.js';
import { Throttles } from '../model/traffic/capacity/throttles.js';
import { Deployments } from '../model/traffic/deployments/deployments.js';
import { CyclicLoad, drawBeginning } from '../model/traffic/load.js';
import { NameService } from '../model/traffic/name-service.js';
import { hasOthers, sharesOf } from '../model/traffic/policies/addresses.js';
import { decideFor } from '../model/traffic/policies/decision.js';
import { Population } from '../model/traffic/population.js';
import type { Blueprint, RegionClock, ShardOptions } from './blueprint.js';
import { buildFailover, type RecoveryParts } from './recovery-build.js';
import { buildRunbooks } from './runbook-build.js';

/** One run, ready to go. */
export interface System {
  readonly simulation: Simulation;
  readonly service: Service;
  readonly populations: readonly Population[];
  readonly shards: readonly Shard[];
  /** Given where rare meetings of faults are sought. */
  readonly tilt?: Tilt;
}

/** Puts the parts of a blueprint together for one run: the only place where data becomes a running system. */
export function assemble(blueprint: Blueprint, streams: RunStreams, trace: Trace<TraceRecord>): System {
  const simulation = new Simulation();
  const network = new Network(blueprint.sites.network);
  const throttles = new Throttles();
  const shortages = new Shortages();
  const draws = new Draws(streams);
  const { calendar } = blueprint;
  const beginning = calendar && drawBeginning(calendar, streams);
  if (calendar && beginning) {
    const { timeOfDay } = beginning;
    trace.emit({ type: 'clock-read', at: 0, timeOfDay, clockOf: calendar.clockOf });
  }
  const serving = blueprint.sites.network.regions.map(({ idle }) => !idle);
  const populations = blueprint.populations.map((plan) => {
    const { policy, rules } = blueprint.routing;
    const sets = decideFor(policy, plan.options.seenAs, serving, rules);
    const shares = sharesOf(sets, serving.length);
    const { load } = plan.options;
    const met = load && new CyclicLoad(load, beginning!.inCycle % load.period);
    const { convergence } = blueprint;
    const addresses = hasOthers(sets) ? sets : undefined;
    if (!convergence) return new Population(plan, shares, streams, addresses, met);
    return policy.kind === 'anycast'
      ? new AnycastClients(plan, shares, streams, convergence, met)
      : new HybridClients(plan, shares, streams, convergence, addresses, met);
  });
  const onChange = (path: Path = []) => service.follow(path);
  const clocks = blueprint.clocks.map((options) => setClock(options, streams));
  const shards = blueprint.shards.map((options) =>
    buildShard(options, { blueprint, simulation, trace, network, draws, clocks, onChange }),
  );
  const service = new Service(simulation, trace, network, blueprint.stores, shards, populations, draws);
  const names = new NameService(simulation, trace, network, blueprint.routing, populations, draws, onChange);
  service.names = names;
  service.congestion = buildCongestion(
    blueprint,
    simulation,
    trace,
    { throttles, shortages },
    streams,
    service,
  );
  const parts = { blueprint, simulation, trace, network, names, draws, streams, clocks, onChange };
  service.failovers = shards.flatMap((shard, index) => buildFailover(parts, shard, index) ?? []);
  const vaults = new Map(
    blueprint.vaults.map((one) => [one.name, new Vault(one, simulation, network)] as const),
  );
  const keys = new Map(
    blueprint.backups
      .flatMap((plan) => plan?.keys ?? [])
      .map((one) => [one.name, new Key(one.name, one.sites, network)] as const),
  );
  service.restorers = shards.flatMap(
    (shard, index) => buildRestorer(parts, shard, index, vaults, keys) ?? [],
  );
  if (blueprint.runbooks) {
    const { congestion } = service;
    const all = { ...parts, shards, restorers: service.restorers, shortages, congestion, beginning };
    service.runbooks = buildRunbooks(blueprint.runbooks, all);
  }
  if (blueprint.deployments) {
    service.deployments = new Deployments(
      simulation,
      trace,
      network,
      blueprint.deployments,
      populations,
      draws,
      onChange,
      (store) => service.loseNewFormat(store),
    );
  }
  const crews = new Map(Object.entries(blueprint.crews).map(([name, size]) => [name, new Crew(size)]));
  const tilt = blueprint.tilt && new Tilt(simulation, streams, blueprint.tilt);
  for (const fault of blueprint.faults) {
    const onFault = (ended: boolean) => onChange(ended ? [{ phase: 'rideOut', until: simulation.now }] : []);
    spawnFault(fault, {
      simulation,
      trace,
      network,
      throttles,
      shortages,
      clocks,
      shards,
      populations,
      failovers: service.failovers,
      restorers: service.restorers,
      vaults: [...vaults.values()],
      keys: [...keys.values()],
      runbooks: service.runbooks,
      names,
      draws,
      beganAt: beginning?.timeOfDay,
      crews,
      tilt,
      onChange: onFault,
    });
  }
  return { simulation, service, populations, shards, ...(tilt ? { tilt } : {}) };
}

function buildShard(
  options: ShardOptions,
  { simulation, trace, network, draws, clocks, onChange }: Omit<RecoveryParts, 'names' | 'streams'>,
): Shard {
  switch (options.kind) {
    case 'single-primary':
      return new SinglePrimary(options, simulation, trace, network, draws, onChange);
    case 'leaderless':
      return new Leaderless(options, simulation, trace, network, draws);
    case 'multi-primary':
      return new MultiPrimary(options, simulation, trace, network, draws, clocks, onChange);
  }
}

function buildCongestion(
  { capacity, populations, stores }: Blueprint,
  simulation: Simulation,
  trace: Trace<TraceRecord>,
  { throttles, shortages }: { readonly throttles: Throttles; readonly shortages: Shortages },
  streams: RunStreams,
  service: Service,
): Congestion | undefined {
  if (!capacity) return undefined;
  const groups = populations.flatMap(({ options: { writes } }, population) =>
    (['reads', 'writes'] as const)
      .filter((kind) => (kind === 'writes' ? writes > 0 : writes < 1))
      .flatMap((kind) => stores.map((_, store) => ({ population, kind, store }))),
  );
  const names = populations.map(({ options }) => options.name);
  const cast = { plan: capacity, groups, populations: names };
  return new Congestion(cast, simulation, trace, throttles, shortages, streams, service);
}

/** The clock of a region in one run. */
function setClock({ region, ahead, error, drift }: RegionClock, streams: RunStreams): Clock {
  const drawn = error > 0 ? error * normalQuantile(streams.open(`clock of ${region}`).next()) : 0;
  return new Clock({ ahead, error: drawn, drift });
}

function buildRestorer(
  { blueprint, simulation, trace, network, draws, onChange }: RecoveryParts,
  shard: Shard,
  index: number,
  vaults: ReadonlyMap<string, Vault>,
  keys: ReadonlyMap<string, Key>,
): Restorer | undefined {
  const plan = blueprint.backups[index];
  if (!plan || !(shard instanceof SinglePrimary)) return undefined;
  const catalogue = openCatalogue(plan, vaults, keys, network, draws);
  const stage = { simulation, trace, network, draws, shard, catalogue, vaults, onChange };
  return new Restorer(stage, plan.restore, plan.standing);
}
