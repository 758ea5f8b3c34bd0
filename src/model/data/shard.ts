import type { Micros, Stream } from '../../kernel/index.js';
import type { RequestKind } from '../trace.js';
import type { Copy } from './copy.js';
import type { ReadSource } from './reads/read-source.js';
import type { Sight } from './sight.js';
import type { Timeline } from './timeline.js';

/** What becomes of the writes that reach a region. */
export interface Acceptance {
  /** Where they are committed; absent when nobody acknowledges them. */
  readonly timeline?: Timeline | undefined;
  /** Share of them that is acknowledged, sooner or later. */
  readonly acknowledged: number;
  /** Share that is acknowledged in time. */
  readonly inTime: number;
}

/** Nobody acknowledges anything. */
export const refused: Acceptance = { acknowledged: 0, inTime: 0 };

/** A part of a store that writes go to as one: the whole store, or the part that one region is the home of. */
export interface Shard {
  readonly store: string;
  readonly name: string;
  readonly copies: readonly Copy[];
  /** Share of the writes that it acknowledges when nothing is wrong; all when absent. */
  readonly usualShare?: number;
  /**
   * So many times the mean number of writes are asked for from now on: with no fault, and as things are. Absent where it makes no
   * difference.
   */
  ask?(usual: number, asked: number): void;
  /** Whether it would turn some away, as things are, if so many times the mean were asked for. */
  limits?(asked: number): boolean;
  /** Brings roles, connections and views in line with what runs and what reaches what. */
  follow(): void;
  /** Whether reads that reach a region are answered. */
  serves(region: number): boolean;
  accept(region: number): Acceptance;
  /** Share of the reads that it answers, from rows that are neither missing nor harmed; all when absent. */
  readonly readShare?: number;
  /** The site on which a request that reaches a region is worked on; undefined when it is on none, or on several. */
  siteOf(region: number, kind: RequestKind): number | undefined;
  /**
   * What a read that reaches a region finds; undefined when nobody answers it. The luck of the reader comes from a stream of its
   * own, and looking changes nothing.
   */
  look(region: number, stream: Stream): readonly Sight[] | undefined;
  /** What the reads that reach a region may lack; absent where nobody says. */
  readSources?(region: number): readonly ReadSource[];
  /** Those that may acknowledge writes. */
  timelines(): readonly Timeline[];
  /** What a fault of the store itself strikes. */
  primaries(): readonly Copy[];
  /** Settles what nobody settled, at the end of a run, and tells how many writes there were. */
  close(): { acknowledged: number; surviving: number };
  /** One write in undisturbed time; `origin` draws the region that a request of a kind goes to then. */
  drawWrite(origin: (kind: RequestKind) => number): DrawnWrite;
}

/** One write. */
export interface DrawnWrite {
  /** Until its client is answered. */
  readonly commitLatency: Micros;
  /** Whether no other copy has it by then. */
  readonly unreplicated: boolean;
  /** A later read of its key, of a store that answers reads from several replicas. */
  readonly read?: {
    readonly latency: Micros;
    readonly stale: boolean;
    /** The least time after the acknowledgement at which the read sees the write. */
    readonly visibility: Micros;
  };
}
