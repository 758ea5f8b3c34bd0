import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import { hasLoad } from '../load-shape.js';
import { alternatives, type Path } from '../mistake.js';
import type { Declared } from './declared.js';
import { durationOf, type Findings, listOf, mapOf, numberOf, shareOf } from './given.js';

const shapes = ['daily', 'peak', 'measured'] as const;
const day = 24 * 3600e6;

/** A load has one shape, which is whole and above nothing somewhere; when a run begins matters only to a load. */
export function checkLoads({ scenario }: Declared, findings: Findings): void {
  for (const [name, population] of Object.entries(mapOf(own(scenario, 'clients')))) {
    const load = own(population, 'load');
    if (load === undefined) continue;
    const path = ['clients', name, 'load'];
    checkShape(path, load, findings);
    checkDaily([...path, 'daily'], own(load, 'daily'), findings);
    checkMeasured([...path, 'measured'], listOf(own(load, 'measured')), findings);
  }
  if (own(scenario, 'begins') !== undefined && !hasLoad(scenario))
    findings.key(
      ['begins'],
      'has no meaning: no population has a load',
      'a population whose requests go over the day',
    );
}

function checkShape(path: Path, load: unknown, findings: Findings): void {
  const stated = shapes.filter((shape) => own(load, shape) !== undefined);
  const [first, ...others] = stated;
  if (first === undefined && own(load, 'trough') === undefined)
    findings.add(path, 'has no shape', alternatives(shapes));
  for (const other of others)
    findings.key([...path, other], `is a second shape beside ${first}`, 'one shape a load');
  if (own(load, 'peak') !== undefined && own(load, 'trough') === undefined)
    findings.add([...path, 'trough'], 'is missing', 'the quietest hour’s share of the busiest, such as 30%');
  if (own(load, 'trough') !== undefined && own(load, 'peak') === undefined)
    findings.key([...path, 'trough'], 'has no meaning without a peak', 'peak, the time of the busiest hour');
}

function checkDaily(path: Path, daily: unknown, findings: Findings): void {
  if (daily === undefined || !Array.isArray(daily)) return;
  const hours = listOf(daily);
  if (hours.length !== 24)
    findings.add(path, `has ${hours.length} shares`, '24, one an hour from midnight on');
  else if (hours.every((hour) => shareOf(hour) === 0))
    findings.add(path, 'is 0% all day', 'an hour with requests at least');
}

function checkMeasured(path: Path, rows: readonly unknown[], findings: Findings): void {
  if (rows.length < 2) return;
  const times = rows.map((row) => durationOf(own(row, 0)));
  if (times.some((time) => time === undefined)) return;
  const whole = times as number[];
  if (whole[0] !== 0)
    findings.add([...path, 0, 0], `begins at ${printDuration(whole[0]!)}`, '0s, midnight of the first day');
  for (const [index, time] of whole.entries())
    if (index > 0 && time <= whole[index - 1]!) {
      findings.add([...path, index, 0], 'does not rise', `more than ${printDuration(whole[index - 1]!)}`);
      return;
    }
  const [last, before] = [whole.at(-1)!, whole.at(-2)!];
  const length = last + (last - before);
  if (length % day !== 0)
    findings.add(
      path,
      `covers ${printDuration(length)}, the last row being as long as the one before it`,
      'whole days: one, or a week',
    );
  if (rows.every((row) => numberOf(own(row, 1)) === 0))
    findings.add(path, 'is 0 at all times', 'a time with requests at least');
}
