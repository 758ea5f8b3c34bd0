import { second } from '../kernel/index.js';
import type { MergeSource } from '../model/data/conflicts/application-merge.js';
import { KeyLaw } from '../model/data/conflicts/keys.js';
import { conflictPolicy } from '../model/data/conflicts/policies.js';
import type { ConflictPolicy } from '../model/data/conflicts/policy.js';
import type { MultiPrimaryOptions } from '../model/data/multi-primary.js';
import type { ReplicationOptions } from '../model/data/replication.js';
import type { Spec } from '../scenario/schema.js';
import { buildQuantity } from './quantity.js';
import type { Sites } from './sites.js';

type Store = Spec['data'][string];

/** A store that takes writes everywhere, as the model takes it. */
export function planMultiPrimary(
  name: string,
  { writers, keys, conflicts, replication: { lags } }: Store,
  replication: ReplicationOptions,
  sites: Sites,
  merge: MergeSource | undefined,
): MultiPrimaryOptions {
  const { popularity, ...law } = keys!;
  return {
    kind: 'multi-primary',
    store: name,
    name,
    sites: writers!.map(sites.numberOf),
    writers: writers!,
    replication,
    lags: lags.map(({ from, to, lag }) => ({
      from: writers!.indexOf(from),
      to: writers!.indexOf(to),
      staleness: buildQuantity(lag, `lag of ${name} from ${from} to ${to}`),
    })),
    keys: new KeyLaw({ ...law, ...popularity }),
    writes: law.writes,
    policy: planPolicy(conflicts!, writers!, merge ?? missing(name)),
    hybrid: conflicts!.clock === 'hybrid',
    nearest: rankWriters(writers!, sites),
  };
}

function planPolicy(
  conflicts: NonNullable<Store['conflicts']>,
  writers: readonly string[],
  merge: MergeSource,
): ConflictPolicy {
  const { policy, order = writers, type, after } = conflicts;
  const repair = conflicts.rate === undefined ? {} : { rate: conflicts.rate / second };
  switch (policy) {
    case 'priority':
    case 'discard-minority':
      return conflictPolicy({ policy, order });
    case 'crdt':
      return conflictPolicy({ policy, type: type! });
    case 'queue':
      return conflictPolicy({ policy, rate: repair.rate! });
    case 'freeze':
      return conflictPolicy({ policy, after, ...repair });
    case 'merge':
      return conflictPolicy({ policy, ...merge, ...repair });
    default:
      return conflictPolicy({ policy });
  }
}

/** A function that nobody loaded is missed when the first conflict is to be decided. */
function missing(store: string): MergeSource {
  const merge = () => {
    throw new Error('it is not loaded: build needs what loadMerges finds');
  };
  return { merge, module: store, export: 'merge' };
}

/** For each region the writers, nearest first; its own before all. */
function rankWriters(writers: readonly string[], sites: Sites): number[][] {
  const { regions, roundTrips } = sites.network;
  return regions.map(({ sites: own }) => {
    const trip = (writer: string) => {
      const site = sites.numberOf(writer);
      return own.includes(site) ? -1 : Math.min(...own.map((one) => roundTrips[one]![site]!.law.mean));
    };
    return writers.map((_, writer) => writer).sort((a, b) => trip(writers[a]!) - trip(writers[b]!));
  });
}
