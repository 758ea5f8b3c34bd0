import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import type { Path } from '../mistake.js';
import type { Declared } from './declared.js';
import { durationOf, type Findings, isZero, leastOf, listOf, mapOf, textOf } from './given.js';

const day = 86_400e6;

/** A fault comes once, again and again or by the calendar, within the horizon, and is over some time where it comes again. */
export function checkTimes(
  path: Path,
  fault: unknown,
  horizon: number | undefined,
  declared: Declared,
  findings: Findings,
): void {
  const given = mapOf(fault);
  const [at, every, calendar] = [own(given, 'at'), own(given, 'every'), own(given, 'calendar')];
  if (at === undefined && every === undefined && calendar === undefined)
    findings.add([...path, 'at'], 'is missing', 'when it starts, or every for a fault that recurs');
  if (at !== undefined && every !== undefined)
    findings.key([...path, 'at'], 'stands beside every', 'either at or every');
  if (calendar !== undefined && (at ?? every) !== undefined)
    findings.key([...path, 'calendar'], `stands beside ${at === undefined ? 'every' : 'at'}`, 'one of them');
  checkLasting(path, given, findings);
  if (isZero(every)) findings.add([...path, 'every'], 'is 0s, so it would never be up', 'a time above 0s');
  for (const key of ['from', 'starts'])
    if (own(given, key) !== undefined && every === undefined)
      findings.key([...path, key], 'has no meaning without every', 'a fault that recurs');
  for (const [key, quantity] of [
    ['at', at],
    ['every', every],
  ] as const)
    if (horizon !== undefined && quantity !== undefined && leastOf(quantity) >= horizon)
      findings.add(
        [...path, key],
        `is ${printDuration(leastOf(quantity))} at the earliest, beyond the horizon`,
        `less than the horizon, ${printDuration(horizon)}`,
      );
  checkCalendar([...path, 'calendar'], calendar, own(given, 'for'), findings);
  checkCrew(path, given, declared, findings);
}

function checkLasting(path: Path, given: Record<string, unknown>, findings: Findings): void {
  const lasts = own(given, 'for');
  const again = (['every', 'calendar'] as const).find((key) => own(given, key) !== undefined);
  // Only a restore ends a corruption.
  if (again !== undefined && lasts === undefined && own(given, 'corrupt') === undefined)
    findings.add([...path, 'for'], 'is missing', `how long each occurrence lasts, which ${again} needs`);
  const parts = listOf(lasts);
  if (isZero(lasts) || (parts.length > 0 && parts.every(isZero)))
    findings.add([...path, 'for'], 'is 0s, so nothing would happen', 'a time above 0s');
}

function checkCalendar(path: Path, calendar: unknown, lasts: unknown, findings: Findings): void {
  const every = durationOf(own(calendar, 'every'));
  if (every === undefined) return;
  if (own(calendar, 'at') !== undefined && every % day !== 0)
    findings.add(
      [...path, 'every'],
      `is ${printDuration(every)}, so it cannot come at one time of the day`,
      'whole days, such as 4w',
    );
  const parts = listOf(lasts);
  const least = (parts.length > 0 ? parts : [lasts]).reduce((sum: number, part) => sum + leastOf(part), 0);
  if (lasts !== undefined && least >= every)
    findings.add(
      [...path, 'every'],
      `is ${printDuration(every)}, not longer than it lasts`,
      `more than ${printDuration(least)}`,
    );
}

function checkCrew(
  path: Path,
  given: Record<string, unknown>,
  { scenario }: Declared,
  findings: Findings,
): void {
  const crew = textOf(own(given, 'crew'));
  if (crew === undefined) return;
  const crews = Object.keys(mapOf(own(scenario, 'crews')));
  if (own(given, 'for') === undefined)
    findings.key([...path, 'crew'], 'has no meaning without for', 'how long a repair takes');
  if (!crews.includes(crew)) findings.unknown([...path, 'crew'], 'crew', crew, crews);
}
