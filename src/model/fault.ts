import type { Micros, Simulation, Trace } from '../kernel/index.js';
import type { Crew } from './crew.js';
import type { Key } from './data/backups/keys.js';
import type { Vault } from './data/backups/vault.js';
import type { Clock } from './data/clocks/clock.js';
import { type Copy, isAlive } from './data/copy.js';
import type { Harm } from './data/primary/condition.js';
import type { Restorer } from './data/restore/restorer.js';
import type { Shard } from './data/shard.js';
import { SinglePrimary } from './data/single-primary.js';
import type { Network } from './network.js';
import type { Draws, Quantity } from './quantity.js';
import type { Failover } from './recovery/failover.js';
import type { Runbooks } from './recovery/runbook/runbooks.js';
import type { Tilt } from './tilt.js';
import type { TraceRecord } from './trace.js';
import type { Shortages } from './traffic/capacity/shortages.js';
import type { Throttles } from './traffic/capacity/throttles.js';
import type { NameService } from './traffic/name-service.js';
import type { Population } from './traffic/population.js';

/** What a fault does, and to what. */
export type Effect =
  | {
      readonly kind: 'lose' | 'destroy' | 'crash' | 'pause';
      /** Sites, or the shards whose primary is hit, wherever it is by then. */
      readonly sites: readonly number[];
      readonly shards: readonly string[];
    }
  | {
      readonly kind: 'partition';
      readonly sides: readonly [readonly number[], readonly number[]];
      readonly oneWay: boolean;
      /** Whether what was on its way at the cut still arrives. */
      readonly delivers: boolean;
    }
  /** The name service does not answer, has an empty record, or cannot be edited (`withChecks`: nor do verdicts change it). */
  | { readonly kind: 'dns'; readonly state: 'unanswered' | 'empty' | 'frozen'; readonly withChecks: boolean }
  | { readonly kind: 'isolate'; readonly sites: readonly number[] }
  /** The failover of these shards, or a runbook, starts though their primary lives. */
  | { readonly kind: 'alarm'; readonly shards: readonly string[]; readonly runbook?: string }
  /** A service that steps of runbooks need goes down by itself. */
  | { readonly kind: 'unserve'; readonly service: string }
  /** Somebody promotes the copy on a site by hand. */
  | { readonly kind: 'promote'; readonly shards: readonly string[]; readonly to: number }
  /** The servers of a region or of a store run at a part of their speed. */
  | { readonly kind: 'throttle'; readonly subject: string; readonly speed: number }
  /** No more servers can be had in a region. */
  | { readonly kind: 'starve'; readonly subject: string }
  /** A share of the requests fails at sites that answer the others; probes too, unless they are spared. */
  | {
      readonly kind: 'degrade';
      readonly sites: readonly number[];
      readonly share: number;
      readonly sparesProbes: boolean;
    }
  /** Rows that a share of the requests needs are harmed, and copies have it too; absent `noticed` = nobody notices. */
  | {
      readonly kind: 'corrupt';
      readonly shards: readonly string[];
      readonly share: number;
      readonly harm: Harm;
      readonly noticed?: Quantity;
      /** Vaults whose contents it makes useless too. */
      readonly vaults: readonly string[];
    }
  /** A population asks for so many times as much; all of them where none is named. */
  | { readonly kind: 'surge'; readonly population?: string; readonly factor: number }
  | { readonly kind: 'step'; readonly region: number; readonly by: Quantity; readonly back: boolean }
  | {
      readonly kind: 'slow';
      readonly sides: readonly [readonly number[], readonly number[]];
      readonly by: Quantity;
    };

/** What one blow of a fault does. */
export interface Strike {
  /** What it hits, for people. */
  readonly on: string;
  readonly effect: Effect;
}

