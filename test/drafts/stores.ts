import type { Cast, Store } from './cast.js';
import type { Choices } from './choices.js';
import { draftLogged, draftReplication } from './replication.js';
import { draftWriters } from './writers.js';

export function draftStore(
  pick: Choices,
  cast: Cast,
  homes: readonly string[] | undefined,
  rate: number,
): Store {
  const rejoin = pick.oneIn(3) ? { rejoin: pick.one(['discard', 'report'] as const) } : {};
  if (homes) {
    const epochs = homes.length > 2 && (cast.limits.epochs ?? pick.oneIn(4)) ? { epochs: true } : {};
    return {
      homes: [...homes],
      replication: draftReplication(pick, cast, homes.length, rate),
      ...rejoin,
      ...epochs,
      ...draftKeys(pick),
    };
  }
  const candidates = draftSites(pick, cast);
  if (cast.limits.replication === undefined && pick.oneIn(4)) return draftReplicas(pick, candidates);
  const [primary, ...standbys] = pick.some(candidates, 1, 5);
  if (standbys.length > 0 && !cast.limits.replication && pick.oneIn(4))
    return draftWriters(pick, [primary!, ...standbys]);
  if (standbys.length === 0) return { primary: primary! };
  const log = candidates.find((site) => site !== primary && !standbys.includes(site));
  if (log !== undefined && !cast.limits.replication && pick.oneIn(2))
    return { primary: primary!, standbys, log, replication: draftLogged(pick), ...rejoin };
  const [first, second] = standbys;
  if (second !== undefined && !cast.limits.replication && pick.oneIn(4))
    return {
      primary: primary!,
      standbys,
      follows: { [second]: first! },
      replication: { mode: 'async', lag: pick.quantity(0, 20_000) },
      ...rejoin,
    };
  const replication = draftReplication(pick, cast, 1 + standbys.length, rate);
  const async = replication.mode === 'async';
  // A lag that is constant is never longer than 20 s.
  const bound = async && typeof replication.lag === 'string' && replication.ships !== 'independently';
  return {
    primary: primary!,
    standbys,
    replication: bound && pick.oneIn(2) ? { ...replication, maximumLag: '30s' } : replication,
    // Enough of them that nobody fails in quiet time.
    ...(pick.oneIn(4) ? { sessions: pick.whole(5_000, 1_000_000) } : {}),
    ...rejoin,
    ...(standbys.length > 1 && (cast.limits.epochs ?? pick.oneIn(4)) ? { epochs: true } : {}),
    ...draftKeys(pick),
    ...(pick.oneIn(4) ? { reads: 'primary' } : {}),
    ...(async && pick.oneIn(3) ? { detaches: 'begin' } : {}),
  };
}

function draftKeys(pick: Choices): Pick<Store, 'keys'> {
  if (!pick.oneIn(3)) return {};
  const popularity = pick.one(['uniform' as const, { zipf: pick.whole(1, 15) / 10 }]);
  return { keys: { count: pick.whole(1, 100_000), popularity } };
}

/** Sites that never overlap: a region, or some of its zones. */
function draftSites(pick: Choices, cast: Cast): string[] {
  return cast.regions.flatMap((region) => {
    const zones = cast.sitesOf[region]!;
    return pick.oneIn(2) ? [region] : pick.some(zones, 1);
  });
}

function draftReplicas(pick: Choices, sites: readonly string[]): Store {
  const replicas = pick.some(sites, 1, 5);
  const quorum = () => pick.whole(1, replicas.length);
  return {
    replicas,
    quorum: { read: quorum(), write: quorum() },
    ...(pick.oneIn(2) ? { legs: { write: pick.quantity(0, 2_000), ack: '1ms', read: '1ms' } } : {}),
    ...(pick.oneIn(2) ? { readAfter: `${pick.whole(0, 99)}ms` } : {}),
  };
}
