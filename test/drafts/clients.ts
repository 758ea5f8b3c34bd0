import { type Client, places, type Quantity } from './cast.js';
import type { Choices } from './choices.js';

export function draftClients(pick: Choices, homes: readonly string[] | undefined): Record<string, Client> {
  const names = pick.some(['clerks', 'shoppers', 'robots'], 1);
  return Object.fromEntries(
    names.map((name): [string, Client] => [
      name,
      {
        place: pick.one(places),
        requests: `${pick.whole(1, 500)}/s`,
        ...(pick.oneIn(4) ? {} : { writes: `${pick.whole(0, 100)}%` }),
        ...(homes && pick.oneIn(3) ? { home: pick.one(homes) } : {}),
        ...(pick.oneIn(4) ? { think: pick.seconds(0, 30) } : {}),
        ...(pick.oneIn(2) ? {} : { resolvers: draftResolvers(pick) }),
        ...(pick.oneIn(3)
          ? { cache: { ttl: pick.seconds(1, 120), keeps: pick.one(['full', 'remaining'] as const) } }
          : {}),
        ...(pick.oneIn(3) ? { connections: { life: draftLife(pick) } } : {}),
      },
    ]),
  );
}

function draftLife(pick: Choices): Quantity {
  const life = pick.seconds(1, 900);
  return pick.oneIn(2) ? life : { mean: life };
}

function draftResolvers(pick: Choices): NonNullable<Client['resolvers']> {
  const count = pick.oneIn(3) ? ('many' as const) : pick.whole(1, 60);
  return {
    count,
    ...(count === 'many' ? {} : { weights: pick.one(['equal', 'zipf'] as const) }),
    ...(pick.oneIn(2) ? { lookups: pick.one(['default', 'always', '1/s', '20/h']) } : {}),
    ...(pick.oneIn(3) ? { stretch: { share: `${pick.whole(1, 100)}%`, to: pick.seconds(301, 900) } } : {}),
  };
}