export interface FaultOptions {
  readonly name: string;
  /** One, or several at once (a common cause), each of which ends on its own. */
  readonly strikes: readonly Strike[];
  /** Once, at a time of the run; or recurring, see {@link Recurrence}. */
  readonly at?: Quantity;
  readonly recurs?: Recurrence;
  /** Parts of how long it lasts, one after the other; absent = until the horizon. */
  readonly lasts?: readonly Quantity[];
  /** Who repairs it; absent = somebody at once. */
  readonly crew?: string;
  /** Passes over what is down already: nothing fails twice. */
  readonly sparesDown: boolean;
}

/** When a fault comes again. */
export interface Recurrence {
  readonly every: Quantity;
  /** Whether that runs from the end of an occurrence (an up time), or from its start, whatever lasts. */
  readonly from: 'end' | 'start';
  /** Where up times are exponential: occurrences a microsecond of them. */
  readonly rate?: number;
  /** Whether a run begins with a whole one, or in the middle of one. */
  readonly starts: 'up' | 'any';
  /** Time of the day at which it strikes, of a fault that comes every so many days. */
  readonly timeOfDay?: Micros;
}

/** What a fault acts on. */
export interface Stage {
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly network: Network;
  readonly throttles: Throttles;
  readonly shortages: Shortages;
  /** By region. */
  readonly clocks: readonly Clock[];
  readonly shards: readonly Shard[];
  readonly populations: readonly Population[];
  readonly failovers: readonly Failover[];
  readonly restorers: readonly Restorer[];
  readonly vaults: readonly Vault[];
  readonly keys: readonly Key[];
  readonly runbooks: Runbooks | undefined;
  readonly names: NameService;
  readonly draws: Draws;
  /** Time of the day at which the run begins, where anything goes by the clock. */
  readonly beganAt: Micros | undefined;
  readonly crews: ReadonlyMap<string, Crew>;
  /** Given where rare meetings of faults are sought. */
  readonly tilt: Tilt | undefined;
  /** Called after the effect began, and after it ended. */
  readonly onChange: (ended: boolean) => void;
}

/** Puts the effect in force; the function returned ends it. */
export function begin({ effect }: Strike, name: string, stage: Stage): () => void {
  const { network } = stage;
  switch (effect.kind) {
    case 'lose':
    case 'destroy':
    case 'crash':
    case 'pause':
      return hit(effect, stage);
    case 'partition': {
      const [from, to] = effect.sides;
      const { oneWay, delivers } = effect;
      network.partition(from, to, oneWay, delivers);
      return () => network.heal(from, to, oneWay, delivers);
    }
    case 'isolate':
      network.isolate(effect.sites);
      return () => network.rejoin(effect.sites);
    case 'alarm': {
      const alarmed = [
        ...stage.failovers.filter(({ shard }) => effect.shards.includes(shard.name)),
        ...(stage.runbooks?.list.filter(({ options }) => options.name === effect.runbook) ?? []),
      ];
      for (const one of alarmed) one.alarm();
      return () => {
        for (const one of alarmed) one.endAlarm();
      };
    }
    case 'unserve': {
      const service = stage.runbooks!.services.get(effect.service)!;
      service.lose();
      return () => service.restore();
    }
    case 'promote':
      return promote(effect, stage);
    case 'corrupt':
      return corrupt(effect, name, stage);
    case 'surge': {
      const { population, factor } = effect;
      const own = stage.populations.filter(({ name }) => population === undefined || name === population);
      const ends = own.map((one) => one.surge(factor));
      return () => {
        for (const end of ends) end();
      };
    }
    case 'dns':
      return trouble(effect, stage.names);
    case 'step': {
      const by = stage.draws.duration(effect.by, 'step', name) * (effect.back ? -1 : 1);
      const clock = stage.clocks[effect.region]!;
      clock.step(stage.simulation.now, by);
      return () => clock.step(stage.simulation.now, -by);
    }
    case 'degrade':
      return network.degrade(effect.sites, effect.share, effect.sparesProbes);
    case 'throttle':
      return stage.throttles.throttle(effect.subject, effect.speed);
    case 'starve':
      return stage.shortages.starve(effect.subject);
    case 'slow': {
      const by = stage.draws.duration(effect.by, 'delay', name);
      return network.slow(effect.sides[0], effect.sides[1], by);
    }
  }
}

