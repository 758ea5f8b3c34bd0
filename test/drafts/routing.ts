import type { Cast, Part } from './cast.js';
import type { Choices } from './choices.js';

export function draftRouting(pick: Choices, { regions }: Cast, populations: string[]): Part<'routing'> {
  const interval = pick.whole(1, 60);
  const schedule = pick.one(['fixed', 'sequential'] as const);
  const timeout = pick.whole(1, schedule === 'fixed' ? interval : 60);
  const checkers = pick.one([1, 1, 3, 16]);
  return {
    ...draftPolicy(pick, regions, populations),
    ...(pick.oneIn(3) ? { failOpen: pick.one(['all', 'evenly', 'nearest', 'nothing'] as const) } : {}),
    ttl: pick.seconds(1, 300),
    ...(pick.oneIn(3) ? { propagation: pick.quantity(0, 60_000) } : {}),
    health: {
      interval: `${interval}s`,
      timeout: `${timeout}s`,
      failures: pick.whole(1, 5),
      ...(pick.oneIn(2) ? { successes: pick.whole(1, 5) } : {}),
      checkers,
      ...(pick.oneIn(3) ? { healthyAbove: pick.one(['0%', '18%', '50%', '90%']) } : {}),
      schedule,
      ...(pick.oneIn(3) ? { roundTrip: `${pick.whole(0, 999)}ms` } : {}),
      ...(pick.oneIn(8) ? { loss: pick.one(['0.1%', '2%']) } : {}),
      ...(checkers > 1 && pick.oneIn(2) ? { holdDown: pick.seconds(1, 600) } : {}),
    },
  };
}

function draftPolicy(pick: Choices, regions: readonly string[], populations: readonly string[]) {
  const policy = pick.one([
    'failover',
    'weighted',
    'latency',
    'geolocation',
    'geoproximity',
    'multivalue',
    'nested',
  ] as const);
  switch (policy) {
    case 'nested': {
      const rest = { policy: 'failover' as const, order: pick.some(regions, 1) };
      return { policy: 'failover' as const, order: ['rest', pick.one(regions)], groups: { rest } };
    }
    case 'geoproximity':
      return { policy, biases: { [pick.one(regions)]: pick.whole(-99, 99) } };
    case 'multivalue':
      return { policy, atMost: pick.whole(1, 8), tries: pick.one(['next', 'one'] as const) };
    case 'failover':
      return { policy, order: pick.some(regions, 1) };
    case 'weighted':
      return {
        policy,
        weights: Object.fromEntries(regions.map((name, i) => [name, i === 0 ? 1 : pick.whole(0, 4)])),
      };
    case 'latency':
      return { policy };
    case 'geolocation':
      return {
        policy,
        locations: Object.fromEntries(populations.map((name) => [name, pick.one(regions)])),
        ...(pick.oneIn(2) ? { default: pick.one(regions) } : {}),
      };
  }
}
