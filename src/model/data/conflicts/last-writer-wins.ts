import { compareStamps } from '../clocks/stamp.js';
import type { Conflict, KeyPolicy, Resolution, Version } from './policy.js';

/**
 * The version with the greatest stamp is kept; whether stamps come from wall clocks or from hybrid logical ones is a matter of
 * those who stamp. As DynamoDB global tables do it, key by key, and as Cassandra does.
 */
export const lastWriterWins: KeyPolicy = {
  name: 'last-writer-wins',
  asks: 'last',
  decides: 'key',
  resolve({ versions }: Conflict): Resolution {
    return keepOnly(
      versions,
      versions.reduce((last, version) => (isLater(version, last) ? version : last)),
    );
  },
};

function isLater(a: Version, b: Version): boolean {
  return (compareStamps(a.stamp, b.stamp) || a.side - b.side) > 0;
}

/** One version survives, the others are lost. */
export function keepOnly(versions: readonly Version[], winner: Version | undefined): Resolution {
  return {
    fates: versions.map((version) => (version === winner ? 'surviving' : 'lostInConflict')),
    siblings: 0,
  };
}