function trouble({ state, withChecks }: Effect & { kind: 'dns' }, names: NameService): () => void {
  if (state === 'frozen') return names.freeze(withChecks);
  return state === 'empty' ? names.loseRecord() : names.fallSilent();
}

type Blow = Effect & { kind: 'lose' | 'destroy' | 'crash' | 'pause' };

/** How a blow is counted on a copy, how it begins on sites and how it ends. */
const blows = {
  lose: ['lost', 'lose', 'restore'],
  destroy: ['lost', 'lose', 'restore'],
  crash: ['crashed', 'crash', 'restart'],
  pause: ['paused', 'pause', 'wake'],
} as const;

function hit(effect: Blow, stage: Stage): () => void {
  const { network, shards, vaults, keys, restorers } = stage;
  const { kind, sites } = effect;
  const primaries = shards
    .filter(({ name }) => effect.shards.includes(name))
    .flatMap((shard) => shard.primaries());
  if (kind === 'destroy') {
    wipe(sites, primaries, shards);
    for (const place of [...vaults, ...keys, ...restorers]) place.destroy(sites);
  }
  const [counted, begins, ends] = blows[kind];
  network[begins](sites);
  for (const copy of primaries) copy[counted] += 1;
  return () => {
    network[ends](sites);
    for (const copy of primaries) copy[counted] -= 1;
  };
}

/** Its end mends nothing: only a restore does. */
function corrupt(
  { shards, share, harm, noticed, vaults }: Effect & { kind: 'corrupt' },
  entity: string,
  stage: Stage,
): () => void {
  for (const shard of stage.shards)
    if (shard instanceof SinglePrimary && shards.includes(shard.name))
      shard.condition.corrupt({ at: stage.simulation.now, share, harm });
  for (const vault of stage.vaults) if (vaults.includes(vault.options.name)) vault.empty();
  if (noticed) {
    const own = stage.restorers.filter((one) => shards.some((shard) => one.isFor(shard)));
    const { now } = stage.simulation;
    stage.simulation.schedule(stage.draws.duration(noticed, 'noticed', entity), () => {
      for (const restorer of own) restorer.notice(now);
    });
  }
  return () => {};
}

function promote({ shards, to }: Effect & { kind: 'promote' }, stage: Stage): () => void {
  const ends = stage.shards.map((shard) => {
    if (!(shard instanceof SinglePrimary && shards.includes(shard.name))) return () => {};
    const old = shard.usurp(to);
    if (!old) return () => {};
    stage.failovers.find((one) => one.shard === shard)?.overrule(old);
    stage.runbooks?.overrule(shard, old);
    return () => shard.reconcile(old);
  });
  return () => {
    for (const end of ends) end();
  };
}

/** Disks that are destroyed do not come back with their site. */
function wipe(sites: readonly number[], primaries: readonly Copy[], shards: readonly Shard[]): void {
  for (const copy of primaries) copy.intact = false;
  for (const shard of shards) {
    for (const copy of shard.copies) if (sites.includes(copy.site)) copy.intact = false;
  }
}

/** Whether what a strike would hit is up: sites that run and are reached, primaries that are there. */
export function stands({ effect }: Strike, { network, shards }: Stage): boolean {
  switch (effect.kind) {
    case 'lose':
    case 'destroy':
    case 'crash':
    case 'pause': {
      const primaries = shards
        .filter(({ name }) => effect.shards.includes(name))
        .flatMap((shard) => shard.primaries());
      const isUp = (site: number) => network.runs(site) && !network.isIsolated(site);
      return effect.sites.every(isUp) && primaries.every((copy) => isUp(copy.site) && isAlive(copy, network));
    }
    case 'isolate':
      return effect.sites.every((site) => network.runs(site) && !network.isIsolated(site));
    case 'partition': {
      const [from, to] = effect.sides;
      return from.every((a) => to.every((b) => network.talks(a, b)));
    }
    default:
      return true;
  }
}
