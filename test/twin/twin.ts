import {
  BusyCache,
  Connection,
  type ConnectionHabit,
  IdleCache,
  SharedCache,
  type Source,
} from './caches.js';
import type { Chance } from './chance.js';
import type { Given } from './given.js';
import { type Setting, World } from './world.js';

/** How the clients of a population find a region. Seconds, and per second. */
export interface Habits extends Setting {
  /** All requests together, and the share of them that are writes. */
  readonly requests: number;
  readonly writes: number;
  /** Share of the requests that come through each resolver. */
  readonly resolvers: readonly number[];
  readonly ttl: number;
  /** Resolvers that keep an answer longer, and how long. */
  readonly stretch?: { readonly share: number; readonly to: number };
  /**
   * `always`: a resolver is never without an answer for long; `requests`: each request is a look-up; a number: look-ups
   * of others that each resolver sees per second.
   */
  readonly lookups: 'always' | 'requests' | number;
  /** Life of an answer in the client's own cache, which it always holds. */
  readonly cache?: number;
  readonly connections?: ConnectionHabit;
}

/** How many lives a cache is lived through before a run, so that its beginning is forgotten. */
const warmUp = 4;

/** Counts the requests of one run that fail: every request, every look-up and every refreshed answer happens. */
export function countFailures(habits: Habits, given: Given, chance: Chance): number {
  const world = new World(habits, given);
  return habits.resolvers.reduce(
    (failed, share) => failed + failuresBehind(share, habits, world, given.horizon, chance),
    0,
  );
}

function failuresBehind(
  share: number,
  habits: Habits,
  world: World,
  horizon: number,
  chance: Chance,
): number {
  const gap = 1 / (habits.requests * share);
  const start = startOf(habits, gap, chance);
  const source = clientOf(habits, world, start, chance);
  let failed = 0;
  for (let at = start + chance.exponential(gap); at < horizon; at += chance.exponential(gap)) {
    const region = source.ask(at);
    if (at < 0) continue;
    const answered =
      chance.uniform() < habits.writes ? world.takesWrites(region, at) : world.isUp(region, at);
    if (!answered) failed += 1;
  }
  return failed;
}

/** Caches that are always asked begin at a random phase; others have to be lived through from some time on. */
function startOf({ lookups, ttl }: Habits, gap: number, chance: Chance): number {
  if (lookups === 'always') return 0;
  const cycle = ttl + (lookups === 'requests' ? gap : 1 / lookups);
  return -(warmUp + chance.uniform()) * cycle;
}

/** The chain from the record to the client. */
function clientOf(habits: Habits, world: World, start: number, chance: Chance): Source {
  const { ttl, stretch, lookups, cache, connections } = habits;
  const record: Source = { ask: (at) => world.recordAt(at) };
  const life = stretch && chance.uniform() < stretch.share ? stretch.to : ttl;
  // What the client's cache holds at the start it has fetched before.
  const first = start - (cache ?? 0);
  let source: Source;
  if (lookups === 'always') source = new BusyCache(life, record, first, chance);
  else if (lookups === 'requests') source = new IdleCache(life, record);
  else source = new SharedCache(life, record, 1 / lookups, first, chance);
  if (cache !== undefined) source = new BusyCache(cache, source, start, chance);
  return connections ? new Connection(connections, source, world, start, chance) : source;
}
