import type { Micros } from '../../../kernel/index.js';
import type { Quantity } from '../../quantity.js';

/** How clients come from the old stack of a region to a new one beside it. */
export interface SwitchOptions {
  readonly by: 'balancer' | 'weights' | 'dns';
  /** Shares of the new requests that the new stack gets, one after the other; the last one is all. */
  readonly shifts: readonly number[];
  readonly every: Micros;
  /** How long the longest requests in flight last, and after which time they are cut off. */
  readonly inFlight: Quantity;
  readonly drainAtMost: Micros;
  /** How long the old stack is kept: until then going back is a switch. */
  readonly keep: Quantity;
  /** Share of the requests to a new stack that fail at first, and for how long. */
  readonly cold?: { readonly fails: number; readonly lasts: Quantity };
}
