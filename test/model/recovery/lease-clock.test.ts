import { describe, expect, it } from 'vitest';
import { eastAndWest, type Fault, type Told, tell } from './told.js';

/** East, the holder, is cut off at 10 min; west is told at once when the lease is free, and takes a second to be promoted. */
function runs(
  clock: Record<string, unknown>,
  more: { lease?: Record<string, unknown>; faults?: Fault[]; store?: Record<string, unknown> } = {},
  count = 10,
): Told[] {
  const cut: Fault = { partition: ['east', ['west', 'north', 'south']], at: '10m', for: '5m' };
  const lease = { ttl: '30s', loop: '10s', watch: true, members: ['north', 'south', 'west'], ...more.lease };
  const steps = [{ detect: { lease } as never }, { promote: '1s' }];
  const faults = [cut, ...(more.faults ?? [])];
  return tell(eastAndWest({ faults, steps, clock, ...(more.store ? { store: more.store } : {}) }), count);
}

const lateness = (told: Told) => told.when('demoted') - told.when('verdict');
const both = (told: Told) => told.figure('twoWriters of orders');

describe('a holder whose clock is slow', () => {
  it('believes in its lease for longer than the service does: until then there are two writers', () => {
    // A fifth slow: it counts 30 s in 37.5 s.
    for (const told of runs({ slow: '200000ppm' })) {
      expect(lateness(told)).toBeCloseTo(7.5, 5);
      expect(told.of('promoted')[0]).toMatchObject({ split: true });
      expect(both(told)).toBeCloseTo(7.5 - 1, 5);
    }
  });

  it('takes no writes that count when epochs are checked', () => {
    for (const told of runs({ slow: '200000ppm' }, { store: { epochs: true } })) {
      expect(lateness(told)).toBeCloseTo(7.5, 5);
      expect(both(told)).toBe(0);
      expect(told.figure('isolatedWrites of orders')).toBe(0);
    }
  });

  it('does no harm where it steps down early enough', () => {
    // A loop and ten seconds for retries: 20 s, which it counts in 25 s.
    for (const told of runs({ slow: '200000ppm' }, { lease: { retry: '10s' } })) {
      expect(lateness(told)).toBeCloseTo(-5, 5);
      expect(both(told)).toBe(0);
    }
  });

  it('is a few milliseconds late with the drift of a real one', () => {
    for (const told of runs({ slow: '200ppm' })) expect(lateness(told)).toBeCloseTo(0.006, 4);
  });

  it('steps down too soon when it is fast', () => {
    for (const told of runs({ fast: '200000ppm' })) expect(lateness(told)).toBeCloseTo(25 - 30, 5);
  });
});

describe('a lease that ends at a time of day', () => {
  const wall = { lease: { clock: 'wall' } };

  it('is believed in for as long as the clock of its holder is behind', () => {
    for (const told of runs({ behind: '5s' }, wall)) {
      expect(lateness(told)).toBeCloseTo(5, 5);
      expect(both(told)).toBeCloseTo(4, 5);
    }
    for (const told of runs({ ahead: '5s' }, wall)) {
      expect(lateness(told)).toBeCloseTo(-5, 5);
      expect(both(told)).toBe(0);
    }
  });

  it('does not care about it when passed time is counted', () => {
    for (const told of runs({ behind: '5s', error: '1s' })) expect(lateness(told)).toBeCloseTo(0, 5);
  });

  it('is believed in by as much as an error that is drawn once a run', () => {
    const late = runs({ error: '2s' }, wall, 200).map(lateness);
    const mean = late.reduce((a, b) => a + b) / late.length;
    const variance = late.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / late.length;
    expect(Math.abs(mean)).toBeLessThan((4 * 2) / Math.sqrt(200));
    // The variance of a normal sample is within four of its standard errors.
    expect(Math.abs(variance - 4)).toBeLessThan(4 * 4 * Math.sqrt(2 / 200));
  });

  it('lasts longer for a holder whose clock is set back meanwhile', () => {
    const step: Fault = { step: 'east', by: '8s', back: true, at: '610s' };
    for (const told of runs({}, { ...wall, faults: [step] })) {
      expect(lateness(told)).toBeCloseTo(8, 5);
      expect(both(told)).toBeCloseTo(7, 5);
    }
    for (const told of runs({}, { faults: [step] })) expect(both(told)).toBe(0);
  });
});
