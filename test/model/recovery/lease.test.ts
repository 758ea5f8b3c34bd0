import { describe, expect, it } from 'vitest';
import { eastAndWest, type Fault, type LeaseStep, type Step, type Told, tell } from './told.js';

const cutAt = 600;
const places = ['east', 'north', 'south'];
const lease: LeaseStep = { ttl: '30s', loop: '10s', members: places };

function steps(more: Record<string, unknown> = {}): Step[] {
  return [{ detect: { lease: { ...lease, ...more } } as never }, { promote: '1s' }];
}

function runs(faults: Fault[], more: Record<string, unknown> = {}, count = 40): Told[] {
  return tell(eastAndWest({ faults, steps: steps(more) }), count);
}

/** East reaches nobody, for five minutes. */
const cut: Fault = { partition: ['east', ['west', 'north', 'south']], at: '10m', for: '5m' };
const epsilon = 1e-5;

describe('the holder of a lease that loses the coordination service', () => {
  it('steps down when its lease runs out, and no sooner than that can another take it', () => {
    for (const told of runs([cut])) {
      const expired = told.when('verdict');
      expect(expired - cutAt).toBeGreaterThan(20 - epsilon);
      expect(expired - cutAt).toBeLessThanOrEqual(30 + epsilon);
      expect(told.when('demoted')).toBe(expired);
      expect(told.when('promoted')).toBeGreaterThan(expired);
      expect(told.of('promoted')[0]).toMatchObject({ split: false });
    }
  });

  it('steps down a loop and its time for retries after its last renewal', () => {
    for (const told of runs([cut], { retry: '10s' })) {
      expect(told.when('verdict') - told.when('demoted')).toBeCloseTo(10, 5);
    }
  });

  it('takes writes again when the service is back before its lease has run out', () => {
    // It steps down 10 to 20 s after the cut, and its lease runs out 20 to 30 s after it.
    for (const told of runs([{ ...cut, for: '20001ms' }], { retry: '10s' })) {
      expect(told.of('demoted')).toHaveLength(1);
      expect(told.of('promoted')).toEqual([]);
      expect(told.figure('downtime of easterners')).toBeCloseTo(cutAt + 20.001 - told.when('demoted'), 3);
    }
  });

  it('is out of service with all others when the places of the service are lost', () => {
    const lost: Fault[] = [
      { lose: 'north', at: '10m', for: '5m' },
      { lose: 'south', at: '10m', for: '5m' },
    ];
    for (const told of runs(lost, {}, 10)) {
      expect(told.of('promoted')).toEqual([]);
      expect(told.figure('rto of westerners')).toBeGreaterThan(270 - epsilon);
    }
    for (const told of runs(lost, { failsafe: true }, 10)) {
      expect(told.of('demoted')).toEqual([]);
      expect(told.figure('incidents')).toBe(0);
    }
  });

  it('stays primary only while every other copy answers, if it is to be failsafe', () => {
    const faults: Fault[] = [
      { lose: 'north', at: '10m' },
      { lose: 'south', at: '10m' },
      { partition: ['west', 'east'], oneWay: true, at: '15m', for: '1m' },
    ];
    for (const told of runs(faults, { failsafe: true }, 10)) {
      expect(told.when('demoted') - 900).toBeGreaterThan(20 - epsilon);
      expect(told.when('demoted') - 900).toBeLessThanOrEqual(30 + epsilon);
      // Back in touch with its standby it goes on.
      expect(told.figure('downtime of easterners')).toBeCloseTo(960 - told.when('demoted'), 3);
    }
  });

  it('loses it to a way that takes longer than it asks', () => {
    const slow = (by: string): Fault[] => [
      { slow: ['east', 'north'], by, at: '10m', for: '5m' },
      { slow: ['east', 'south'], by, at: '10m', for: '5m' },
    ];
    for (const told of runs(slow('11s'), { retry: '10s' }, 5)) expect(told.of('promoted')).toHaveLength(1);
    for (const told of runs(slow('9s'), { retry: '10s' }, 5)) expect(told.of('demoted')).toEqual([]);
  });
});

