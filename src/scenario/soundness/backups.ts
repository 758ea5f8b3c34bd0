import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import { alternatives, type Path, quote } from '../mistake.js';
import { checkBackupEffort } from './backup-effort.js';
import type { Declared } from './declared.js';
import { durationOf, type Findings, leastOf, listOf, mapOf, numberOf, textOf, textsOf } from './given.js';
import { checkSite } from './stores.js';

/** Backups go to a vault that is there, build on others that are there, and are kept long enough to be of use. */
export function checkBackups(declared: Declared, findings: Findings): void {
  for (const [name, vault] of Object.entries(mapOf(own(declared.scenario, 'vaults')))) {
    const place = textOf(own(vault, 'in'));
    if (place !== undefined && place !== 'elsewhere')
      checkSite(['vaults', name, 'in'], place, declared, findings);
  }
  for (const [name, store] of Object.entries(mapOf(own(declared.scenario, 'data'))))
    checkStore(['data', name], store, declared, findings);
}

function checkStore(path: Path, store: unknown, declared: Declared, findings: Findings): void {
  const backups = mapOf(own(store, 'backups'));
  const names = Object.keys(backups);
  if (names.length === 0)
    for (const key of ['restore', 'size'])
      if (own(store, key) !== undefined)
        findings.key([...path, key], 'has no meaning without backups', 'it only in a store with backups');
  const to = textOf(own(own(store, 'restore'), 'to'));
  if (to !== undefined) checkSite([...path, 'restore', 'to'], to, declared, findings);
  for (const [name, backup] of Object.entries(backups)) {
    const here = [...path, 'backups', name];
    const kind = textOf(own(backup, 'kind')) ?? 'full';
    checkKeys(here, kind, backup, findings);
    checkPlaces(here, kind, backup, declared, findings);
    checkSchedule(here, kind, backup, findings);
    checkBackupEffort(here, kind, backup, findings);
    checkBase(here, name, kind, backup, backups, findings);
  }
}

/** Keys that only some kinds have. */
const kindsOf: Record<string, readonly string[]> = {
  of: ['differential', 'incremental'],
  from: ['full', 'snapshot'],
  newest: ['full', 'snapshot'],
  delay: ['standby'],
  in: ['standby'],
  every: ['full', 'differential', 'incremental', 'snapshot', 'log'],
  at: ['full', 'differential', 'incremental', 'snapshot', 'log'],
  hold: ['full', 'differential', 'incremental', 'snapshot'],
  takes: ['full', 'differential', 'incremental', 'snapshot', 'log'],
  to: ['full', 'differential', 'incremental', 'snapshot', 'log'],
  keep: ['full', 'differential', 'incremental', 'snapshot', 'log'],
  size: ['full', 'differential', 'incremental'],
  bad: ['full', 'differential', 'incremental', 'snapshot', 'log'],
  fails: ['full', 'differential', 'incremental', 'snapshot'],
  key: ['full', 'differential', 'incremental', 'snapshot', 'log'],
};

function checkKeys(path: Path, kind: string, backup: unknown, findings: Findings): void {
  for (const [key, kinds] of Object.entries(kindsOf))
    if (own(backup, key) !== undefined && !kinds.includes(kind))
      findings.key([...path, key], `has no meaning with kind ${kind}`, `it only with ${alternatives(kinds)}`);
  const needs: readonly (readonly [key: string, kinds: readonly string[], such: string])[] = [
    ['every', kindsOf['every']!, 'how often one is made, such as 24h'],
    ['to', kindsOf['to']!, 'the vault that it goes to'],
    ['of', kindsOf['of']!, 'the full backups that it builds on'],
    ['size', kindsOf['of']!, 'what is read to restore one, such as 20GB'],
    ['delay', ['standby'], 'how late it applies the log, such as 4h'],
    ['in', ['standby'], 'where it is'],
  ];
  for (const [key, kinds, such] of needs)
    if (kinds.includes(kind) && own(backup, key) === undefined)
      findings.add([...path, key], 'is missing', such);
}

