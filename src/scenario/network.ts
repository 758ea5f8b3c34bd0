import { places } from '../data/places.js';
import { roundTrip } from '../data/round-trips.js';
import type { QuantitySpec } from './quantity.js';
import type { Spec } from './schema.js';

/** The round trip between two ends of a scenario's network, and where it comes from. */
export interface Link {
  roundTrip: QuantitySpec;
  /** Absent when the scenario states it. */
  source?: string;
}

/**
 * The round trip between two ends: sites (`us-east`, `us-east/a`), populations or places. What the scenario states for the two ends
 * counts first, then for their regions, then for their places; then the table of measured round trips.
 *
 * @throws RangeError if an end is neither declared nor a known place.
 */
export function linkBetween(
  spec: Pick<Spec, 'regions' | 'clients' | 'network'>,
  from: string,
  to: string,
): Link {
  const [a, b] = [names(spec, from), names(spec, to)];
  for (const x of a)
    for (const y of b) {
      const stated = spec.network.find(({ between: [p, q] }) => (p === x && q === y) || (p === y && q === x));
      if (stated !== undefined) return { roundTrip: stated.roundTrip };
    }
  const measured = roundTrip(a.at(-1)!, b.at(-1)!);
  return {
    roundTrip: { draw: 'use', kind: 'constant', value: measured.ms * 1000 },
    source: measured.estimated ? `estimated: ${measured.source}` : measured.source,
  };
}

/** What an end may be called, most particular first: the site, its region, its place. */
function names(spec: Pick<Spec, 'regions' | 'clients'>, end: string): string[] {
  const [region = ''] = end.split('/');
  if (Object.hasOwn(spec.regions, region) && !places.has(end))
    return [...new Set([end, region, spec.regions[region]!.place])];
  if (Object.hasOwn(spec.clients, end)) return [end, spec.clients[end]!.place];
  if (places.has(end)) return [end];
  throw new RangeError(`"${end}" is neither a region, a zone, a population nor a place`);
}
