import type { Cast, Step, Store } from './cast.js';
import type { Choices } from './choices.js';

export function draftDetection(pick: Choices, cast: Cast, store: Store): NonNullable<Step['detect']> {
  const loop = pick.whole(1, 20);
  const watchers = cast.regions.filter((region) => store.primary?.split('/')[0] !== region);
  switch (cast.limits.detect ?? pick.one(['checks', 'lease', 'observers', 'provider'])) {
    case 'lease':
      return {
        lease: {
          ...draftTimes(pick, loop),
          loop: `${loop}s`,
          ...(pick.oneIn(2) ? { watch: pick.oneIn(2) } : {}),
          ...(pick.oneIn(3) ? { failsafe: true } : {}),
          ...(pick.oneIn(3) ? { clock: pick.one(['monotonic', 'wall'] as const) } : {}),
          ...(pick.oneIn(3) ? { start: pick.quantity(0, 300_000) } : {}),
        },
      };
    case 'observers':
      return {
        observers: pick.some(watchers, 1),
        interval: `${loop}s`,
        timeout: pick.seconds(1, loop),
        failures: pick.whole(1, 5),
      };
    case 'provider': {
      const timeout = pick.seconds(1, loop);
      return { provider: { interval: `${loop}s`, timeout, failures: pick.whole(1, 5) } };
    }
    default:
      return 'checks';
  }
}

/** A lease with or without a limit to retries, within Patroni's rule. */
function draftTimes(pick: Choices, loop: number) {
  if (pick.oneIn(2)) return { ttl: pick.seconds(loop + 1, 60) };
  const retry = pick.whole(1, 20);
  return { ttl: pick.seconds(loop + 2 * retry, 120), retry: `${retry}s` };
}
