import type { Micros } from '../../../kernel/index.js';

/** What a step does, and to what. One that is added has a line here and one in `build-action.ts`. */
export type ActionOptions =
  /** A standby of a store becomes its primary: on a site, or the one that lacks least. */
  | { readonly kind: 'promote'; readonly store: string; readonly to?: number }
  /** The old primary of a store takes no more writes. */
  | { readonly kind: 'fence'; readonly store: string }
  /** The primary of a store takes no more writes, for a switchover to come. */
  | { readonly kind: 'readOnly'; readonly store: string }
  /** The store's own name points at the new primary. */
  | { readonly kind: 'record'; readonly store: string }
  /** The DNS record names a region no more, or names it again. */
  | { readonly kind: 'leave' | 'return'; readonly region: number }
  /** A primary that takes no more writes hands over to a site that has all of them. */
  | { readonly kind: 'switchover'; readonly store: string; readonly to: number }
  /** The same, back to where the store was when the run began. */
  | { readonly kind: 'failback'; readonly store: string }
  /** A store is restored from the newest backup that is good, where it has to be. */
  | { readonly kind: 'restore'; readonly store: string }
  /** The servers of a region become so many times what they were at first. */
  | { readonly kind: 'scale'; readonly region: string; readonly factor: number }
  /** A region that stands by gets all its servers, or stands by again. */
  | { readonly kind: 'activate' | 'standDown'; readonly region: string }
  | { readonly kind: 'announce' }
  /** The caches of clients may keep the record for so long from now on. */
  | { readonly kind: 'ttl'; readonly to: Micros };

/** After these there is no way back: the runbook goes on though what it fled has returned. */
export const commits: ReadonlySet<ActionOptions['kind']> = new Set([
  'promote',
  'leave',
  'switchover',
  'failback',
  'restore',
]);
