import { type Cast, type Part, places, type Region } from './cast.js';
import type { Choices } from './choices.js';

export function draftRegions(pick: Choices): Record<string, Region> {
  const names = pick.some(['east', 'west', 'north', 'south'], 2);
  return Object.fromEntries(
    names.map((name): [string, Region] => {
      const zones = pick.oneIn(3) ? pick.some(['a', 'b', 'c'], 1) : [];
      const clock = pick.oneIn(3)
        ? {
            clock: { [pick.one(['ahead', 'behind'])]: pick.seconds(0, 60), error: `${pick.whole(0, 500)}ms` },
          }
        : {};
      return [name, { place: pick.one(places), ...(zones.length > 0 ? { zones } : {}), ...clock }];
    }),
  );
}

export function draftNetwork(pick: Choices, { regions }: Cast): Part<'network'> {
  const [from, to] = pick.some(regions, 2, 2);
  return [{ between: [from!, to!], roundTrip: pick.quantity(1, 300) }];
}
