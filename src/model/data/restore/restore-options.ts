import type { Quantity } from '../../quantity.js';

/** What a restore of a store takes besides reading the backups. Times are drawn at each use. */
export interface RestoreOptions {
  /** From the moment that people know until they begin. */
  readonly decide: Quantity;
  /** Until it is its turn, where the provider restores only so many at a time. */
  readonly queue: Quantity;
  /** Machines and disks to restore to. */
  readonly provision: Quantity;
  /** How many times as fast log is replayed as it was written. */
  readonly replay: number;
  readonly index: Quantity;
  /** Checks of what was restored: they find out about bad backups. */
  readonly check: Quantity;
  readonly cutOver: Quantity;
  /** The store serves what it has until the cut-over. */
  readonly beside: boolean;
  /** The site that is restored to; absent = that of the primary. */
  readonly to?: number;
  /** A time after the cut-over in which it answers only a share of the requests in time. */
  readonly slow?: { readonly lasts: Quantity; readonly pace: number };
  /** Until the other copies follow again. */
  readonly rebuild: Quantity;
  /** Writes since the restore point are applied to the restored rows. */
  readonly reapply?: {
    /** Chance of each to be lost, for its row is not what it was when it was written. */
    readonly conflicts: number;
    /** Writes a microsecond. */
    readonly rate: number;
  };
}

/** Why a store is restored. */
export interface RestoreCause {
  /** No copy is left, or people know of a harm. */
  readonly why: 'gone' | 'harm';
  /** Start of the fault by which its data were lost or harmed. */
  readonly faultAt: number;
  /** Nothing newer than this will do. */
  readonly notAfter: number;
  /** Since when no copy is left; absent while there is one. */
  readonly goneAt?: number;
  /** Since when people know. From then on backups are kept, and standbys that apply the log late are stopped. */
  readonly noticedAt: number;
}
