import type { Stream } from '../../kernel/index.js';
import type { WritesClassified } from '../../model/trace.js';
import type { DealtWrite } from './deal.js';

/** Writes that waited for people, who have merged as many of them by the end as the run says. */
export function repair(
  writes: readonly DealtWrite[],
  classified: readonly WritesClassified[],
  stream: Stream,
): DealtWrite[] {
  const told = classified.filter((one) => one.class === 'merged').reduce((sum, { count }) => sum + count, 0);
  let missing = told - writes.filter((one) => one.class === 'merged').length;
  let pending = writes.filter((one) => one.class === 'pending').length;
  return writes.map((write) => {
    if (write.class !== 'pending') return write;
    const merged = stream.next() * pending < missing;
    pending -= 1;
    if (merged) missing -= 1;
    return merged ? { ...write, class: 'merged' } : write;
  });
}
