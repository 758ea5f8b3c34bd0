import { Streams } from '../../src/kernel/streams.js';
import { type Bench, nanosecondsEach } from './measure.js';

const runs = 50_000;
const names = [
  'us-east checks',
  'eu-west checks',
  'orders decide',
  'orders promote',
  'orders lag',
  'fault lose us-east #1',
];

function open(): number {
  const streams = new Streams('a seed of some length');
  return nanosecondsEach(runs * names.length, () => {
    for (let run = 0; run < runs; run += 1) {
      const ofRun = streams.at(run);
      for (const name of names) ofRun.open(name);
    }
  });
}

function draw(): number {
  const stream = new Streams('1').at(0).open('draws');
  return nanosecondsEach(1e6, () => {
    for (let i = 0; i < 1e6; i += 1) stream.next();
  });
}

export const streamOpening: Bench = {
  title: 'Random streams',
  unit: 'ns',
  rows: [
    { name: 'opening one', contenders: { ours: open } },
    { name: 'drawing a number', contenders: { ours: draw } },
  ],
};
