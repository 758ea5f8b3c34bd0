import { insideZoneRoundTrip, interZoneRoundTrip, roundTrip } from '../data/round-trips.js';
import { millisecond } from '../kernel/index.js';
import type { NetworkOptions } from '../model/network.js';
import type { Quantity } from '../model/quantity.js';
import type { Spec } from '../scenario/schema.js';
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
  /** Round trip between a place and a region, milliseconds of the table or as the scenario states it, in microseconds. */
  placeToRegion(place: string, region: string): number;
}

interface Site {
  readonly name: string;
  readonly region: string;
  readonly place: string;
}

export function layOutSites(spec: Spec): Sites {
  const sites = Object.entries(spec.regions).flatMap(([region, { place, zones }]): Site[] =>
    zones.length === 0
      ? [{ name: region, region, place }]
      : zones.map((zone) => ({ name: `${region}/${zone}`, region, place })),
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
      regions: regionNames.map((name) => ({ name, sites: numbersIn(name) })),
      roundTrips: sites.map((a) => sites.map((b) => tripBetween(spec, a, b))),
    },
    regionNames,
    numbersOf,
    numberOf: (name) => numbersOf(name)[0]!,
    regionNumber: (name) => regionNames.indexOf(name),
    placeToRegion: (place, region) => {
      const own = { name: place, region: place, place };
      const there = { name: region, region, place: spec.regions[region]!.place };
      return tripBetween(spec, own, there).law.mean;
    },
  };
}

/** As the scenario states it, the most special statement first (zones, regions, places); else from the table. */
function tripBetween(spec: Spec, a: Site, b: Site): Quantity {
  if (a.name === b.name && a.place === b.place) return fixedQuantity(insideZoneRoundTrip * millisecond);
  const names = (site: Site) => [site.name, site.region, site.place];
  for (const from of names(a)) {
    for (const to of names(b)) {
      const stated = spec.network.find(
        ({ between: [x, y] }) => (x === from && y === to) || (x === to && y === from),
      );
      if (stated) return buildQuantity(stated.roundTrip);
    }
  }
  if (a.region === b.region) return fixedQuantity(interZoneRoundTrip * millisecond);
  return fixedQuantity(roundTrip(a.place, b.place).ms * millisecond);
}