describe('a partition of the holder', () => {
  const between = (from: string[], to: string[], oneWay = false): Fault[] => [
    { partition: [from as never, to as never], oneWay, at: '10m', for: '5m' },
  ];

  it('from the places of the service takes its lease, whether or not clients and standbys reach it', () => {
    for (const told of runs(between(['east'], ['north', 'south']), {}, 10)) {
      expect(told.of('promoted')).toHaveLength(1);
    }
  });

  it('one way is enough, in either direction: a renewal needs its answer', () => {
    for (const [from, to] of [
      [['east'], ['north', 'south']],
      [['north', 'south'], ['east']],
    ]) {
      for (const told of runs(between(from!, to!, true), {}, 10)) {
        expect(told.of('promoted')).toHaveLength(1);
      }
    }
  });

  it('from a minority of the places, or from its standby alone, leaves it primary', () => {
    for (const to of ['north', 'west']) {
      for (const told of runs(between(['east'], [to]), {}, 10)) {
        expect(told.of('demoted')).toEqual([]);
        expect(told.of('promoted')).toEqual([]);
      }
    }
  });

  it('leaves nobody primary when the standbys have no service either', () => {
    const alone = [
      ...between(['east'], ['north', 'south']),
      ...between(['west'], ['north', 'south', 'east']),
    ];
    for (const told of runs(alone, {}, 10)) {
      expect(told.of('demoted')).toHaveLength(1);
      expect(told.of('promoted')).toEqual([]);
    }
  });
});

describe('a primary whose processes alone crash', () => {
  it('is started again in place, and keeps its lease', () => {
    for (const told of runs([{ crash: 'orders', at: '10m', for: '50s' }], { start: '60s' }, 20)) {
      expect(told.of('verdict').filter(({ by }) => by === 'lease')).toEqual([]);
      expect(told.of('promoted')).toEqual([]);
      expect(told.figure('rto')).toBeCloseTo(50, 5);
    }
  });

  it('gives its lease up when it has not come back: noticed within a loop, free at once after that', () => {
    const started = runs([{ crash: 'orders', at: '10m' }], { start: '60s', watch: true });
    for (const told of started) {
      const released = told.when('lease-released') - cutAt;
      expect(released).toBeGreaterThan(60 - epsilon);
      expect(released).toBeLessThanOrEqual(70 + epsilon);
      expect(told.when('promoted') - cutAt).toBeCloseTo(released + 1, 5);
    }
    // Uniform: the mean of 40 is within four standard errors of 65.
    const mean = started.reduce((sum, told) => sum + told.when('lease-released') - cutAt, 0) / 40;
    expect(Math.abs(mean - 65)).toBeLessThan((4 * 10) / Math.sqrt(12 * 40));
  });

  it('keeps nothing when its machine goes too', () => {
    for (const told of runs([{ crash: 'east', at: '10m' }], { start: '10m' }, 5)) {
      expect(told.when('verdict') - cutAt).toBeLessThanOrEqual(30 + epsilon);
      expect(told.of('promoted')).toHaveLength(1);
    }
  });
});

describe('a primary that is paused', () => {
  it('for less than its lease lasts is out of service for as long, and remains', () => {
    for (const told of runs([{ pause: 'orders', at: '10m', for: '15s' }])) {
      expect(told.of('promoted')).toEqual([]);
      expect(told.figure('rto')).toBeCloseTo(15, 5);
    }
  });

  it('wakes up as a primary, and does not know better until it looks at its lease', () => {
    const late: number[] = [];
    for (const told of runs([{ pause: 'orders', at: '10m', for: '2m' }])) {
      expect(told.of('promoted')).toHaveLength(1);
      expect(told.of('demoted')).toHaveLength(1);
      late.push(told.when('demoted') - cutAt - 120);
    }
    expect(Math.min(...late)).toBeGreaterThan(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(10 + epsilon);
    // What was left of its loop is uniform.
    const mean = late.reduce((a, b) => a + b) / late.length;
    expect(Math.abs(mean - 5)).toBeLessThan((4 * 10) / Math.sqrt(12 * late.length));
  });

  it('with its site is silent to everybody, and loses nothing', () => {
    for (const told of runs([{ pause: 'east', at: '10m', for: '15s' }], {}, 5)) {
      expect(told.figure('writesLost')).toBe(0);
      expect(told.figure('pending')).toBe(0);
      expect(told.figure('downtime of easterners')).toBeCloseTo(15, 5);
    }
  });
});
