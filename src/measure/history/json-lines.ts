import type { Operation } from './operation.js';

/** A history as JSON, one object a line: the fields of the EDN form, with texts where that has keywords. */
export function historyJsonLines(operations: Iterable<Operation>): string {
  const lines: string[] = [];
  for (const { index, time, type, process, f, value, population, region } of operations) {
    // The order of the keys is that of the EDN form; absent ones are left out.
    lines.push(`${JSON.stringify({ index, time, type, process, f, value, population, region })}\n`);
  }
  return lines.join('');
}
