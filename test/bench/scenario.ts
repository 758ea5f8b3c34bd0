import { readFileSync } from 'node:fs';
import alea from 'seedrandom/lib/alea.js';
import { build } from '../../src/experiment/simulate.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { type Bench, nanosecondsEach } from './measure.js';

const runs = 1500;
/** Past the runs that are also kept along the time axis. */
const first = 1000;

function contender(...set: string[]): () => number {
  const parsed = parseScenario(readFileSync('scenarios/01-active-passive.yaml', 'utf8'), { set });
  if (!parsed.ok) throw new Error(parsed.mistakes.map(({ message }) => message).join('; '));
  const batch = build(parsed.spec, '1');
  let run = first;
  return () =>
    nanosecondsEach(runs, () => {
      for (const end = run + runs; run < end; run += 1) batch.simulate(run);
    });
}

/**
 * The yardstick: as many draws of a generator as take as long as a run should, at the 5.1 ns that one takes on the machine on
 * which 12,000 runs a second were aimed at.
 */
function draws(count: number): () => number {
  const draw = alea('yardstick');
  return () => {
    let sum = 0;
    const cost = nanosecondsEach(100, () => {
      for (let i = 0; i < 100 * count; i += 1) sum += draw();
    });
    return sum < 0 ? Number.NaN : cost;
  };
}

const aimed = Math.round(1e9 / 12_000 / 5.1);
const drawn = ['clients.americas.resolvers=500', 'clients.europe.resolvers=500'];
const thousandfold = [
  'clients.americas.requests=400k/s',
  'clients.europe.requests=250k/s',
  'regions.us-east.capacity=900k/s',
  'regions.eu-west.capacity=900k/s',
];

export const scenario: Bench = {
  title: 'Scenario 01',
  unit: 'ns a run',
  rows: [
    {
      name: '500 resolvers a population, against 12,000 runs a second',
      contenders: { ours: contender(...drawn), yardstick: draws(aimed) },
      atLeast: 1,
    },
    {
      name: 'many resolvers, against 12,000 runs a second',
      contenders: { ours: contender(), yardstick: draws(aimed) },
      atLeast: 1.2,
    },
    {
      name: 'a thousand times the requests, against the scenario as it is',
      contenders: { ours: contender(...thousandfold), 'as it is': contender() },
      atLeast: 0.85,
    },
    {
      name: 'ten quiet years more, against the scenario as it is',
      contenders: { ours: contender('horizon=3653d'), 'as it is': contender() },
      atLeast: 0.85,
    },
  ],
};
