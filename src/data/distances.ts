import { areas } from './areas.js';
import { greatCircle } from './great-circle.js';
import { places } from './places.js';

/**
 * Distance of two places along the surface, in km; 0 in one metropolitan area.
 *
 * @throws RangeError for an id that is not among `places`
 */
export function distanceBetween(from: string, to: string): number {
  const [a, b] = [from, to].map((id) => {
    const place = places.get(id);
    if (place === undefined) throw new RangeError(`unknown place "${id}"`);
    return place.area;
  });
  return a === b ? 0 : greatCircle(areas[a!], areas[b!]);
}