function checkPlaces(
  path: Path,
  kind: string,
  backup: unknown,
  declared: Declared,
  findings: Findings,
): void {
  const vaults = Object.keys(mapOf(own(declared.scenario, 'vaults')));
  const to = textOf(own(backup, 'to'));
  if (to !== undefined && !vaults.includes(to)) findings.unknown([...path, 'to'], 'vault', to, vaults);
  const site = textOf(own(backup, 'in'));
  if (site !== undefined && kind === 'standby') checkSite([...path, 'in'], site, declared, findings);
  for (const [index, one] of textsOf(own(own(backup, 'key'), 'in')))
    checkSite([...path, 'key', 'in', index], one, declared, findings);
}

function checkSchedule(path: Path, kind: string, backup: unknown, findings: Findings): void {
  const every = durationOf(own(backup, 'every'));
  if (every === 0 && kind !== 'log')
    findings.add([...path, 'every'], 'is 0s, so that none would ever be complete', 'a time above 0s');
  const kept = durationOf(own(backup, 'keep'));
  const takes = leastOf(own(backup, 'takes')) + (durationOf(own(backup, 'hold')) ?? 0);
  if (kept !== undefined && every !== undefined && kept < every + takes)
    findings.add(
      [...path, 'keep'],
      `is ${printDuration(kept)}: one is gone before the next is there`,
      `at least ${printDuration(every + takes)}, from the start of one until the next can be restored`,
    );
  if (kind === 'log' && typeof own(backup, 'keep') === 'number')
    findings.add([...path, 'keep'], 'is a number of pieces', 'how long log is kept, such as 35d, or all');
  const verify = own(backup, 'verify');
  const cycle = durationOf(own(verify, 'every'));
  if (own(verify, 'aligned') !== true) return;
  if (kind === 'log' || kind === 'standby')
    findings.key(
      [...path, 'verify', 'aligned'],
      `has no meaning with kind ${kind}`,
      'it only with backups one by one',
    );
  else if (own(verify, 'at') !== undefined)
    findings.key([...path, 'verify', 'at'], 'stands beside aligned', 'either of them');
  else if (cycle !== undefined && every && !isMultiple(cycle, every))
    findings.add(
      [...path, 'verify', 'every'],
      `is ${printDuration(cycle)}, which is no multiple of every, ${printDuration(every)}`,
      'a multiple of it, for each comes with a backup',
    );
}

function isMultiple(whole: number, part: number): boolean {
  return whole >= part && whole % part === 0;
}

function checkBase(
  path: Path,
  name: string,
  kind: string,
  backup: unknown,
  backups: Record<string, unknown>,
  findings: Findings,
): void {
  const kindOf = (one: string) => textOf(own(own(backups, one), 'kind')) ?? 'full';
  for (const key of ['of', 'from'] as const) {
    const base = textOf(own(backup, key));
    if (base === undefined) continue;
    const fits = key === 'of' ? ['full'] : ['full', 'snapshot'];
    const known = Object.keys(backups).filter((one) => one !== name && fits.includes(kindOf(one)));
    if (!known.includes(base)) findings.unknown([...path, key], 'full backup', base, known);
    else if (isRound(name, backups))
      findings.add([...path, key], 'goes round in a circle', 'a backup that is taken from the store');
    else if (key === 'from') checkHandedOn(path, backup, own(backups, base), findings);
    else if (kind === 'incremental') checkLinks(path, backup, own(backups, base), findings);
  }
  if (kind === 'log' && !Object.keys(backups).some((one) => !['log', 'standby'].includes(kindOf(one))))
    findings.add(path, 'is a log that leads on from nothing', 'a full backup or a snapshot beside it');
}

