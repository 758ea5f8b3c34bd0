import type { Form } from '../../measure/history/edn-reader.js';

type Line = { [key: string]: Form };

export interface SetFullCount {
  /** Elements that somebody tried to add. */
  readonly attempted: number;
  /** Elements whose add was acknowledged. */
  readonly acknowledged: number;
  readonly stable: number;
  readonly lost: number;
  readonly neverRead: number;
  /** Elements read that nobody tried to add. */
  readonly unexpected: number;
}

/** Indexes of an element: when it was known to be there, and the last reads that found it and that did not. */
interface Element {
  known?: number;
  present?: number;
  absent?: number;
}

/**
 * Counts as Jepsen's set-full does (jepsen.checker/set-full): an element is known from the completion of its add or the first read
 * that finds it; stable if every read that begins after the last one without it finds it; lost if the last reads do not find it and
 * began after it was known; else never read.
 */
export function countSetFull(history: readonly Form[]): SetFullCount {
  const elements = new Map<Form, Element>();
  const invoked = new Map<Form, number>();
  let [acknowledged, unexpected] = [0, 0];
  for (const line of history as Line[]) {
    const { type, process, f, value } = line;
    const index = line['index'] as number;
    if (typeof process !== 'number') continue;
    const began = invoked.get(process) ?? index;
    if (type === ':invoke') invoked.set(process, index);
    if (f === ':add' && type === ':invoke') elements.set(value!, {});
    if (f === ':add' && type === ':ok') {
      elements.get(value!)!.known ??= index;
      acknowledged += 1;
    }
    if (f !== ':read' || type !== ':ok') continue;
    const found = new Set(value as Form[]);
    for (const [element, state] of elements) {
      if (found.has(element)) {
        state.known ??= index;
        state.present = Math.max(state.present ?? -1, began);
      } else state.absent = Math.max(state.absent ?? -1, began);
    }
    for (const element of found) if (!elements.has(element)) unexpected += 1;
  }
  const outcomes = { stable: 0, lost: 0, neverRead: 0 };
  for (const element of elements.values()) outcomes[outcomeOf(element)] += 1;
  return { attempted: elements.size, acknowledged, unexpected, ...outcomes };
}

function outcomeOf({ known, present = -1, absent = -1 }: Element): 'stable' | 'lost' | 'neverRead' {
  if (present > absent) return 'stable';
  return known !== undefined && absent > present && absent > known ? 'lost' : 'neverRead';
}
