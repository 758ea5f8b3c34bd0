import type { Store } from './cast.js';
import type { Choices } from './choices.js';

/** All copies take writes. */
export function draftWriters(pick: Choices, writers: readonly string[]): Store {
  const shipping = pick.one([
    { lag: pick.quantity(0, 20_000), ships: pick.one(['in-order', 'independently'] as const) },
    { every: pick.seconds(1, 600), transfer: pick.quantity(0, 300_000) },
  ]);
  const count = pick.one([1, 30, 1_000, 1_000_000]);
  return {
    writers: [...writers],
    replication: { mode: 'async', ...shipping },
    keys: {
      count,
      popularity: pick.one([{ zipf: pick.whole(0, 20) / 10 }, 'uniform' as const]),
      ...(count > 1 && pick.oneIn(3) ? { hot: [{ keys: 1, share: `${pick.whole(1, 99)}%` }] } : {}),
      writes: pick.one(['read-modify-write', 'blind'] as const),
    },
    conflicts: draftConflicts(pick, writers),
  };
}

function draftConflicts(pick: Choices, writers: readonly string[]): NonNullable<Store['conflicts']> {
  const policy = pick.one([
    'last-writer-wins',
    'priority',
    'siblings',
    'crdt',
    'discard-minority',
    'freeze',
    'queue',
    'ignore',
  ] as const);
  switch (policy) {
    case 'last-writer-wins':
      return { policy, clock: pick.one(['wall', 'hybrid'] as const) };
    case 'priority':
      return { policy, order: pick.some(writers, writers.length) };
    case 'crdt':
      return {
        policy,
        type: pick.one(['counter', 'set', 'register', 'multi-value', 'bounded-counter'] as const),
      };
    case 'freeze':
      return { policy, after: pick.seconds(1, 60) };
    case 'queue':
      return { policy, rate: `${pick.whole(1, 600)}/h` };
    default:
      return { policy };
  }
}
