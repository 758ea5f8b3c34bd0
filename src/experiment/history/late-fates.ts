import type { Stream } from '../../kernel/index.js';
import type { WriteClass, WritesClassified } from '../../model/trace.js';
import type { DealtWrite } from './deal.js';

/** Takes so many of the writes that fit at random and changes them; the order of all stays as it is. */
function change(
  writes: readonly DealtWrite[],
  count: number,
  fits: (write: DealtWrite) => boolean,
  into: (write: DealtWrite) => DealtWrite,
  stream: Stream,
): DealtWrite[] {
  let wanted = count;
  let left = writes.filter(fits).length;
  return writes.map((write) => {
    if (!fits(write)) return write;
    const taken = stream.next() * left < wanted;
    left -= 1;
    if (taken) wanted -= 1;
    return taken ? into(write) : write;
  });
}

/**
 * What becomes of writes of which the run knows only how many they are: people have merged some of those that waited for them,
 * and outside of splits some lost to others that they crossed on their way; nobody finds these.
 */
export function assignLateFates(
  writes: readonly DealtWrite[],
  classified: readonly WritesClassified[],
  stream: Stream,
): DealtWrite[] {
  const told = (as: WriteClass) =>
    classified.reduce((sum, one) => sum + (one.class === as ? one.count : 0), 0);
  const missing = (as: WriteClass, among: readonly DealtWrite[]) =>
    told(as) - among.filter((one) => one.class === as).length;
  const settled = -missing('pending', writes);
  let assigned = change(
    writes,
    settled,
    (one) => one.class === 'pending',
    (one) => ({ ...one, class: 'merged' }),
    stream,
  );
  for (const as of ['merged', 'lostInConflict', 'pending', 'diverged'] as const) {
    assigned = change(
      assigned,
      missing(as, assigned),
      (one) => one.class === 'surviving' && one.decidedFrom === undefined,
      (one) => ({ ...one, class: as, goneAt: as === 'merged' ? one.goneAt : one.at }),
      stream,
    );
  }
  return assigned;
}
