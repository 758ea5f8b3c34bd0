import { faultKinds } from '../../src/scenario/faults.js';
import type { Cast, Drafted, Fault } from './cast.js';
import type { Choices } from './choices.js';

export function draftFaults(pick: Choices, cast: Cast, { data, failover }: Drafted): Fault[] {
  return Array.from({ length: pick.whole(0, 5) }, (_, index) =>
    draftFault(pick, cast, { data, failover }, index),
  );
}

function draftFault(pick: Choices, cast: Cast, drafted: Drafted, index: number): Fault {
  const second = 1_000;
  const half = cast.horizon * 30 * second;
  return {
    ...draftEffect(pick, cast, drafted),
    ...(pick.oneIn(4)
      ? { every: pick.quantity(30 * second, half), for: pick.quantity(second, half) }
      : {
          at: pick.quantity(0, half),
          ...(pick.oneIn(4) ? {} : { for: pick.quantity(1, half) }),
        }),
    ...(pick.oneIn(4) ? { name: `fault-${index}` } : {}),
  };
}

/** Kinds of faults that strike what there is, at any time of the day. */
const strokes = faultKinds.filter((kind) => kind !== 'surge');

function draftEffect(pick: Choices, cast: Cast, { data, failover }: Drafted): Fault {
  const { regions, sitesOf } = cast;
  const sites = regions.flatMap((region) => [...new Set([region, ...sitesOf[region]!])]);
  const single = Object.keys(data).filter((name) => data[name]!.primary !== undefined);
  const [first, ...rest] = pick.some(regions, 2);
  const alarming = single.filter((name) => failover[name] !== undefined);
  const copied = single.filter((name) => (data[name]!.standbys ?? []).length > 0);
  const slow = () => ({ slow: [first!, rest[0]!] as [string, string], by: pick.quantity(1, 5_000) });
  switch (pick.one(cast.limits.faults ?? strokes)) {
    case 'lose':
      return { lose: pick.one([...sites, ...single]) };
    case 'destroy':
      return { destroy: pick.one([...sites, ...single]) };
    case 'crash':
      return { crash: pick.one([...sites, ...single]) };
    case 'pause':
      return { pause: pick.one([...sites, ...single]) };
    case 'partition':
      return {
        partition: [pick.one(sitesOf[first!]!), rest],
        ...(pick.oneIn(3) ? { oneWay: true } : {}),
        ...(pick.oneIn(3) ? { inFlight: 'delivered' as const } : {}),
      };
    case 'step':
      return { step: pick.one(regions), by: pick.quantity(1, 60_000), back: pick.oneIn(2) };
    case 'isolate':
      return { isolate: pick.one(sites) };
    case 'dns':
      return { dns: pick.one(['unanswered', 'empty', 'frozen'] as const) };
    case 'alarm':
      return alarming.length > 0 ? { alarm: pick.one(alarming) } : slow();
    case 'promote': {
      if (copied.length === 0) return slow();
      const promote = pick.one(copied);
      return { promote, to: pick.one(data[promote]!.standbys!) };
    }
    case 'degrade':
      return {
        degrade: pick.one(sites),
        share: pick.one(['1%', '30%', '100%']),
        ...(pick.oneIn(3) ? { probes: 'spared' as const } : {}),
      };
    default:
      return slow();
  }
}
