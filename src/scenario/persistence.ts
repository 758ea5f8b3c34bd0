import { z } from 'zod';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { someTime, time } from './quantity.js';
import { share } from './share.js';

const never = () => false;

const budget = expecting(
  z.strictObject({
    share: required(
      measured(share, { above: 0, because: 'above 0%' }),
      'Retries that are paid for by each first attempt, as a share of it',
    ),
    burst: standard(count(1, 1_000_000), 10, 'Retries that are paid for when nothing has failed for long', {
      source: 'Finagle, RetryBudget, which keeps at least ten a second',
    }),
  }),
  'a map such as { share: 10% }',
);

/** What a client does when an attempt fails or is not answered in time. */
export const retries = expecting(
  z.strictObject({
    attempts: required(count(1, 100), 'Further attempts after the first'),
    backoff: standard(time, '100ms', 'Wait before the first retry', {
      source: 'AWS SDKs, retry behaviour: 100 ms base',
    }),
    factor: standard(count(1, 10), 2, 'Each wait is so many times the last one', {
      source: 'exponential backoff',
    }),
    longest: standard(someTime, '20s', 'No wait is longer than this', {
      source: 'AWS SDKs, retry behaviour: 20 s at most',
    }),
    jitter: standard(
      choice(['full', 'equal', 'none']),
      'full',
      'full: uniform from nothing to the wait; equal: half of it fixed, half uniform; none',
      { source: 'Brooker, Exponential Backoff and Jitter, AWS Architecture Blog 2015' },
    ),
    budget: optional(budget, 'Retries are made only as far as first attempts have paid for them', {
      is: 'none: every failure is retried',
      when: never,
    }),
  }),
  'a map such as { attempts: 3 }',
);

/** When a client stops asking a region that fails too often. */
export const breaker = expecting(
  z.strictObject({
    failures: required(
      measured(share, { above: 0, because: 'above 0%' }),
      'Share of failed attempts that opens it',
    ),
    window: standard(someTime, '10s', 'Time over which that share is taken', {
      source: 'Hystrix, metrics.rollingStats: 10 s',
    }),
    minimum: standard(count(1, 1_000_000), 20, 'Attempts in that time before it may open', {
      source: 'Hystrix, circuitBreaker.requestVolumeThreshold: 20',
    }),
    open: standard(someTime, '5s', 'Time before one attempt is let through to see', {
      source: 'Hystrix, circuitBreaker.sleepWindowInMilliseconds: 5 s',
    }),
  }),
  'a map such as { failures: 50% }',
);
