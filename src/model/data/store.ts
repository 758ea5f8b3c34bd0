import type { Consistency } from './reads/consistency.js';

/** A store: which share of the requests uses it, and which shard holds the data of each population. */
export interface StoreOptions {
  readonly name: string;
  readonly share: number;
  /** Index of the shard, by population. */
  readonly shardOf: readonly number[];
  /** Given where what reads miss is to be told. */
  readonly consistency?: Consistency;
}
