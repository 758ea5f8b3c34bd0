import type { Cast, Step, Store } from './cast.js';
import type { Choices } from './choices.js';
import { draftDetection } from './detection.js';

export function draftFailovers(
  pick: Choices,
  cast: Cast,
  data: Record<string, Store>,
): Record<string, Step[]> {
  const able = Object.entries(data).filter(([, store]) => (store.standbys ?? store.homes ?? []).length > 0);
  const chosen = able.filter(() => !pick.oneIn(5));
  return Object.fromEntries(chosen.map(([name, store]) => [name, draftSteps(pick, cast, store)]));
}

function draftSteps(pick: Choices, cast: Cast, store: Store): Step[] {
  const quorum = store.replication?.mode === 'quorum';
  if (quorum && !cast.limits.detect && pick.oneIn(2)) {
    const record = pick.oneIn(3) ? [{ record: pick.quantity(0, 60_000) }] : [];
    return [{ detect: draftElection(pick, store) }, ...record];
  }
  return [
    ...(!cast.limits.detect && pick.oneIn(3) ? [] : [{ detect: draftDetection(pick, cast, store) }]),
    ...(pick.oneIn(2) ? [{ decide: pick.quantity(0, 600_000) }] : []),
    ...(pick.oneIn(2) ? [{ fence: draftFence(pick) }] : []),
    { promote: pick.quantity(0, 120_000) },
    ...(pick.oneIn(3) ? [{ record: pick.quantity(0, 60_000) }] : []),
  ];
}

function draftElection(pick: Choices, { primary, standbys = [] }: Store): NonNullable<Step['detect']> {
  const heartbeat = pick.whole(10, 1_000);
  const length = pick.whole(1, 20);
  return {
    election: {
      ...(pick.oneIn(2)
        ? { heartbeat: `${heartbeat}ms`, timeout: `${heartbeat * pick.whole(2, 20)}ms` }
        : {}),
      ...(pick.oneIn(3) ? { lease: { length: `${length}s`, renew: pick.seconds(1, length) } } : {}),
      ...(primary && pick.oneIn(2) ? { prefer: [primary, ...pick.some(standbys, 0)] } : {}),
    },
  };
}

function draftFence(pick: Choices): NonNullable<Step['fence']> {
  const takes = pick.quantity(0, 60_000);
  return pick.oneIn(2) ? takes : { takes, fails: `${pick.whole(0, 100)}%` };
}
