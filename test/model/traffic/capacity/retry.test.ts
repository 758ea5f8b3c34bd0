import { expect, it } from 'vitest';
import { Streams } from '../../../../src/kernel/streams.js';
import {
  drawRest,
  fullBackoff,
  type Jitter,
  jittered,
} from '../../../../src/model/traffic/capacity/retry.js';
import { TokenBucket } from '../../../../src/model/traffic/capacity/token-bucket.js';
import { meanOf } from './flows.js';

it('waits grow by their factor up to the cap', () => {
  const retry = { attempts: 9, backoff: 100, factor: 2, cap: 1000, jitter: 'none' as const };
  expect([1, 2, 3, 4, 5, 9].map((failures) => fullBackoff(retry, failures))).toEqual([
    100, 200, 400, 800, 1000, 1000,
  ]);
});

it.each<[Jitter, number, number]>([
  ['none', 1, 1 / 2],
  ['full', 1 / 2, 1 / 3],
  ['equal', 3 / 4, 7 / 18],
  ['exponential', 1, 1],
])('jitter %s has its mean, and what is left at a random instant the mean of that', (jitter, mean, rest) => {
  const stream = new Streams('jitter').at(0).open(jitter);
  const waits = meanOf(Array.from({ length: 4000 }, () => jittered(10, jitter, stream)));
  expect(Math.abs(waits.mean - 10 * mean)).toBeLessThan(4 * waits.error + 1e-9);
  // E[X^2] / 2 E[X] (renewal theory).
  const rests = meanOf(Array.from({ length: 1000 }, () => drawRest(10, jitter, stream)));
  expect(Math.abs(rests.mean - 10 * rest)).toBeLessThan(4 * rests.error);
});

it('a token bucket lets its burst through, then its rate', () => {
  const bucket = new TokenBucket({ rate: 0.1, burst: 5 }, 0, false);
  const passed = Array.from({ length: 100 }, (_, at) => bucket.take(at)).filter(Boolean).length;
  expect(passed).toBe(5 + 9);
  expect(new TokenBucket({ rate: 0.1, burst: 5 }, 0, true).take(9)).toBe(false);
  expect(new TokenBucket({ rate: 0.1, burst: 5 }, 0, true).takeUpTo(30, 7)).toBe(3);
});
