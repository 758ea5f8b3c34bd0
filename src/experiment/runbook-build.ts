import { day, type Micros } from '../kernel/index.js';
import type { Congestion } from '../model/congestion.js';
import type { Restorer } from '../model/data/restore/restorer.js';
import type { Shard } from '../model/data/shard.js';
import { SinglePrimary } from '../model/data/single-primary.js';
import type { ActionStage } from '../model/recovery/actions/action-stage.js';
import { buildAction } from '../model/recovery/actions/build-action.js';
import { Credential } from '../model/recovery/dependencies/credential.js';
import { Dependency } from '../model/recovery/dependencies/dependency.js';
import { Readiness } from '../model/recovery/dependencies/readiness.js';
import type { Detection } from '../model/recovery/detection.js';
import type { KnownLoss } from '../model/recovery/runbook/decision.js';
import { Role } from '../model/recovery/runbook/role.js';
import { Runbook } from '../model/recovery/runbook/runbook.js';
import { Runbooks } from '../model/recovery/runbook/runbooks.js';
import type { RunbookStage } from '../model/recovery/runbook/stage.js';
import {
  HarmedStore,
  LostPrimary,
  LostRegion,
  planned,
  type Trigger,
  UnhealthyRegion,
} from '../model/recovery/runbook/trigger.js';
import { StandbyRegion } from '../model/recovery/standby-region.js';
import type { Shortages } from '../model/traffic/capacity/shortages.js';
import type { Beginning } from '../model/traffic/load.js';
import { buildDetection, type RecoveryParts } from './recovery-build.js';
import type { RunbookPlan } from './runbook-plan.js';

export interface RunbookParts extends RecoveryParts {
  readonly shards: readonly Shard[];
  readonly restorers: readonly Restorer[];
  readonly shortages: Shortages;
  readonly congestion: Congestion | undefined;
  /** Where some clients have a load. */
  readonly beginning: Beginning | undefined;
}

/** The runbooks of one run, with their people and what they depend on. */
export function buildRunbooks(plan: RunbookPlan, parts: RunbookParts): Runbooks {
  const { simulation, trace, network, draws } = parts;
  const onChange = () => parts.onChange();
  const timeOfDay = clockOf(parts);
  const services = byName(
    plan.services,
    (one) => new Dependency(one, simulation, trace, network, draws, onChange),
  );
  const roles = byName(plan.roles, (one) => new Role(one, simulation, draws, timeOfDay));
  const actions = stageActions(plan, parts, (shard) => runbooks.detections.get(shard));
  const stage: RunbookStage = {
    simulation,
    trace,
    network,
    draws,
    roles,
    services,
    readiness: new Readiness(simulation, draws),
    openCredentials: (runbook) =>
      byName(plan.credentials, (one) => {
        const issuer = one.from === undefined ? undefined : services.get(one.from);
        return new Credential(one, runbook, issuer, simulation, trace, draws);
      }),
    build: (options, { name: runbook, flight }, path) =>
      buildAction(options, {
        stage: actions,
        runbook,
        flight,
        path,
        watch: (again) => runbooks.watch(again),
      }),
    knownLoss: (store) => knownLoss(actions.shardsOf(store), parts),
    onChange: (path) => parts.onChange(path),
  };
  const list = plan.runbooks.map((options) => new Runbook(options, stage));
  const runbooks = new Runbooks(list, services);
  for (const runbook of list) runbook.trigger = buildTrigger(runbook, runbooks, parts);
  return runbooks;
}

function byName<O extends { readonly name: string }, T>(
  options: readonly O[],
  make: (one: O) => T,
): Map<string, T> {
  return new Map(options.map((one) => [one.name, make(one)]));
}

function buildTrigger(runbook: Runbook, runbooks: Runbooks, parts: RunbookParts): Trigger {
  const { simulation, network, names, draws, shards } = parts;
  const { trigger, name } = runbook.options;
  const start = (path: Parameters<Runbook['start']>[0], since: Micros) => runbook.start(path, since);
  switch (trigger.kind) {
    case 'lost':
    case 'failing':
      return new LostRegion(trigger.region, simulation, network, start, trigger.kind === 'failing');
    case 'corrupt':
      return new HarmedStore(restorersOf(trigger.store, parts), start);
    case 'unhealthy':
      return new UnhealthyRegion(trigger.region, simulation, names, network, start);
    case 'planned': {
      simulation.schedule(draws.duration(trigger.at, 'start', name), () => start([], simulation.now));
      return planned;
    }
    case 'primary lost': {
      const own = new Map<SinglePrimary, Detection>();
      for (const [index, shard] of shards.entries()) {
        if (shard.store !== trigger.store || !(shard instanceof SinglePrimary)) continue;
        const since = () => shard.writer.diedAt ?? simulation.now;
        const detection = buildDetection(parts, shard, index, (path) => start(path, since()));
        own.set(shard, detection);
        runbooks.detections.set(shard, detection);
      }
      return new LostPrimary(own, network);
    }
  }
}

function restorersOf(store: string, { restorers }: RunbookParts): Restorer[] {
  return restorers.filter((one) => one.store === store);
}

function stageActions(
  plan: RunbookPlan,
  parts: RunbookParts,
  detectionOf: (shard: SinglePrimary) => ReturnType<Runbooks['detections']['get']>,
): ActionStage {
  const { simulation, trace, network, draws, names, congestion, shortages, shards, onChange } = parts;
  const stage = { simulation, trace, network, draws, shortages, congestion };
  return {
    ...stage,
    names,
    standbys: byName(parts.blueprint.standbys, (one) => new StandbyRegion(one, stage)),
    shardsOf: (store) =>
      shards.filter(
        (shard): shard is SinglePrimary => shard.store === store && shard instanceof SinglePrimary,
      ),
    restorersOf: (store) => restorersOf(store, parts),
    hasRecordStep: (store) => plan.recorded.has(store),
    supersede: (shard, old) => detectionOf(shard)?.supersede?.(old),
    onChange: (path) => onChange(path),
  };
}

/** What promotions in these shards would lose: the longest stretch of commit time, and all writes of these stretches as expected. */
function knownLoss(shards: readonly SinglePrimary[], { simulation }: RunbookParts): KnownLoss {
  let [time, writes] = [0, 0];
  for (const shard of shards) {
    const until = shard.writer.diedAt ?? simulation.now;
    const lacks = shard
      .standbys()
      .filter((copy) => copy.channel && copy.intact && shard.isAlive(copy))
      .map((copy) => shard.lacking(copy))
      .map((missing) => (missing.kind === 'tail' ? missing.from : missing.oldest));
    if (lacks.length === 0) continue;
    const from = Math.min(until, Math.max(0, ...lacks));
    time = Math.max(time, until - from);
    writes += shard.writer.timeline.mass(from, until);
  }
  return { time, writes };
}

/** The time of the day, by the clock of the run; drawn where nobody's load says when it begins. */
function clockOf({ beginning, streams, simulation }: RunbookParts): () => Micros {
  let begins = beginning?.timeOfDay;
  return () => {
    begins ??= Math.floor(streams.open('time of the day of people').next() * day);
    return (begins + simulation.now) % day;
  };
}
