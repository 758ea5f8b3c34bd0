import { insideZoneRoundTrip } from '../data/round-trips.js';
import { millisecond } from '../kernel/index.js';
import type { NetworkOptions } from '../model/network.js';
import type { Quantity } from '../model/quantity.js';
import { linkBetween } from '../scenario/network.js';
import type { Spec } from '../scenario/schema.js';
import { isIdle } from '../scenario/standby.js';
import { buildQuantity, fixedQuantity } from './quantity.js';

/** The sites of a scenario, by name and number. */
export interface Sites {
  readonly network: NetworkOptions;
  readonly regionNames: readonly string[];
  /** Numbers of the sites of a region, or of a zone (`us-east/a`). */
  numbersOf(name: string): readonly number[];
  /** The one site that stands for a name: of a region with zones, the first. */
  numberOf(name: string): number;
  regionNumber(name: string): number;
  /** Mean round trip from a population to a region, microseconds. */
  roundTripTo(region: string, population: string): number;
}

interface Site {
  readonly name: string;
  readonly region: string;
}

export function layOutSites(spec: Spec): Sites {
  const sites = Object.entries(spec.regions).flatMap(([region, { zones }]): Site[] =>
    zones.length === 0
      ? [{ name: region, region }]
      : zones.map((zone) => ({ name: `${region}/${zone}`, region })),
  );
  const regionNames = Object.keys(spec.regions);
  const numbersIn = (region: string) => sites.flatMap((site, i) => (site.region === region ? [i] : []));
  const numbersOf = (name: string) => {
    const one = sites.findIndex((site) => site.name === name);
    return one >= 0 ? [one] : numbersIn(name);
  };
  return {
    network: {
      sites: sites.map(({ name }) => name),
      regions: regionNames.map((name) => ({
        name,
        sites: numbersIn(name),
        ...(isIdle(spec.regions[name]!.standby) ? { idle: true } : {}),
      })),
      roundTrips: sites.map((a) => sites.map((b) => tripBetween(spec, a.name, b.name))),
    },
    regionNames,
    numbersOf,
    numberOf: (name) => numbersOf(name)[0]!,
    regionNumber: (name) => regionNames.indexOf(name),
    roundTripTo: (region, population) =>
      buildQuantity(linkBetween(spec, population, region).roundTrip, 'round trip').law.mean,
  };
}

function tripBetween(spec: Spec, a: string, b: string): Quantity {
  return a === b
    ? fixedQuantity(insideZoneRoundTrip * millisecond)
    : buildQuantity(linkBetween(spec, a, b).roundTrip, `round trip ${[a, b].sort().join(' ')}`);
}
