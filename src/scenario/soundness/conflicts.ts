import { own } from '../declaration.js';
import { alternatives, type Path, quote } from '../mistake.js';
import { printShare } from '../share.js';
import { type Findings, listOf, numberOf, shareOf, textOf, textsOf } from './given.js';

/** Writers that merge say how writes fall on keys and who decides between them; nobody else has anything to decide. */
export function checkConflicts(path: Path, store: unknown, findings: Findings): void {
  const writers = own(store, 'writers');
  if (writers === undefined && own(own(store, 'replication'), 'lags') !== undefined)
    findings.key(
      [...path, 'replication', 'lags'],
      'has no meaning without writers',
      'lag, for all standbys of a primary',
    );
  checkKeys([...path, 'keys'], own(store, 'keys'), findings);
  if (writers === undefined) {
    if (own(store, 'conflicts') !== undefined)
      findings.key(
        [...path, 'conflicts'],
        own(store, 'replicas') === undefined
          ? 'has no meaning with a single primary: it orders all writes, and rejoin says what becomes of a tail that it lost'
          : 'has no meaning with replicas: they count no write as lost to a concurrent one',
        'conflicts only with writers',
      );
    return;
  }
  for (const [key, what] of [
    ['keys', 'how many keys the writes fall on, such as { count: 100000 }'],
    ['conflicts', 'a policy such as { policy: last-writer-wins }'],
  ] as const)
    if (own(store, key) === undefined) findings.add([...path, key], 'is missing', what);
  checkLags(
    [...path, 'replication', 'lags'],
    own(own(store, 'replication'), 'lags'),
    textsOf(writers),
    findings,
  );
  checkPolicy([...path, 'conflicts'], own(store, 'conflicts'), textsOf(writers), findings);
}

function checkKeys(path: Path, keys: unknown, findings: Findings): void {
  const count = numberOf(own(keys, 'count'));
  const hot = listOf(own(keys, 'hot'));
  if (hot.length === 0) return;
  const shares = hot.map((set) => shareOf(own(set, 'share')));
  const counts = hot.map((set) => numberOf(own(set, 'keys')));
  if (shares.includes(undefined) || counts.includes(undefined) || count === undefined) return;
  const sum = (list: readonly (number | undefined)[]) => list.reduce<number>((a, b) => a + (b ?? 0), 0);
  const [share, keysInSets] = [sum(shares), sum(counts)];
  const last = [...path, 'hot', hot.length - 1];
  if (share > 1 + 1e-9)
    findings.add([...last, 'share'], `the shares of hot keys add up to ${printShare(share)}`, 'at most 100%');
  if (keysInSets > count)
    findings.add([...last, 'keys'], `there are ${keysInSets} hot keys of ${count} keys`, `at most ${count}`);
  else if (keysInSets === count && share < 1 - 1e-9)
    findings.add(
      [...last, 'share'],
      `all keys are hot, and together they get ${printShare(share)}`,
      '100%, or keys that are not hot',
    );
}

function checkLags(
  path: Path,
  lags: unknown,
  writers: readonly [number, string][],
  findings: Findings,
): void {
  const names = writers.map(([, writer]) => writer);
  const before = new Set<string>();
  for (const [index, one] of listOf(lags).entries()) {
    const [from, to] = [textOf(own(one, 'from')), textOf(own(one, 'to'))];
    for (const [key, name] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (name !== undefined && !names.includes(name))
        findings.unknown([...path, index, key], 'writer', name, names);
    if (from !== undefined && from === to)
      findings.add([...path, index, 'to'], `${quote(to)} is where the writes come from`, 'another writer');
    const direction = `${from} ${to}`;
    if (before.has(direction)) findings.add([...path, index], 'says a way twice', 'each way once');
    before.add(direction);
  }
}

/** Options of each policy; those in brackets may be left out. */
const optionsOf: Record<string, readonly string[]> = {
  'last-writer-wins': ['[clock]'],
  priority: ['order'],
  siblings: [],
  crdt: ['type'],
  merge: ['[module]', '[export]', '[rate]'],
  'discard-minority': ['[order]'],
  freeze: ['[after]', '[rate]'],
  queue: ['rate'],
  ignore: [],
};
const options = [...new Set(Object.values(optionsOf).flat().map(bare))];

function bare(option: string): string {
  return option.replace(/[[\]]/g, '');
}

function checkPolicy(
  path: Path,
  conflicts: unknown,
  writers: readonly [number, string][],
  findings: Findings,
): void {
  const policy = textOf(own(conflicts, 'policy'));
  const own_ = policy === undefined ? undefined : optionsOf[policy];
  if (own_ === undefined) return;
  for (const option of options) {
    const given = own(conflicts, option) !== undefined;
    if (given && !own_.map(bare).includes(option)) {
      const users = Object.keys(optionsOf).filter((one) => optionsOf[one]!.map(bare).includes(option));
      findings.key(
        [...path, option],
        `has no meaning with policy ${policy}`,
        `it only with ${alternatives(users)}`,
      );
    } else if (!given && own_.includes(option))
      findings.add([...path, option], 'is missing', `${option}, which policy ${policy} needs`);
  }
  checkOrder(
    [...path, 'order'],
    own(conflicts, 'order'),
    writers.map(([, writer]) => writer),
    findings,
  );
}

function checkOrder(path: Path, order: unknown, writers: readonly string[], findings: Findings): void {
  if (!Array.isArray(order)) return;
  for (const [index, name] of textsOf(order))
    if (!writers.includes(name)) findings.unknown([...path, index], 'writer', name, writers);
  findings.repeated(path, order);
  const absent = writers.filter((writer) => !order.includes(writer));
  if (absent.length > 0 && order.every((name) => writers.includes(name as string)))
    findings.add(path, `leaves out ${absent.map(quote).join(' and ')}`, 'each writer once');
}
