import { readFileSync } from 'node:fs';
import alea from 'seedrandom/lib/alea.js';
import { build } from '../../src/experiment/simulate.js';
import { Streams } from '../../src/kernel/streams.js';
import { accountSplit } from '../../src/model/data/conflicts/episode.js';
import { KeyLaw } from '../../src/model/data/conflicts/keys.js';
import { lastWriterWins } from '../../src/model/data/conflicts/last-writer-wins.js';
import type { Split } from '../../src/model/data/conflicts/split.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { type Bench, nanosecondsEach } from './measure.js';

const runs = 30;
const second = 1e6;
const length = 600 * second;
/** Of each region: 2,000 a second together. */
const writes = 600_000;
const keys = 1_000_000;

function milliseconds(work: () => void): number {
  return nanosecondsEach(runs, work) / 1e6;
}

/** Two regions apart for ten minutes. */
function splitOf(ahead: number): Split {
  const span = { from: 0, to: length, mass: writes };
  return {
    sides: [
      { from: [], regions: ['us-east'] },
      { from: [], regions: ['eu-west'] },
      { from: [0, 1], regions: ['us-east', 'eu-west'] },
    ],
    spans: [
      { ...span, side: 0, region: 'us-east', writer: 0, clock: ahead },
      { ...span, side: 1, region: 'eu-west', writer: 1, clock: 0 },
    ],
  };
}

function account(zipf: number, ahead: number): () => number {
  const law = new KeyLaw({ count: keys, zipf });
  const stream = new Streams('bench').at(0).open('split');
  const split = splitOf(ahead);
  const terms = { keys: law, policy: lastWriterWins, writes: 'read-modify-write', stream } as const;
  let conflicts = 0;
  return () => {
    const cost = milliseconds(() => {
      for (let i = 0; i < runs; i += 1) conflicts += accountSplit(split, terms).keysInConflict;
    });
    return conflicts > 0 ? cost : Number.NaN;
  };
}

/** Whole runs of the scenario of active-active carts with such a partition. */
function simulate(...set: string[]): () => number {
  const sized = [
    'clients.americas.requests=6000/s',
    'clients.europe.requests=4000/s',
    `data.carts.keys.count=${keys}`,
    'faults.0.at=30m',
    'faults.0.for=10m',
  ];
  const text = readFileSync('scenarios/07-carts-last-writer-wins.yaml', 'utf8');
  const parsed = parseScenario(text, { set: [...sized, ...set] });
  if (!parsed.ok) throw new Error(parsed.mistakes.map(({ message }) => message).join('; '));
  const batch = build(parsed.spec, '1');
  // Past the runs that are also kept along the time axis.
  let run = 1000;
  return () =>
    milliseconds(() => {
      for (const end = run + runs; run < end; run += 1) batch.simulate(run);
    });
}

/** The least that a step a write costs: a key and a time drawn, the last writer kept, the writes of each side counted. */
function oneByOne(): () => number {
  const draw = alea('writes');
  const counts = [new Uint32Array(keys), new Uint32Array(keys)];
  const last = new Float64Array(keys);
  return () =>
    nanosecondsEach(1, () => {
      last.fill(0);
      for (const ofSide of counts) {
        ofSide.fill(0);
        for (let i = 0; i < writes; i += 1) {
          const key = Math.floor(draw() * keys);
          const time = draw();
          ofSide[key]! += 1;
          if (time > last[key]!) last[key] = time;
        }
      }
    }) / 1e6;
}

/** As many draws of a generator as take 50 ms, at the 5.1 ns that one takes on the machine on which that was aimed at. */
function yardstick(): () => number {
  const draw = alea('yardstick');
  return () => {
    let sum = 0;
    const cost = nanosecondsEach(1, () => {
      for (let i = 0; i < 50e6 / 5.1; i += 1) sum += draw();
    });
    return sum < 0 ? Number.NaN : cost / 1e6;
  };
}

const tenYears = 'horizon=3653d';

export const split: Bench = {
  title: 'Ten minutes apart, 2,000 writes a second, a million keys, last writer wins',
  unit: 'ms of processor time a split',
  rounds: 5,
  rows: [
    {
      name: 'uniform keys, against 50 ms',
      contenders: { ours: account(0, 0), yardstick: yardstick(), 'write by write': oneByOne() },
      atLeast: 10,
    },
    {
      name: 'Zipf, against 50 ms',
      contenders: { ours: account(1, 0), yardstick: yardstick() },
      atLeast: 4,
    },
    {
      name: 'uniform keys, one clock ahead, against 50 ms',
      contenders: { ours: account(0, second), yardstick: yardstick() },
      atLeast: 2,
    },
    {
      name: 'a run of the carts, uniform keys, against 50 ms',
      contenders: { ours: simulate('data.carts.keys.popularity=uniform'), yardstick: yardstick() },
      atLeast: 8,
    },
    {
      name: 'a run of the carts, Zipf, against 50 ms',
      contenders: { ours: simulate('data.carts.keys.popularity.zipf=1'), yardstick: yardstick() },
      atLeast: 3,
    },
    {
      name: 'ten quiet years more, against the run as it is',
      contenders: {
        ours: simulate('data.carts.keys.popularity.zipf=1', tenYears),
        'as it is': simulate('data.carts.keys.popularity.zipf=1'),
      },
      atLeast: 0.85,
    },
  ],
};