/** What one of them needs is kept until the next full backup is there. */
function checkLinks(path: Path, backup: unknown, full: unknown, findings: Findings): void {
  const [every, whole] = [durationOf(own(backup, 'every')), durationOf(own(full, 'every'))];
  if (!every || !whole) return;
  const needed = Math.ceil(whole / every);
  const kept = own(backup, 'keep');
  const [count, age] = [numberOf(kept), durationOf(kept)];
  if (count !== undefined && count < needed)
    findings.add(
      [...path, 'keep'],
      `is ${count}, but the last one before the next full backup needs the ${needed} since the one before`,
      `at least ${needed}`,
    );
  else if (age !== undefined && age < whole)
    findings.add(
      [...path, 'keep'],
      `is ${printDuration(age)}, but the last one before the next full backup needs all since the one before`,
      `at least ${printDuration(whole)}`,
    );
}

/** Whether it hands on what, in the end, hands on what it has; true of the first of those in the circle. */
function isRound(name: string, backups: Record<string, unknown>): boolean {
  const circle = [name];
  for (let one = below(name, backups); one !== undefined; one = below(one, backups)) {
    if (one === name) return Object.keys(backups).find((each) => circle.includes(each)) === name;
    if (circle.includes(one)) return false;
    circle.push(one);
  }
  return false;
}

function below(name: string, backups: Record<string, unknown>): string | undefined {
  return textOf(own(own(backups, name), 'from'));
}

function checkHandedOn(path: Path, backup: unknown, base: unknown, findings: Findings): void {
  const every = durationOf(own(backup, 'every'));
  const theirs = durationOf(own(base, 'every'));
  if (own(backup, 'newest') === true || !every || !theirs) return;
  if (own(backup, 'at') !== undefined)
    findings.key(
      [...path, 'at'],
      'has no meaning where each is one of the others',
      `it only with newest: true, or at for ${quote(String(own(backup, 'from')))}`,
    );
  else if (!isMultiple(every, theirs))
    findings.add(
      [...path, 'every'],
      `is ${printDuration(every)}, no multiple of the ${printDuration(theirs)} of what it hands on`,
      'a multiple of it, or newest: true',
    );
}

/** A store that somebody is to restore, or to restore when it is harmed, has backups. */
export function checkRestorable(path: Path, store: string, declared: Declared, findings: Findings): void {
  const given = own(own(declared.scenario, 'data'), store);
  if (!declared.stores.includes(store)) findings.unknown(path, 'store', store, declared.stores);
  else if (Object.keys(mapOf(own(given, 'backups'))).length === 0)
    findings.add(path, `${quote(store)} has no backups to be restored from`, 'a store with backups');
}

/** A fault that harms data says how many requests need them, and ends with a restore or not at all. */
export function checkCorruption(path: Path, fault: unknown, declared: Declared, findings: Findings): void {
  const target = textOf(own(fault, 'corrupt'));
  if (own(fault, 'share') === undefined)
    findings.add(
      [...path, 'share'],
      'is missing',
      'the share of the requests that needs harmed rows, such as 20%',
    );
  if (own(fault, 'for') !== undefined)
    findings.key([...path, 'for'], 'has no meaning with corrupt', 'nothing: only a restore ends it');
  if (target === undefined) return;
  if (!declared.stores.includes(target)) {
    findings.unknown([...path, 'corrupt'], 'store', target, declared.stores);
    return;
  }
  const store = own(own(declared.scenario, 'data'), target);
  const several = ['homes', 'writers', 'replicas'].find((key) => listOf(own(store, key)).length > 0);
  if (several !== undefined)
    findings.add(
      [...path, 'corrupt'],
      `store ${quote(target)} has no single primary`,
      'a store with a primary',
    );
  else if (own(fault, 'noticed') !== undefined && Object.keys(mapOf(own(store, 'backups'))).length === 0)
    findings.key(
      [...path, 'noticed'],
      `helps nobody: ${quote(target)} has no backups to go back to`,
      `it only for a store with backups`,
    );
}
