import type { ElectionOptions } from '../model/recovery/elections.js';
import type { FailoverOptions } from '../model/recovery/failover.js';
import type { LeaseOptions } from '../model/recovery/lease.js';
import type { ObserverOptions } from '../model/recovery/observers.js';
import type { HealthRule } from '../model/traffic/health-check.js';
import type { Spec } from '../scenario/schema.js';
import { buildQuantity } from './quantity.js';
import type { Sites } from './sites.js';

export type DetectionOptions =
  | { readonly by: 'checks' }
  | ({ readonly by: 'lease' } & LeaseOptions)
  | ({ readonly by: 'election' } & ElectionOptions)
  | ({ readonly by: 'observers' } & ObserverOptions)
  | { readonly by: 'provider'; readonly rule: HealthRule };

type Kind = Spec['faults'][number]['kind'];

/** What is done about the primary of a store. */
export interface RecoveryPlan {
  readonly detection: DetectionOptions;
  /** Absent where a runbook does it. */
  readonly failover?: FailoverOptions;
}

/** How it is noticed that the primary of a store is gone: by its failover, or for a runbook. */
export function detectOf(
  { failover, runbooks }: Pick<Spec, 'failover' | 'runbooks'>,
  store: string,
): Spec['failover'][string]['detect'] | undefined {
  const own = failover[store]?.detect;
  if (own) return own;
  const watching = Object.values(runbooks).find(({ when }) => when.primaryLost === store);
  return watching && (watching.when.detect ?? { by: 'checks' });
}

/** Whether a runbook may promote another primary in a store. */
export function isPromotedByRunbook({ runbooks }: Pick<Spec, 'runbooks'>, store: string): boolean {
  return Object.values(runbooks).some(({ steps }) => steps.some(({ does }) => does?.promote === store));
}

/** Nothing where the scenario says nothing. */
export function planRecovery(spec: Spec, store: string, sites: Sites): RecoveryPlan | undefined {
  const steps = spec.failover[store];
  if (!steps) return detectOf(spec, store) ? { detection: planDetection(spec, store, sites) } : undefined;
  const { decide, fence, promote, record } = steps;
  const given = [
    { step: 'decide' as const, takes: decide },
    { step: 'fence' as const, takes: fence?.takes, fails: fence?.fails ?? 0 },
    { step: 'promote' as const, takes: promote },
    { step: 'record' as const, takes: record },
  ];
  const named = given.flatMap(({ takes, ...rest }) =>
    takes ? [{ ...rest, takes: buildQuantity(takes, `${rest.step} of ${store}`) }] : [],
  );
  return { detection: planDetection(spec, store, sites), failover: { steps: named } };
}

/** Sites whose majority says who is primary of a store: the members of its lease, or its copies and its witness. */
export function planElectorate(spec: Spec, store: string, sites: Sites): number[] {
  const { primary, standbys, homes, witness } = spec.data[store]!;
  const detect = detectOf(spec, store);
  const copies = homes ?? [primary!, ...standbys];
  const all = witness === undefined ? copies : [...copies, witness];
  const members = detect?.by === 'lease' ? (detect.members ?? all) : all;
  return members.map(sites.numberOf);
}

const cuts: readonly Kind[] = ['partition', 'isolate'];
const splits: readonly Kind[] = [...cuts, 'slow', 'pause', 'alarm', 'promote', 'degrade'];

/** Whether a primary that holds a lease can be cut off from those who keep it. */
export function canBeIsolated(spec: Spec, store: string): boolean {
  return detectOf(spec, store)?.by === 'lease' && spec.faults.some(({ kind }) => cuts.includes(kind));
}

/** Whether another can be promoted over a primary that goes on. */
export function canBeTwo(spec: Spec, store: string): boolean {
  const { homes, standbys } = spec.data[store]!;
  if (!homes && standbys.length === 0) return false;
  const failsOver = spec.failover[store] !== undefined || isPromotedByRunbook(spec, store);
  if (failsOver && spec.routing.health.loss > 0) return true;
  return spec.faults.some(({ kind }) => kind === 'promote' || (failsOver && splits.includes(kind)));
}

function planDetection(spec: Spec, store: string, sites: Sites): DetectionOptions {
  const detect = detectOf(spec, store)!;
  if (detect.by === 'checks') return { by: 'checks' };
  if (detect.by === 'lease') {
    const { start, ...rest } = detect;
    return {
      ...rest,
      ...(start ? { start: buildQuantity(start, `restart of ${store}`) } : {}),
      members: planElectorate(spec, store, sites),
    };
  }
  if (detect.by === 'election') {
    const { lease, prefer, returnAfter, ...rest } = detect;
    return {
      ...rest,
      ...(lease ? { lease: { length: lease.length, renew: lease.renew ?? lease.length } } : {}),
      prefer: (prefer === 'in-order' ? copiesInOrder(spec, store) : (prefer ?? [])).map(sites.numberOf),
      returnAfter: buildQuantity(returnAfter, `return of ${store}`),
    };
  }
  if (detect.by === 'provider') return { by: 'provider', rule: planProbes(detect, 1) };
  const { from } = detect;
  return { by: 'observers', from: from.map(sites.numberOf), rule: planProbes(detect, from.length) };
}

/** Probes of those who ask the primary itself; each by a clock of its own, a majority decides. */
function planProbes(
  { interval, timeout, failures }: Pick<HealthRule, 'interval' | 'timeout' | 'failures'>,
  checkers: number,
): HealthRule {
  const rule = { interval, timeout, failures, successes: failures, checkers };
  return { ...rule, healthyAbove: 0.5, schedule: 'fixed', roundTrip: 0 };
}

/** The primary, and then the standbys as they stand. */
function copiesInOrder(spec: Spec, store: string): string[] {
  const { primary, standbys } = spec.data[store]!;
  return primary === undefined ? [] : [primary, ...standbys];
}
