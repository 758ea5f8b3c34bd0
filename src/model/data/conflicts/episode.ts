import { drawCells } from './cells.js';
import type { Split, SplitTally, SplitTerms } from './split.js';
import { SplitAccount } from './split-account.js';

/**
 * Accounts for every write of a split, key by key and exactly in distribution, without a step a key or a write: keys with the
 * same counts are decided together where the policy asks only which sides wrote, or who wrote last and the writes of all are
 * spread alike over the same time by clocks that are equally wrong. Else the last writes of each key in conflict are drawn.
 *
 * What the policy decides follows the version that a side has: its last write is the one with the greatest stamp of those made
 * on this side, and a write replaces what the side had before, whatever that was stamped.
 *
 * @throws RangeError if sides or spans do not make a split.
 */
export function accountSplit(split: Split, terms: SplitTerms): SplitTally {
  const account = new SplitAccount(split, terms);
  drawCells(
    terms.keys,
    split.spans.map(({ mass }) => mass),
    terms.stream,
    (keys, counts) => account.add(keys, counts),
  );
  return account.tally();
}
