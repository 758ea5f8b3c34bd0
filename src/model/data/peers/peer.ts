import type { Copy } from '../copy.js';
import type { Timeline } from '../timeline.js';

/** One copy of a shard of which every copy takes writes. */
export interface Peer {
  readonly copy: Copy;
  /** What it is called: a region or a zone. */
  readonly region: string;
  readonly timeline: Timeline;
}
