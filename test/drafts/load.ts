import type { Client } from './cast.js';
import type { Choices } from './choices.js';

/** No life that is drafted is as short as a drain. */
export function draftHabits(pick: Choices): Partial<NonNullable<Client['connections']>> {
  const [idle, interval] = [pick.seconds(1, 60), pick.seconds(1, 30)];
  return {
    ...(pick.oneIn(3) ? {} : { keepAlive: { idle, interval, probes: pick.whole(1, 9) } }),
    ...(pick.oneIn(2) ? { drain: `${pick.whole(1, 900)}ms` } : {}),
  };
}

export function draftLoad(pick: Choices): NonNullable<Client['load']> {
  const zone = pick.oneIn(2) ? {} : { zone: pick.one(['UTC', '+05:30', '-08:00']) };
  const peak = `${pick.whole(10, 23)}:${pick.whole(10, 59)}`;
  return pick.oneIn(2)
    ? { peak, trough: `${pick.whole(0, 100)}%`, ...zone }
    : { daily: Array.from({ length: 24 }, () => `${pick.whole(50, 100)}%`), ...zone };
}
