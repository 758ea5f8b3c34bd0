import type { Micros } from '../../../kernel/index.js';
import type { CeilingOptions } from '../commit-ceiling.js';
import type { ReplicationOptions } from '../replication.js';
import type { ObjectOptions } from './objects.js';

/** A shard with one primary and standbys. */
export interface SinglePrimaryOptions {
  readonly kind: 'single-primary';
  readonly store: string;
  readonly name: string;
  /** Sites of the copies; the first is the primary when the run begins. */
  readonly sites: readonly number[];
  /** The site of a log that commits wait for. */
  readonly log?: number;
  /** Sites whose copies follow another standby, and the sites of those. */
  readonly follows?: ReadonlyMap<number, number>;
  /** Objects that its rows point to; absent = none. */
  readonly objects?: ObjectOptions;
  /** What limits its commits; absent = nothing. */
  readonly ceiling?: CeilingOptions;
  readonly replication: ReplicationOptions;
  /** What becomes of the tail of an old primary that comes back. */
  readonly rejoin: 'discard' | 'report';
  /** When the standby that is promoted stops following; at the end of the promotion when absent. */
  readonly detaches?: 'begin' | 'end';
  /** Who answers reads; copies when absent. */
  readonly reads?: 'copies' | 'primary';
  /** Sites whose majority says who is primary. */
  readonly electorate: readonly number[];
  /** Nothing is acknowledged unless a majority of them confirms that no other primary has been made since. */
  readonly epochs: boolean;
  /** Whether it is asked what primaries acknowledged while they were cut off from that majority. */
  readonly countsIsolated: boolean;
}

/** An earlier state that takes the place of what there is. */
export interface Restoration {
  readonly point: Micros;
  readonly site: number;
  /** Start of the fault by which what came later is lost. */
  readonly faultAt: Micros;
  /** Chance of each later write to be lost; all when 1. */
  readonly lost: number;
  /** Until the other copies follow. */
  readonly rebuild: Micros;
}

/** A restore that is under way, or to come. */
export interface GoingBack {
  /** Absent while nobody knows to where: nothing can be reached. */
  readonly point?: Micros;
  readonly faultAt: Micros;
}
