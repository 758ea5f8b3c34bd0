import type { Stream } from '../../../kernel/index.js';
import type { KeyGroup } from './keys.js';

/**
 * A place with chance in proportion to chance(place) - least. As the chance is convex in the rank, it lies below its chord,
 * from which a place is proposed (the smaller of two different ones), and above its last step, by which most are accepted.
 */
export function placeBeside(group: KeyGroup, stream: Stream): number {
  const { keys, least, most } = group;
  const last = keys - 1;
  const chord = (most - least) / last;
  const step = group.chance(last - 1) - least;
  for (;;) {
    const one = Math.floor(stream.next() * keys);
    let other = Math.floor(stream.next() * last);
    if (other >= one) other += 1;
    const place = one < other ? one : other;
    const height = stream.next() * chord;
    if (height <= step || height * (last - place) <= group.chance(place) - least) return place;
  }
}
