import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import { type Path, quote } from '../mistake.js';
import { printShare } from '../share.js';
import type { Declared } from './declared.js';
import { durationOf, type Findings, listOf, mapOf, numberOf, shareOf, textOf, textsOf } from './given.js';

/** Somebody can do it, and what it speaks of is there. */
export function checkStep(
  path: Path,
  step: unknown,
  book: unknown,
  declared: Declared,
  findings: Findings,
): void {
  if (typeof step !== 'object' || step === null) return;
  const { scenario, regions, stores } = declared;
  checkRole([...path, 'role'], textOf(own(step, 'role')), mapOf(own(scenario, 'roles')), findings);
  const services = Object.keys(mapOf(own(scenario, 'services')));
  const needed = [...services, ...Object.keys(mapOf(own(scenario, 'credentials')))];
  const needs = textsOf(own(step, 'needs')).map(([, need]) => need);
  findings.repeated([...path, 'needs'], own(step, 'needs'));
  for (const [index, need] of textsOf(own(step, 'needs')))
    if (!needed.includes(need))
      findings.unknown([...path, 'needs', index], 'service or credential', need, needed);
  const instead = textOf(own(own(step, 'whileDown'), 'use'));
  if (instead !== undefined && !services.includes(instead))
    findings.unknown([...path, 'whileDown', 'use'], 'service', instead, services);
  else if (instead !== undefined && needs.includes(instead))
    findings.add(
      [...path, 'whileDown', 'use'],
      `${quote(instead)} is what it needs in any case, and is down itself then`,
      'another service',
    );
  if (own(step, 'whileDown') !== undefined && listOf(own(step, 'needs')).length === 0)
    findings.key([...path, 'whileDown'], 'has no meaning where nothing is needed', 'it only with needs');
  const items = Object.keys(mapOf(own(book, 'readiness')));
  for (const [index, item] of textsOf(own(step, 'requires')))
    if (!items.includes(item)) findings.unknown([...path, 'requires', index], 'item', item, items);
  const given = textOf(own(own(step, 'given'), 'answers'));
  if (given !== undefined && !regions.includes(given))
    findings.unknown([...path, 'given', 'answers'], 'region', given, regions);
  checkTries(path, step, findings);
  checkWays([...path, 'choose'], own(step, 'choose'), findings);
  checkRule([...path, 'rule'], own(step, 'rule'), book, stores, findings);
}

function checkRole(
  path: Path,
  role: string | undefined,
  roles: Record<string, unknown>,
  findings: Findings,
): void {
  if (role === undefined) return;
  const given = roles[role];
  if (given === undefined) findings.unknown(path, 'role', role, Object.keys(roles));
  else if (numberOf(own(given, 'people')) === 0)
    findings.add(path, `nobody is ${quote(role)}: the step would wait for ever`, 'a role with people');
}

function checkTries(path: Path, step: unknown, findings: Findings): void {
  const fails = shareOf(own(step, 'fails')) ?? 0;
  if (own(step, 'tries') !== undefined && fails === 0)
    findings.key([...path, 'tries'], 'has no meaning for a step that never fails', 'it only with fails');
  if (fails > 1 - 1e-4 && own(step, 'tries') === undefined)
    findings.add(
      [...path, 'fails'],
      `is ${printShare(fails)}: it would be tried some ${Math.round(1 / (1 - fails))} times`,
      'at most 99.99%, or tries',
    );
  const mayFail = fails > 0 && own(step, 'tries') !== undefined;
  const givesUp = own(step, 'whileDown') === 'fail' || own(step, 'does') !== undefined;
  if (own(step, 'otherwise') !== undefined && !mayFail && !givesUp)
    findings.key(
      [...path, 'otherwise'],
      'is never done: the step does not fail for good',
      'it with tries, whileDown: fail, or something that it does',
    );
}

function checkWays(path: Path, ways: unknown, findings: Findings): void {
  if (!Array.isArray(ways)) return;
  const chances = ways.map((way) => shareOf(own(way, 'chance')));
  if (chances.some((chance) => chance === undefined)) return;
  const sum = chances.reduce<number>((total, chance) => total + chance!, 0);
  if (Math.abs(sum - 1) > 1e-9)
    findings.add(path, `has chances that add up to ${printShare(sum)}`, '100% over all ways');
}

function checkRule(
  path: Path,
  rule: unknown,
  book: unknown,
  stores: readonly string[],
  findings: Findings,
): void {
  if (rule === undefined) return;
  if (own(own(book, 'when'), 'at') !== undefined)
    findings.key(path, 'has no meaning for what is planned: there is no outage to ride out', 'it left out');
  if (['elapsed', 'lossAtMost', 'worth'].every((key) => own(rule, key) === undefined))
    findings.add(path, 'says nothing that it goes by', 'elapsed, lossAtMost or worth');
  const [elapsed, atLatest] = [durationOf(own(rule, 'elapsed')), durationOf(own(rule, 'atLatest'))];
  if (elapsed !== undefined && atLatest !== undefined && elapsed >= atLatest)
    findings.add(
      [...path, 'elapsed'],
      `never counts: it goes over after ${printDuration(atLatest)} at the latest, and would wait ${printDuration(elapsed)}`,
      'a shorter time than atLatest',
    );
  const loss = own(rule, 'lossAtMost');
  const of = textOf(own(loss, 'of'));
  if (of !== undefined && !stores.includes(of))
    findings.unknown([...path, 'lossAtMost', 'of'], 'store', of, stores);
  if (loss !== undefined && own(loss, 'time') === undefined && own(loss, 'writes') === undefined)
    findings.add([...path, 'lossAtMost'], 'sets no limit', 'time or writes');
}
