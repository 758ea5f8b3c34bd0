import { own } from '../declaration.js';
import type { Path } from '../mistake.js';
import { type Findings, listOf, numberOf } from './given.js';

/** As many replicas answer as there are. */
export function checkQuorum(path: Path, store: unknown, findings: Findings): void {
  const replicas = own(store, 'replicas');
  if (replicas === undefined) return;
  const quorum = own(store, 'quorum');
  if (quorum === undefined)
    findings.add(path, 'is missing', 'how many replicas answer, such as { read: 2, write: 2 }');
  const count = listOf(replicas).length;
  for (const [key, what] of [
    ['read', 'a read'],
    ['write', 'a write'],
  ] as const) {
    const wanted = numberOf(own(quorum, key));
    if (wanted !== undefined && wanted > count && count > 0)
      findings.add(
        [...path, key],
        `is ${wanted}, but there ${count === 1 ? 'is one replica' : `are ${count} replicas`}: ${what} would never be answered`,
        `1 to ${count}`,
      );
  }
}
