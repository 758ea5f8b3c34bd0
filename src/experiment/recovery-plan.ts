import type { FailoverOptions } from '../model/recovery/failover.js';
import type { LeaseOptions } from '../model/recovery/lease.js';
import type { ObserverOptions } from '../model/recovery/observers.js';
import type { Spec } from '../scenario/schema.js';
import { buildQuantity } from './quantity.js';
import type { Sites } from './sites.js';

export type DetectionOptions =
  | { readonly by: 'checks' }
  | ({ readonly by: 'lease' } & LeaseOptions)
  | ({ readonly by: 'observers' } & ObserverOptions);

/** What is done about the primary of a store. */
export interface RecoveryPlan {
  readonly detection: DetectionOptions;
  readonly failover: FailoverOptions;
}

/** Nothing where the scenario says nothing. */
export function planRecovery(spec: Spec, store: string, sites: Sites): RecoveryPlan | undefined {
  const steps = spec.failover[store];
  if (!steps) return undefined;
  const named = (['decide', 'fence', 'promote', 'record'] as const).flatMap((step) => {
    const takes = steps[step];
    return takes ? [{ step, takes: buildQuantity(takes, `${step} of ${store}`) }] : [];
  });
  return { detection: planDetection(spec, store, sites), failover: { steps: named } };
}

function planDetection(spec: Spec, store: string, sites: Sites): DetectionOptions {
  const { detect } = spec.failover[store]!;
  if (detect.by === 'checks') return { by: 'checks' };
  if (detect.by === 'lease') {
    const { primary, standbys, homes } = spec.data[store]!;
    const members = detect.members ?? homes ?? [primary!, ...standbys];
    const { start, ...rest } = detect;
    return {
      ...rest,
      ...(start ? { start: buildQuantity(start, `restart of ${store}`) } : {}),
      members: members.map(sites.numberOf),
    };
  }
  const { interval, timeout, failures, from } = detect;
  return {
    by: 'observers',
    from: from.map(sites.numberOf),
    rule: {
      interval,
      timeout,
      failures,
      successes: failures,
      checkers: from.length,
      healthyAbove: 0.5,
      schedule: 'fixed',
      roundTrip: 0,
    },
  };
}
