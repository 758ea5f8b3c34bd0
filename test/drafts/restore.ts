import type { Cast, Store } from './cast.js';
import type { Choices } from './choices.js';

/** How a store is restored: some of what that takes, in its place or beside it. */
export function draftRestore(pick: Choices, cast: Cast): NonNullable<Store['restore']> {
  const quantity = () => pick.quantity(0, 1_200_000);
  const times = pick.some(['decide', 'queue', 'provision', 'index', 'check', 'cutOver', 'rebuild'], 0);
  const conflicts = `${pick.whole(0, 100)}%`;
  return {
    ...Object.fromEntries(times.map((one) => [one, quantity()])),
    ...(pick.oneIn(2) ? { replay: `${pick.whole(20, 10_000)}%` } : {}),
    ...(pick.oneIn(2) ? { beside: true } : {}),
    ...(pick.oneIn(3) ? { to: pick.one(Object.values(cast.sitesOf).flat()) } : {}),
    ...(pick.oneIn(3) ? { slow: { for: quantity(), serves: `${pick.whole(0, 99)}%` } } : {}),
    ...(pick.oneIn(3) ? { reapply: { rate: `${pick.whole(1, 10_000)}/s`, conflicts } } : {}),
  };
}
