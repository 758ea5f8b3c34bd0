import { minute, uniform } from '../kernel/index.js';
import type { NetworkOptions } from '../model/network.js';
import type { Quantity } from '../model/quantity.js';
import type { StandbyOptions } from '../model/recovery/standby-region.js';
import type { RoutingOptions } from '../model/traffic/name-service.js';
import { sharesOf } from '../model/traffic/policies/addresses.js';
import { decideFor } from '../model/traffic/policies/decision.js';
import type { PopulationPlan } from '../model/traffic/population.js';
import type { Spec } from '../scenario/schema.js';
import { isIdle, serversWaiting } from '../scenario/standby.js';
import { Contradiction } from './contradiction.js';
import { buildQuantity } from './quantity.js';
import type { Sites } from './sites.js';

type Region = Spec['regions'][string];
type Standby = NonNullable<Region['standby']>;

/** Regions that have to be made ready before they serve, or serve everybody. */
export function planStandbys({ regions }: Spec, sites: Sites): StandbyOptions[] {
  return Object.entries(regions).flatMap(([name, region]): StandbyOptions[] => {
    const { standby, capacity } = region;
    if (!standby || standby.strategy === 'hot') return [];
    const all = capacity?.servers;
    return [
      {
        region: sites.regionNumber(name),
        name,
        idle: isIdle(standby),
        ...(all === undefined ? {} : { servers: { waiting: serversWaiting(standby, all), all } }),
        provision: planProvision(name, standby),
        boot: planBoot(name, standby),
      },
    ];
  });
}

/** @throws Contradiction where clients are sent to a region that serves nobody although nothing is wrong */
export function checkAllServed(
  { policy, rules }: RoutingOptions,
  populations: readonly PopulationPlan[],
  { regions }: NetworkOptions,
): void {
  const serving = regions.map(({ idle }) => !idle);
  for (const { options } of populations) {
    const shares = sharesOf(decideFor(policy, options.seenAs, serving, rules), regions.length);
    const idle = regions.find((_, region) => !serving[region] && shares[region]! > 0);
    if (!idle) continue;
    throw new Contradiction({
      path: ['regions', idle.name, 'standby'],
      message: `clients of ${options.name} are sent to "${idle.name}" although nothing is wrong, and nobody serves them there`,
      expected: 'a routing that names it only while others are unhealthy, or warm or hot',
    });
  }
}

/**
 * Minutes: all of a zone built anew (GitLab, runbooks, recovery measurements of game days, 2024 to 2026), or capacity for what is
 * prepared (Netflix, "Project Nimble", 2018).
 */
function planProvision(name: string, { strategy, provision }: Standby): Quantity {
  if (provision) return buildQuantity(provision, `provision of ${name}`);
  const [least, most] = strategy === 'backup-and-restore' ? [14, 39] : [3, 5];
  return drawn('provision', name, least, most);
}

/** Minutes: bootstrap of a machine (GitLab, as above). */
function planBoot(name: string, { boot }: Standby): Quantity {
  return boot ? buildQuantity(boot, `boot of ${name}`) : drawn('boot', name, 7, 11);
}

function drawn(what: string, name: string, least: number, most: number): Quantity {
  return { law: uniform(least * minute, most * minute), drawn: 'use', statement: `${what} of ${name}` };
}
