import type { Cast, Replication } from './cast.js';
import type { Choices } from './choices.js';

export function draftReplication(pick: Choices, { limits }: Cast, copies: number, rate: number): Replication {
  if (limits.replication) return limits.replication(copies);
  if (pick.oneIn(5)) return draftDurability(pick);
  const mode = pick.one(['async', 'semi-sync', 'sync', 'quorum'] as const);
  if (mode === 'quorum' && copies >= 3) return { mode };
  if (mode === 'async' || mode === 'quorum') return draftAsync(pick, rate);
  return {
    mode,
    ...(pick.oneIn(2) ? { wait: draftWait(pick, copies) } : {}),
    ...(mode === 'semi-sync' || pick.oneIn(2) ? { timeout: pick.quantity(1, 60_000) } : {}),
    ...draftSlots(pick),
    ...(mode === 'semi-sync' && pick.oneIn(2) ? { latch: pick.oneIn(2) } : {}),
  };
}

/** Standbys behind a log that commits wait for. */
export function draftLogged(pick: Choices): Replication {
  return {
    mode: 'async',
    lag: pick.quantity(0, 20_000),
    ...(pick.oneIn(2) ? { timeout: pick.quantity(1, 60_000) } : {}),
  };
}

/** What a commit of PostgreSQL waits for. */
function draftDurability(pick: Choices): Replication {
  const commit = pick.one(['off', 'local', 'remote_write', 'on', 'remote_apply'] as const);
  const takes = pick.oneIn(2) ? { flush: pick.quantity(0, 50), apply: pick.quantity(0, 500) } : {};
  const flushes = { delay: `${pick.whole(1, 2000)}ms`, write: `${pick.whole(100, 9000)}B` };
  return {
    mode: 'sync',
    commit,
    ...takes,
    ...(commit === 'off' && pick.oneIn(2) ? { walWriter: flushes } : {}),
    ...(commit === 'on' && pick.oneIn(2) ? { timeout: pick.quantity(1, 60_000) } : {}),
  };
}

/** Log kept for standbys that are away, in rooms that fill within the run or do not. */
function draftSlots(pick: Choices): Pick<Replication, 'slots'> {
  if (!pick.oneIn(3)) return {};
  const keep = pick.oneIn(2) ? { keep: `${pick.whole(1, 99)}MB`, rebuild: pick.quantity(0, 3_600_000) } : {};
  return { slots: { disk: `${pick.whole(100, 100_000)}MB`, write: '10kB', ...keep } };
}

function draftWait(pick: Choices, copies: number): NonNullable<Replication['wait']> {
  const standbys = pick.whole(1, copies - 1);
  return pick.one([standbys, { any: standbys }, { first: standbys }]);
}

/** Segments of up to a thousand writes; uploads shorter than the fastest of them fill. */
function draftArchive(pick: Choices): NonNullable<Replication['archive']> {
  return {
    segment: '10MB',
    ...(pick.oneIn(2) ? { write: `${pick.whole(10, 999)}kB` } : { log: `${pick.whole(1, 900)}kB/s` }),
    ...(pick.oneIn(2) ? { timeout: pick.seconds(0, 300) } : {}),
    ...(pick.oneIn(2) ? { upload: `${pick.whole(0, 5)}ms` } : {}),
  };
}

function draftAsync(pick: Choices, rate: number): Replication {
  const mode = 'async' as const;
  switch (pick.one(['lag', 'items', 'link', 'batch', 'archive'])) {
    case 'archive':
      return { mode, archive: draftArchive(pick) };
    case 'lag':
      return {
        mode,
        lag: pick.quantity(0, 20_000),
        ...draftSlots(pick),
        ...(pick.oneIn(3) ? { correlation: pick.seconds(1, 600) } : {}),
      };
    case 'items':
      return { mode, lag: pick.quantity(0, 20_000), ships: 'independently' };
    case 'link':
      // A tenth more than every request would need as a write, or more: never overloaded.
      return {
        mode,
        link: {
          bandwidth: `${Math.ceil((rate * 10 * pick.whole(11, 50)) / 10)}KiB/s`,
          write: '10KiB',
          ...(pick.oneIn(3) ? { latency: `${pick.whole(0, 200)}ms` } : {}),
          ...(pick.oneIn(3) ? { queue: pick.one(['stationary', 'empty'] as const) } : {}),
        },
      };
    default:
      return {
        mode,
        every: pick.seconds(1, 600),
        ...(pick.oneIn(2) ? { transfer: pick.quantity(0, 300_000) } : {}),
      };
  }
}
