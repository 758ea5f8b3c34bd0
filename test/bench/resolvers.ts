import { build } from '../../src/experiment/simulate.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { type Bench, nanosecondsEach } from './measure.js';
import { yardstick } from './yardstick.js';

/** A million clients at one request in ten seconds. The region goes, comes back, and goes again: three changes of the record. */
const scenario = (back: string, again: string) => `
title: A population behind fifty thousand resolvers
question: How long does a run take?
regions:
  near: { place: aws/us-east-1 }
  far: { place: aws/eu-west-1 }
clients:
  users: { place: aws/us-east-1, requests: 100000/s, writes: 20%, resolvers: { count: 50000, weights: zipf } }
routing:
  policy: failover
  order: [near, far]
  ttl: 300s
  health: { interval: 10s, timeout: 4s, failures: 3 }
data:
  orders: { primary: far }
faults:
  - lose: near
    at: 10m
    for: ${back}
  - lose: near
    at: ${again}
horizon: 2h
`;

const runs = 10;
/** Past the runs that are also kept along the time axis. */
const first = 1000;
/** What a run may take, in milliseconds. */
const most = 20;

function contender(back: string, again: string): () => number {
  const parsed = parseScenario(scenario(back, again));
  if (!parsed.ok) throw new Error(parsed.mistakes.map(({ message }) => message).join('; '));
  const batch = build(parsed.spec, '1');
  let run = first;
  return () =>
    nanosecondsEach(runs, () => {
      for (const end = run + runs; run < end; run += 1) batch.simulate(run);
    }) / 1e6;
}

export const resolvers: Bench = {
  title: 'A million clients behind 50,000 resolvers',
  unit: 'ms a run',
  rows: [
    {
      name: 'three changes of the record, far apart, against 20 ms',
      contenders: { ours: contender('10m', '40m'), yardstick: yardstick(most) },
      atLeast: 1,
    },
    {
      name: 'three changes of the record within one time to live, against 20 ms',
      contenders: { ours: contender('1m', '12m'), yardstick: yardstick(most) },
      atLeast: 1,
    },
  ],
};
