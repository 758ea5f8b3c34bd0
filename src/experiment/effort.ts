import { pow } from '../kernel/index.js';
import type { Finding } from '../scenario/mistake.js';
import type { Spec } from '../scenario/schema.js';
import type { Blueprint } from './blueprint.js';
import { Contradiction } from './contradiction.js';
import { mostDemand } from './load-plan.js';
import { buildQuantity } from './quantity.js';

/** What a run is made of at most; anything more takes minutes a run, or for ever. */
const most = {
  changes: 20_000,
  /** Changes of mind of single checkers. */
  verdicts: 1_000_000,
  /** A second, where requests are followed one by one. */
  requests: 1_000_000,
  /** Requests of all who log in again. */
  logins: 100_000_000,
};

/** @throws Contradiction where a run would never end, as far as can be told beforehand */
export function checkEffort(spec: Spec, blueprint: Blueprint): void {
  const found = findChanges(spec) ?? findVerdicts(spec) ?? findRequests(spec, blueprint);
  if (found) throw new Contradiction(found);
}

function findChanges({ changes, horizon }: Spec): Finding | undefined {
  for (const [index, { name, every }] of changes.entries()) {
    const times = every === undefined ? 0 : horizon / buildQuantity(every, 'times').law.mean;
    if (times > most.changes)
      return {
        path: ['changes', index, 'every'],
        message: `change "${name}" would come some ${Math.round(times)} times a run, more than ${most.changes}`,
        expected: 'a longer time between changes, or a shorter horizon',
      };
  }
  return undefined;
}

/** Where probes fail by chance each checker changes its mind again and again. */
function findVerdicts(spec: Spec): Finding | undefined {
  const { interval, failures, successes, checkers, loss } = spec.routing.health;
  const turns = (chance: number, time: number) =>
    (2 * checkers * time) / (interval * roundOf(chance, failures, successes));
  let times = turns(loss, spec.horizon) * Object.keys(spec.regions).length;
  for (const { kind, share = 0, probes, every, calendar, for: lasts } of spec.faults) {
    if (kind !== 'degrade' || probes === 'spared') continue;
    const each = lasts
      ? [lasts].flat().reduce((sum, part) => sum + buildQuantity(part, 'length').law.mean, 0)
      : spec.horizon;
    const up = calendar?.every ?? (every ? buildQuantity(every, 'up time').law.mean : undefined);
    const time = up === undefined ? Math.min(each, spec.horizon) : (spec.horizon * each) / (up + each);
    times += turns(1 - (1 - loss) * (1 - share), time);
  }
  if (times <= most.verdicts) return undefined;
  return {
    path: ['routing', 'health', 'interval'],
    message: `checkers would change their minds some ${Math.round(times)} times a run, for probes fail by chance; more than ${most.verdicts}`,
    expected: 'a longer interval, more failures in a row, fewer checkers or a shorter horizon',
  };
}

/** Mean number of probes from one change of mind to the next but one (runs of successes: Feller, vol. I, XIII.7). */
function roundOf(chance: number, failures: number, successes: number): number {
  if (chance === 0 || chance === 1) return Number.POSITIVE_INFINITY;
  const untilRun = (p: number, length: number) => (1 - pow(p, length)) / ((1 - p) * pow(p, length));
  return untilRun(chance, failures) + untilRun(1 - chance, successes);
}

/** By rates nothing costs more for being more. */
function findRequests(spec: Spec, { capacity }: Blueprint): Finding | undefined {
  if (capacity?.by !== 'requests') return undefined;
  const demands = Object.entries(spec.clients).map(([name, { requests }]): [name: string, rate: number] => [
    name,
    requests * mostDemand(spec, name),
  ]);
  const rate = demands.reduce((sum, [, own]) => sum + own, 0);
  const isSafe = capacity.stations.every(({ easyRate, warmUp }) => !warmUp && rate / 1e6 <= easyRate);
  const [busiest] = [...demands].sort(([, a], [, b]) => b - a);
  if (rate > most.requests && !isSafe)
    return {
      path: ['clients', busiest![0], 'requests'],
      message: `${Math.round(rate)} requests a second are asked for in all, and each would be followed while anything is overloaded`,
      expected: `service.queueing: rates, or at most ${most.requests} requests a second`,
    };
  for (const [name, { sessions }] of Object.entries(spec.clients)) {
    const logins = sessions?.kept === 'region' ? sessions.users * sessions.requests : 0;
    if (logins > most.logins)
      return {
        path: ['clients', name, 'sessions'],
        message: `${logins} requests come when all have to log in again, and each would be followed while anything is overloaded`,
        expected: `service.queueing: rates, or users times requests of at most ${most.logins}`,
      };
  }
  return undefined;
}
