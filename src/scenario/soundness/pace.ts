import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import type { Path } from '../mistake.js';
import type { Declared } from './declared.js';
import { durationOf, type Findings, mapOf, shareOf } from './given.js';

/** The shortest time between two decisions, or two looks of an alarm; microseconds. Clouds take a second at least. */
const shortestPeriod = 100_000;

/** The most steps in which clients are switched. */
const mostSteps = 10_000;

/** Nothing is looked at so often that a run would have no end. */
export function checkPace({ scenario }: Declared, findings: Findings): void {
  const horizon = durationOf(own(scenario, 'horizon'));
  const check = (path: Path, owner: unknown, what: string) => {
    const period = durationOf(own(owner, 'period'));
    if (period === undefined || period === 0 || period >= shortestPeriod) return;
    const times = horizon === undefined ? 'without end' : `some ${Math.round(horizon / period)} times a run`;
    findings.add(
      [...path, 'period'],
      `is ${printDuration(period)}: ${what} ${times}`,
      `at least ${printDuration(shortestPeriod)}`,
    );
  };
  for (const [name, region] of Object.entries(mapOf(own(scenario, 'regions'))))
    check(
      ['regions', name, 'capacity', 'autoscaling'],
      own(own(region, 'capacity'), 'autoscaling'),
      'it would decide',
    );
  for (const [name, pipeline] of Object.entries(mapOf(own(scenario, 'pipelines')))) {
    check(['pipelines', name, 'alarms'], own(pipeline, 'alarms'), 'an alarm would be looked at');
    checkSteps(
      ['pipelines', name, 'switch', 'shift', 'step'],
      own(own(pipeline, 'switch'), 'shift'),
      findings,
    );
  }
}

function checkSteps(path: Path, shift: unknown, findings: Findings): void {
  const [first, step] = [shareOf(own(shift, 'first')) ?? 1, shareOf(own(shift, 'step'))];
  if (!step || (1 - first) / step <= mostSteps) return;
  findings.add(
    path,
    `would take some ${Math.round((1 - first) / step)} steps, more than ${mostSteps}`,
    'a larger share at a time',
  );
}
