import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/simulate.js';
import { constant, drawExponential, Streams } from '../../../../src/kernel/index.js';
import { constantCurve } from '../../../../src/model/curve.js';
import {
  ArchiveChannel,
  meanOpenSegmentAge,
  meanSegmentLife,
  segmentPeriod,
} from '../../../../src/model/data/channels/archive.js';
import { Timeline } from '../../../../src/model/data/timeline.js';
import { parseScenario } from '../../../../src/scenario/parse.js';
import type { Scenario } from '../../../../src/scenario/schema.js';

const streams = new Streams('archive');
const runs = 3000;

/** What the standby lacks at 1,000 s of a store that takes one write a second, over many runs. */
function lackingOf(writes: number, timeout: number): { age: number; count: number }[] {
  return Array.from({ length: runs }, (_, run) => {
    const stream = streams.at(run).open(`${writes} ${timeout}`);
    const timeline = new Timeline(0, () => stream);
    timeline.acknowledge(0, constantCurve(1e-6));
    const channel = new ArchiveChannel({
      writes,
      timeout,
      upload: () => 0,
      uploadLaw: constant(0),
      stream: () => stream,
    });
    channel.interrupt(timeline, 1000e6, 'gone');
    const missing = channel.missing();
    if (missing.kind !== 'tail') throw new Error('a log has a tail');
    return { age: 1000 - missing.from / 1e6, count: timeline.count(missing.from, 1000e6) };
  });
}

function momentsOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

function expectMean(expected: number, values: readonly number[]): void {
  const { mean, error } = momentsOf(values);
  expect(Math.abs(mean - expected)).toBeLessThan(4 * error);
}

/** The open segment at a fixed late time of a log that is followed write by write. */
function bruteForce(full: number, timeout: number): { age: number; count: number }[] {
  return Array.from({ length: runs }, (_, run) => {
    const stream = streams.at(run).open(`brute force ${full} ${timeout}`);
    let [began, count, now] = [0, 0, 0];
    for (;;) {
      const next = now + drawExponential(1, stream);
      while (began + timeout < Math.min(next, 1000)) {
        began += timeout;
        count = 0;
      }
      if (next >= 1000) return { age: 1000 - began, count };
      now = next;
      count += 1;
      if (count === full) [began, count] = [now, 0];
    }
  });
}

describe('the segment that is open at a random instant', () => {
  it.each([
    [20, 15],
    [20, 30],
    [5, 60],
  ])('is as old and as full as if %i writes or %i s had ended each before it', (full, timeout) => {
    const drawn = lackingOf(full, timeout * 1e6);
    const followed = bruteForce(full, timeout);
    for (const part of ['age', 'count'] as const) {
      const [a, b] = [drawn, followed].map((all) => momentsOf(all.map((one) => one[part])));
      expect(Math.abs(a!.mean - b!.mean)).toBeLessThan(4 * Math.hypot(a!.error, b!.error));
    }
    expectMean(
      meanOpenSegmentAge(full, 1, timeout),
      drawn.map(({ age }) => age),
    );
    expect(Math.max(...drawn.map(({ count }) => count))).toBeLessThan(full);
  });

  it('holds any number of writes alike when only they end it', () => {
    const drawn = lackingOf(10, Number.POSITIVE_INFINITY);
    for (let filled = 0; filled < 10; filled++) {
      const share = drawn.filter(({ count }) => count === filled).length / runs;
      expect(Math.abs(share - 0.1)).toBeLessThan(4.5 * Math.sqrt(0.09 / runs));
    }
    // Given its writes, Gamma(writes + 1): on average (n + 1) / 2 write intervals old.
    expectMean(
      5.5,
      drawn.map(({ age }) => age),
    );
  });
});

it('the life of a segment is that of the shorter end', () => {
  expect(segmentPeriod(16, 0.1, 60)).toBe(60);
  expect(segmentPeriod(16, 1, 60)).toBe(16);
  expect(segmentPeriod(16, 0.1, 0)).toBe(160);
  // One write fills it: an exponential cut at the timeout.
  expect(meanSegmentLife(1, 2, 3)).toBeCloseTo((1 - Math.exp(-6)) / 2, 12);
});

describe('a standby fed from the archive of a quiet store', () => {
  function lostWith(timeout: string): { lost: number; rpo: number } {
    const scenario: Scenario = {
      title: 'One write a minute',
      regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
      clients: { users: { place: 'aws/us-east-1', requests: '1/min', writes: '100%' } },
      routing: {
        policy: 'failover',
        order: ['east', 'west'],
        ttl: '1s',
        health: { interval: '10s', timeout: '2s', failures: 3 },
      },
      data: {
        orders: {
          primary: 'east',
          standbys: ['west'],
          replication: { mode: 'async', archive: { write: '8KiB', timeout, upload: '5s' } },
        },
      },
      failover: { orders: [{ promote: '30s' }] },
      faults: [{ lose: 'east', at: '20h' }],
      horizon: '21h',
    };
    const parsed = parseScenario(scenario);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
    const batch = build(parsed.spec, '5');
    const figure = (run: number, name: string) =>
      batch.simulate(run).values[batch.columns.findIndex((one) => one.name === name)]!;
    const all = Array.from({ length: 50 }, (_, run) => [figure(run, 'writesLost'), figure(run, 'rpo')]);
    return { lost: momentsOf(all.map(([lost]) => lost!)).mean, rpo: Math.max(...all.map(([, rpo]) => rpo!)) };
  }

  it('lacks a minute at most where segments are ended every minute', () => {
    const { lost, rpo } = lostWith('60s');
    expect(lost).toBeLessThan(1.5);
    expect(rpo).toBeLessThan(65);
  });

  it('lacks hours without an archive time-out: 2,048 writes fill a segment, in a day and a half', () => {
    const { lost, rpo } = lostWith('0s');
    expect(lost).toBeGreaterThan(400);
    expect(rpo).toBeGreaterThan(12 * 3600);
  });
});

it('a reader finds the whole segments that have ended, and never fewer than before', () => {
  for (let run = 0; run < 50; run++) {
    const stream = streams.at(run).open('reads');
    const timeline = new Timeline(0, () => stream);
    timeline.acknowledge(0, constantCurve(1e-6));
    const options = { writes: 20, timeout: 30e6, upload: () => 2e6, uploadLaw: constant(2e6) };
    const channel = new ArchiveChannel({ ...options, stream: () => stream });
    let before = Number.NEGATIVE_INFINITY;
    for (let at = 100e6; at < 300e6; at += 7e6) {
      const { upTo } = channel.glimpse(timeline, at, stream);
      expect(upTo).toBeGreaterThanOrEqual(before);
      expect(at - upTo).toBeGreaterThanOrEqual(2e6);
      expect(at - upTo).toBeLessThanOrEqual(32e6);
      before = upTo;
    }
  }
});
