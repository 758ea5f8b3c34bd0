import { describe, expect, it } from 'vitest';
import { type Stream, Streams } from '../../../src/kernel/index.js';
import { type Elected, type Electorate, elect } from '../../../src/model/recovery/election.js';

const timeout = 1000;

/** Copies that all heard of a leader at 0, as far apart as this, and in step but for those that lag behind. */
function copies(count: number, latency: number, stream: Stream, behind: readonly number[] = []): Electorate {
  return {
    voters: count - 1,
    quorum: Math.floor(count / 2) + 1,
    heardAt: () => 0,
    timeout: () => timeout * (1 + stream.next()),
    latency: () => latency,
    grants: (voter, candidate) => (behind[candidate] ?? 0) <= (behind[voter] ?? 0),
  };
}

function many(runs: number, make: (stream: Stream) => Electorate): Elected[] {
  const stream = new Streams('election').at(0).open('timeouts');
  return Array.from({ length: runs }, () => elect(make(stream))!);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

describe('an election without delays', () => {
  it.each([3, 5, 7])('of %i copies takes the least of the timeouts of those that are left', (count) => {
    const runs = 4000;
    const times = many(runs, (stream) => copies(count, 0, stream)).map(({ at }) => at / timeout - 1);
    // The least of n uniforms: mean 1/(n+1), and 1 - (1-x)^n of them up to x.
    const n = count - 1;
    const sd = Math.sqrt(n / ((n + 1) * (n + 1) * (n + 2)));
    expect(Math.abs(mean(times) - 1 / (n + 1))).toBeLessThan((4 * sd) / Math.sqrt(runs));
    for (const x of [0.05, 0.2, 0.5]) {
      const share = 1 - (1 - x) ** n;
      const found = times.filter((time) => time <= x).length / runs;
      expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / runs));
    }
  });
});

/**
 * The same, tick after tick: every voter's timer runs down, messages wait in boxes by the tick in which they arrive. Written
 * apart from the model, from the rules of Raft, with times in whole ticks.
 */
function tickByTick({ voters, quorum, timeout, latency, grants }: Electorate): number {
  const patience = () => Math.round(timeout(0));
  const left = Array.from({ length: voters }, patience);
  const terms = left.map(() => 0);
  /** Terms in which each has given its vote away, and the votes that each has, by term. */
  const given = left.map(() => new Set<number>());
  const support = left.map(() => new Map<number, number>());
  let onTheWay: { tick: number; ask: boolean; from: number; to: number; term: number }[] = [];
  for (let tick = 1; tick < 200_000; tick++) {
    const gain = (candidate: number, term: number) => {
      const votes = (support[candidate]!.get(term) ?? 0) + 1;
      support[candidate]!.set(term, votes);
      return votes >= quorum && terms[candidate] === term;
    };
    const send = (ask: boolean, from: number, to: number, term: number) =>
      onTheWay.push({ tick: tick + latency(from, to)!, ask, from, to, term });
    const arrived = onTheWay.filter((one) => one.tick === tick);
    onTheWay = onTheWay.filter((one) => one.tick !== tick);
    for (const { ask, from, to, term } of arrived) {
      if (!ask && gain(to, term)) return tick;
      if (!ask || term < terms[to]!) continue;
      terms[to] = term;
      if (given[to]!.has(term) || !grants(to, from)) continue;
      given[to]!.add(term);
      left[to] = patience();
      send(false, to, from, term);
    }
    for (let voter = 0; voter < voters; voter++) {
      left[voter]! -= 1;
      if (left[voter]! > 0) continue;
      left[voter] = patience();
      const term = terms[voter]! + 1;
      terms[voter] = term;
      given[voter]!.add(term);
      if (gain(voter, term)) return tick;
      for (let other = 0; other < voters; other++) if (other !== voter) send(true, voter, other, term);
    }
  }
  return Number.NaN;
}

describe('an election over long ways', () => {
  it('takes a round trip more, and another round when votes are split', () => {
    const runs = 3000;
    const latency = 80;
    const elected = many(runs, (stream) => copies(3, latency, stream));
    const straight = elected.filter(({ stoodAt, at }) => at === stoodAt + 2 * latency);
    expect(straight).toHaveLength(runs);
    // Both stand within a latency of each other with chance 1 - (1 - 0.08)^2: neither has both votes, and they stand again.
    const split = elected.filter(({ stoodAt }) => stoodAt >= 2 * timeout).length / runs;
    const chance = 1 - (1 - latency / timeout) ** 2;
    expect(Math.abs(split - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / runs));
  });

  it.each([
    [3, 40],
    [5, 120],
  ])('of %i copies takes as long as counted tick by tick', (count, latency) => {
    const runs = 400;
    const stream = new Streams('ticks').at(0).open('timeouts');
    const ticked = Array.from({ length: runs }, () => tickByTick(copies(count, latency, stream)));
    const ours = many(runs * 10, (stream) => copies(count, latency, stream)).map(({ at }) => at);
    const sdOf = (values: readonly number[]) => {
      const m = mean(values);
      return Math.sqrt(mean(values.map((value) => (value - m) * (value - m))));
    };
    const error = Math.sqrt(sdOf(ticked) ** 2 / runs + sdOf(ours) ** 2 / (10 * runs));
    // A tick at each hop may be lost to rounding.
    expect(Math.abs(mean(ticked) - mean(ours))).toBeLessThan(4 * error + 3);
  });
});

describe('who is elected', () => {
  it('has a log as new as those of a majority', () => {
    for (const { leader } of many(200, (stream) => copies(3, 1, stream, [1, 0]))) expect(leader).toBe(1);
    // The one that is behind stands first half of the time, and is refused.
    const times = many(4000, (stream) => copies(3, 0, stream, [1, 0])).map(({ at }) => at / timeout - 1);
    expect(Math.abs(mean(times) - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 4000));
  });

  it('is nobody without a majority, or without ways between the voters', () => {
    const stream = new Streams('none').at(0).open('timeouts');
    expect(elect({ ...copies(3, 1, stream), voters: 1 })).toBeUndefined();
    expect(elect({ ...copies(3, 1, stream), latency: () => undefined })).toBeUndefined();
    expect(elect({ ...copies(3, 1, stream), grants: () => false })).toBeUndefined();
  });
});
