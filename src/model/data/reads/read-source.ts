import type { Distribution, Micros } from '../../../kernel/index.js';
import type { Timeline } from '../timeline.js';

/** How far behind a copy is. */
export type Behind =
  /** It follows: its staleness at an instant has this law, but is never below the floor. */
  | { readonly kind: 'follows'; readonly lag: Distribution; readonly floor: Micros }
  /** It is cut off: it has everything up to a commit time, except so many that are expected to be missing before it. */
  | { readonly kind: 'cut-off'; readonly upTo: Micros; readonly missing: number };

/** Acknowledged writes that the copy may lack from which the reads of a region are served. */
export interface ReadSource {
  readonly timeline: Timeline;
  readonly behind: Behind;
  /** Whether the region's own writes are committed on it. */
  readonly commits: boolean;
}

export function sameSources(a: readonly ReadSource[], b: readonly ReadSource[]): boolean {
  return a.length === b.length && a.every((source, i) => sameSource(source, b[i]!));
}

function sameSource(a: ReadSource, b: ReadSource): boolean {
  return a.timeline === b.timeline && a.commits === b.commits && sameBehind(a.behind, b.behind);
}

function sameBehind(a: Behind, b: Behind): boolean {
  if (a.kind === 'follows') return b.kind === 'follows' && a.lag === b.lag && a.floor === b.floor;
  return b.kind === 'cut-off' && a.upTo === b.upTo && a.missing === b.missing;
}
