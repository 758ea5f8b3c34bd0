import type { Micros } from '../../../kernel/index.js';
import type { Clock } from '../clocks/clock.js';
import { HybridLogicalClock } from '../clocks/hybrid-logical-clock.js';
import type { Stamp } from '../clocks/stamp.js';
import { lastWriterWins } from './last-writer-wins.js';

/** Two writes to one key, at two nodes, with nothing else going on. */
export interface WritePair {
  /** True time of the first write; 0 if left out. */
  readonly at?: Micros;
  /** From the first write to the second, 0 or more. */
  readonly gap: Micros;
  /** Wall clock of the node of each. */
  readonly clocks: readonly [Clock, Clock];
  /** Given where nodes stamp by hybrid logical clocks: how long the first write takes to the node of the second. */
  readonly hybrid?: { readonly lag: Micros };
}

/** Whether last writer wins throws the second write away, though it is the later one. */
export function keepsEarlierWrite(pair: WritePair): boolean {
  const { at = 0, gap, hybrid } = pair;
  const [first, second] = hybrid ? hybridStamps(pair, hybrid.lag) : wallStamps(pair);
  const { fates } = lastWriterWins.resolve({
    versions: [
      { side: 0, region: 'first', writes: 1, stamp: first, writtenAt: at },
      { side: 1, region: 'second', writes: 1, stamp: second, writtenAt: at + gap },
    ],
  });
  return fates[0] === 'surviving';
}

function wallStamps({ at = 0, gap, clocks: [first, second] }: WritePair): [Stamp, Stamp] {
  return [
    { time: first.stampAt(at), counter: 0, writer: 0 },
    { time: second.stampAt(at + gap), counter: 0, writer: 1 },
  ];
}

function hybridStamps({ at = 0, gap, clocks: [first, second] }: WritePair, lag: Micros): [Stamp, Stamp] {
  const sent = new HybridLogicalClock(0).tick(first.stampAt(at));
  const there = new HybridLogicalClock(1);
  if (lag <= gap) there.receive(sent, second.stampAt(at + lag));
  return [sent, there.tick(second.stampAt(at + gap))];
}
