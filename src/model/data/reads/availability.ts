import { majority } from '../commit.js';

/**
 * Share of the time that at least so many sites are up, each up on its own for its share of the time: the upper tail of the
 * Poisson-binomial law, summed exactly. Being up is all that counts here: a partition can take a quorum from sites that run, and
 * a witness counts for a quorum though it holds no data.
 *
 * @throws RangeError if an availability is no share
 */
export function quorumAvailability(sites: readonly number[], needed: number): number {
  // chance[k] of k sites up.
  let chances = [1];
  for (const up of sites) {
    if (!(up >= 0 && up <= 1)) throw new RangeError(`an availability must lie between 0 and 1, not ${up}`);
    const next = [...chances, 0].map((chance) => chance * (1 - up));
    chances.forEach((chance, k) => {
      next[k + 1]! += chance * up;
    });
    chances = next;
  }
  // From the smallest term on, so that none is lost in the sum.
  return chances
    .slice(Math.max(0, needed))
    .sort((a, b) => a - b)
    .reduce((sum, chance) => sum + chance, 0);
}

/** Share of the time that more than half of the sites are up. */
export function majorityAvailability(sites: readonly number[]): number {
  return quorumAvailability(sites, majority(sites.length));
}

/** Share of the operations that find their quorum: reads need R sites, writes W of them. */
export function operationAvailability(
  sites: readonly number[],
  { read, write, reads }: { readonly read: number; readonly write: number; readonly reads: number },
): number {
  return reads * quorumAvailability(sites, read) + (1 - reads) * quorumAvailability(sites, write);
}
