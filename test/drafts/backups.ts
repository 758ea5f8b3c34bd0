import type { Cast, Store } from './cast.js';
import type { Choices } from './choices.js';

type Backup = NonNullable<Store['backups']>[string];

const minute = 60_000;

/** What a store can be restored from: some of a chain, copies of it elsewhere, its log, a standby that is late. */
export function draftBackups(
  pick: Choices,
  cast: Cast,
  vaults: readonly string[],
): Pick<Store, 'backups' | 'size'> {
  const every = pick.whole(5, 600);
  const to = () => ({ to: pick.one(vaults) });
  const all: Record<string, Backup> = {};
  if (pick.oneIn(6)) {
    all['late'] = draftStandby(pick, cast);
    if (pick.oneIn(2)) return { backups: all };
  }
  all['full'] = {
    ...(pick.oneIn(4) ? { kind: 'snapshot' as const } : {}),
    ...draftJob(pick, cast, every),
    ...to(),
  };
  if (all['full'].kind === undefined && pick.oneIn(3)) {
    const kind = pick.one(['differential', 'incremental'] as const);
    const part = { kind, of: 'full', size: `${pick.whole(1, 50)}GB` };
    // What others build on is kept as long as these.
    all['part'] = { ...part, ...draftJob(pick, cast, pick.whole(1, every)), ...to(), keep: 'all' };
  }
  if (pick.oneIn(3)) all['copy'] = { ...draftCopy(pick, cast, every), from: 'full', ...to() };
  if (pick.oneIn(2)) all['log'] = { ...draftLog(pick, cast), ...to() };
  return { backups: all, ...(pick.oneIn(2) ? { size: `${pick.whole(1, 1_000)}GB` } : {}) };
}

function draftJob(pick: Choices, cast: Cast, every: number): Backup {
  return {
    every: `${every}m`,
    ...(pick.oneIn(3) ? { at: `${pick.whole(0, cast.horizon)}m` } : {}),
    ...(pick.oneIn(4) ? { hold: `${pick.whole(0, 60)}m` } : {}),
    ...(pick.oneIn(2) ? { takes: pick.quantity(0, 60 * minute) } : {}),
    ...(pick.oneIn(2) ? { keep: draftRetention(pick, every) } : {}),
    ...draftLuck(pick, cast, every),
    ...(pick.oneIn(3) ? { fails: `${pick.whole(0, 90)}%` } : {}),
  };
}

/** What is handed on: each of the others that is ready, or the newest at times of its own. */
function draftCopy(pick: Choices, cast: Cast, every: number): Backup {
  const own = pick.oneIn(2);
  const { at, ...job } = draftJob(pick, cast, own ? pick.whole(5, 600) : every * pick.whole(1, 4));
  return own ? { ...job, newest: true, ...(at === undefined ? {} : { at }) } : job;
}

function draftLog(pick: Choices, cast: Cast): Backup {
  const every = pick.one([0, 1, 5, 60]);
  return {
    kind: 'log',
    every: `${every}m`,
    ...(pick.oneIn(2) ? { takes: pick.quantity(0, 10 * minute) } : {}),
    ...(pick.oneIn(2) ? { keep: pick.one(['all', `${every + pick.whole(61, 3_000)}m`]) } : {}),
    ...draftLuck(pick, cast, Math.max(1, every), 'log'),
  };
}

function draftStandby(pick: Choices, cast: Cast): Backup {
  const { stops, verify } = draftLuck(pick, cast, 60, 'standby');
  return {
    kind: 'standby',
    delay: `${pick.whole(0, 240)}m`,
    in: pick.one(cast.regions),
    ...(stops ? { stops } : {}),
    ...(verify ? { verify } : {}),
  };
}

/** Kept for long enough that the next one is there before one is gone; laws that are not bounded may take longer. */
function draftRetention(pick: Choices, every: number): NonNullable<Backup['keep']> {
  return pick.one([pick.whole(1, 9), 'all' as const, `${every + pick.whole(180, 3_000)}m`]);
}

/** What goes wrong with it without anybody knowing, and who finds out. */
function draftLuck(pick: Choices, cast: Cast, every: number, kind?: 'log' | 'standby'): Partial<Backup> {
  const flaws = { incomplete: `${pick.whole(0, 30)}%`, unreadable: `${pick.whole(0, 30)}%` };
  return {
    ...(kind !== 'standby' && pick.oneIn(3) ? { bad: pick.one([`${pick.whole(0, 90)}%`, flaws]) } : {}),
    ...(pick.oneIn(4) ? { stops: { mean: `${every + pick.whole(1, 2_000)}m` } } : {}),
    ...(pick.oneIn(3) ? { verify: draftVerification(pick, every, kind !== undefined) } : {}),
    ...(kind !== 'standby' && pick.oneIn(6) ? { key: { in: pick.some(cast.regions, 1) } } : {}),
  };
}

function draftVerification(pick: Choices, every: number, apart: boolean): NonNullable<Backup['verify']> {
  const by = pick.one(['exit-code', 'size', 'checksum', 'restore', 'query', 'timed-restore'] as const);
  const chance = `${pick.whole(0, 100)}%`;
  const catches = pick.oneIn(2) ? { catches: { stop: chance, corrupt: chance } } : {};
  if (!apart && pick.oneIn(3))
    return { every: `${every * pick.whole(1, 5)}m`, aligned: true, by, ...catches };
  return { every: `${pick.whole(1, 2_000)}m`, by, ...catches };
}
