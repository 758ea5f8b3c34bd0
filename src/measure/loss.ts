import type { WriteClass, WritesClassified } from '../model/trace.js';

const lostClasses: readonly WriteClass[] = ['lostInFailover', 'lostInConflict', 'lostInRestore'];

/** Whether these writes are gone: neither waiting for anybody nor merged. */
export function isLost(record: WritesClassified): boolean {
  return lostClasses.includes(record.class);
}
