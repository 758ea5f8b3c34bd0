/** Last updates at most this far apart (by their stamps, microseconds) are those of one visit to the shop: 30 s, assumed. */
const oneVisit = 30e6;

/**
 * What a shop may do with versions of a cart. Updated within the same half minute, it is a customer who was sent now to one
 * region and now to the other, or two people at one cart: the version with more updates behind it stays, the later one where
 * they have as many. Else one version was left long before the other, nobody knows which of them is wanted, and a person asks.
 *
 * @param {import('regionfall').Conflict} conflict
 * @returns {import('regionfall').MergeAnswer}
 */
export function mergeCarts({ versions }) {
  const times = versions.map(({ stamp }) => stamp.time);
  if (Math.max(...times) - Math.min(...times) > oneVisit) return 'pending';
  return { keep: versions.reduce((best, one) => (isBetter(one, best) ? one : best)) };
}

function isBetter(one, other) {
  return one.writes > other.writes || (one.writes === other.writes && one.stamp.time > other.stamp.time);
}
