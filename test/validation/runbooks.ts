import type { Scenario } from '../../src/index.js';
import { lognormal, percent, seconds, type Unit } from './amounts.js';
import type { Builder, Experiment } from './experiment.js';
import { reading } from './experiment.js';
import { numbersOf } from './oracle.js';
import { faultAt, promptHealth } from './scenarios.js';

type Step = NonNullable<Scenario['runbooks']>[string]['steps'][number];

const minute = 60;
const minutes: Unit = (value) => seconds(value * minute);

/** A primary is lost in a region that no client goes to, so that service is back when the last step has promoted another. */
function recovery(steps: Step[], longest: number): Experiment {
  const scenario = {
    title: 'a runbook after the loss of a primary',
    regions: { near: { place: 'aws/us-east-1' }, far: { place: 'aws/us-west-2' } },
    clients: { users: { place: 'aws/us-west-2', requests: '1/s', writes: '100%' } },
    routing: { policy: 'failover', order: ['far', 'near'], ttl: '1s', health: promptHealth },
    data: { orders: { primary: 'near', standbys: ['far'], replication: { mode: 'async', lag: '0s' } } },
    runbooks: { recover: { when: { lost: 'near' }, steps } },
    faults: [{ lose: 'near', at: seconds(faultAt) }],
    service: { settle: '0s' },
    horizon: seconds(faultAt + longest * minute),
  } as Scenario;
  return { scenario, readings: { rto: reading('rto') } };
}

const promote = { promote: 'orders' };
const inMinutes = { reading: 'rto', scale: 1 / minute };

/** Three numbers of a parameter that is a list. */
function three(value: unknown): [number, number, number] {
  return value as [number, number, number];
}

/** A law between a least and a greatest value; what has no spread is one number. */
function triangle([least, likely, most]: readonly number[]) {
  if (least === most) return minutes(least!);
  return { triangle: [minutes(least!), minutes(likely!), minutes(most!)] as [string, string, string] };
}

function pert(value: unknown) {
  const [min, likely, max] = three(value);
  if (min === max) return minutes(min);
  return { min: minutes(min), likely: minutes(likely), max: minutes(max) };
}

/** Steps in series and in parallel: a restore with its replay, and the change of a name beside it. */
export const criticalPath: Builder = (params) => {
  const { size, rate, per, lr, rr } = numbersOf(params, 'size', 'rate', 'per', 'lr', 'rr');
  const [median, sigma] = params['det'] as unknown as [number, number];
  const steps: Step[] = [
    { name: 'detect', takes: lognormal(median, sigma, minutes), phase: 'detect' },
    { name: 'decide', takes: triangle(three(params['dec'])), phase: 'decide' },
    { name: 'restore', takes: seconds(size / rate), after: ['decide'] },
    { name: 'replay', takes: per > 0 ? { between: ['0s', minutes((per * lr) / rr)] } : '0s' },
    { name: 'names', takes: pert(params['dns']), after: ['decide'], phase: 'propagate' },
    { name: 'validate', takes: pert(params['val']), after: ['replay', 'names'], does: promote },
  ];
  const from = recovery(steps, 1e5);
  return {
    'rto-mean': { from, ...inMinutes },
    'rto-p95': { from, ...inMinutes, statistic: { level: 0.95 } },
  };
};

/** A step that is tried again, anew each time, until it works. */
export const retriedStep: Builder = (params) => {
  const { p } = numbersOf(params, 'p');
  const step: Step = {
    name: 'retried',
    takes: triangle(three(params['att'])),
    fails: percent(p),
    does: promote,
  };
  const from = recovery([step], 1e5);
  return {
    mean: { from, ...inMinutes },
    p95: { from, ...inMinutes, statistic: { level: 0.95 } },
  };
};

/** So many tries, and then somebody else. */
export const escalatedStep: Builder = (params) => {
  const { d, p, m, esc } = numbersOf(params, 'd', 'p', 'm', 'esc');
  // What never fails needs nobody else.
  const tried: Step[] =
    p > 0
      ? [
          { name: 'tried', takes: minutes(d), fails: percent(p), tries: m, otherwise: 'escalate' },
          { name: 'escalate', takes: minutes(esc) },
        ]
      : [{ name: 'tried', takes: minutes(d) }];
  const from = recovery([...tried, { name: 'promote', does: promote }], 1e4 + m * d + esc);
  return {
    mean: { from, ...inMinutes },
    escalates: { from, ...inMinutes, statistic: { shareAbove: m * d } },
  };
};

/** A triage, and one of several ways by chance. */
export const decisionTree: Builder = (params) => {
  const branches = (params['br'] as unknown as readonly [number, readonly [number, number]][]).filter(
    ([chance]) => chance > 0,
  );
  const nameOf = (index: number) => `way-${index + 1}`;
  const ways = branches.map(([, [median, sigma]], index): Step => {
    return { name: nameOf(index), takes: lognormal(median, sigma, minutes) };
  });
  // One way is no choice.
  const choose = branches.map(([chance], index) => ({ chance: percent(chance), to: nameOf(index) }));
  const triage: Step = { name: 'triage', takes: pert(params['pre']) };
  const from = recovery(
    [branches.length > 1 ? { ...triage, choose } : triage, ...ways, { name: 'promote', does: promote }],
    1e6,
  );
  return {
    'rto-mean': { from, ...inMinutes },
    'rto-p95': { from, ...inMinutes, statistic: { level: 0.95 } },
    'rto-p50': { from, ...inMinutes, statistic: { level: 0.5 } },
  };
};
