import type { Server, Writer } from '../data/copy.js';
import type { Path } from '../path.js';

/** Finds out that a shard's primary is gone. */
export interface Detection {
  /** Brings it up to date after anything changed. */
  follow(): void;
  /** Whether the primary is back from the detector's point of view, so that a failover under way ends. */
  cleared(): boolean;
  /** Another is being promoted over a primary that goes on; absent = it steps down as soon as the two meet. */
  supersede?(old: Writer): void;
  /** The copy that is to be promoted, where it is chosen by more than how little it lacks. */
  choose?(): Server | undefined;
  /** Whether whoever decides can see this site. */
  sees(site: number): boolean;
}

/** Called when the primary is taken for gone; the path says how long that took. */
export type OnSuspect = (path: Path) => void;
