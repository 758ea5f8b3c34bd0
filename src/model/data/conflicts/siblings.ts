import { VersionVector } from '../clocks/version-vector.js';
import type { Conflict, KeyPolicy, Version } from './policy.js';

/**
 * Versions that have not seen each other are kept side by side, told apart by version vectors, until a reader merges them, as
 * in Dynamo (DeCandia et al., SOSP 2007) and Riak.
 */
export const siblings: KeyPolicy = {
  name: 'siblings',
  asks: 'sides',
  decides: 'key',
  resolve({ versions }: Conflict) {
    const vectors = versions.map(vectorOf);
    const kept = vectors.map((vector) => !vectors.some((other) => vector.compare(other) === 'before'));
    return {
      fates: kept.map((is) => (is ? 'merged' : 'surviving')),
      siblings: kept.filter((is) => is).length,
    };
  },
};

/** What a side has seen since the sides parted: its own writes. */
function vectorOf({ side, writes }: Version): VersionVector {
  return VersionVector.empty.increment(side, writes);
}
