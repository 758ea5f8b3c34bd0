import type { Micros } from '../../kernel/index.js';
import type { KeysDecided, TimelineClosed, WriteClass } from '../../model/trace.js';
import type { Write } from './writes.js';

/** A write to a key of its own number, where something is known of its key. */
export interface DealtWrite extends Write {
  /** From 0; keys of splits only. */
  readonly key?: number;
}

/**
 * Deals the writes of splits to keys: each key gets as many of each writer and each fate as the run says that some key has. Which
 * of a writer's writes they are, and which key that was before the split, the run does not know.
 */
export function dealKeys(
  writes: readonly Write[],
  decided: readonly KeysDecided[],
  timelines: readonly TimelineClosed[],
): DealtWrite[] {
  const pools = new Map<string, Write[]>();
  const rest: Write[] = [];
  for (const write of writes) {
    const name = write.decidedFrom === undefined ? undefined : nameOf(write, write.decidedFrom);
    const pool = name === undefined ? rest : (pools.get(name) ?? []);
    if (name !== undefined) pools.set(name, pool);
    pool.push(write);
  }
  const dealt: DealtWrite[] = [];
  let key = 0;
  for (const { spans, blind, groups } of decided) {
    const take = (span: number, as: WriteClass, count: number) => {
      const { writer, from } = spans[span]!;
      const { timeline, began } = timelines[writer]!;
      const pool = pools.get(nameOf({ timeline, class: as }, Math.max(from, began)));
      for (let i = 0; i < count; i++) dealt.push({ ...pool!.pop()!, key });
    };
    for (const { keys, counts, fates } of groups) {
      for (let i = 0; i < keys; i++, key++) {
        counts.forEach((count, span) => {
          if (count === 0) return;
          take(span, fates[span]!, blind ? 1 : count);
          if (blind) take(span, 'surviving', count - 1);
        });
      }
    }
  }
  return [...rest, ...dealt];
}

/** Writes that are alike. */
function nameOf({ timeline, class: as }: Pick<Write, 'timeline' | 'class'>, from: Micros): string {
  return `${timeline} ${from} ${as}`;
}
