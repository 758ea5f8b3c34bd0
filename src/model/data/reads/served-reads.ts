import type { Micros } from '../../../kernel/index.js';
import type { Curve } from '../../curve.js';
import type { Answer } from '../../trace.js';
import type { Consistency } from './consistency.js';
import type { ReadSource } from './read-source.js';

/** The requests of a population for a store that reach one region, and what serves the reads. */
export interface RegionReads {
  readonly region: number;
  /**
   * Share of the reads of the population that this region answers, and of its writes that are acknowledged here, times what the
   * population asks for.
   */
  readonly reads: Curve;
  readonly writes: Curve;
  /** What they may lack; nothing where they are served from a copy that has everything. */
  readonly sources: readonly ReadSource[];
}

/** The reads and writes of a population for a store, and what they depend on, for a while. */
export interface ServedReads {
  readonly regions: readonly RegionReads[];
  /** Reads and writes a microsecond, of mean demand; and what the population asks for, in times that. */
  readonly readRate: number;
  readonly writeRate: number;
  readonly demand: Curve;
  /** From a client's read or write to its next read of the same key. */
  readonly think: Micros;
  /** The answers that the population acts on, and the share of clients that look theirs up anew within the think time. */
  readonly answers: readonly Answer[];
  readonly renewed: number;
  readonly consistency: Consistency;
}
