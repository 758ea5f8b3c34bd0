import { describe, expect, it } from 'vitest';
import { eastAndWest, type Fault, type Told, tell } from './told.js';

/** Copies in east (the leader), west and north, clients of east and west. */
function runs(faults: Fault[], election: Record<string, unknown> = {}, count = 20): Told[] {
  const store = { standbys: ['west', 'north'], replication: { mode: 'quorum' } };
  return tell(eastAndWest({ faults, steps: [{ detect: { election } as never }], store }), count);
}

const at = '10m';
const lossOfEast: Fault = { lose: 'east', at };
const electedAfter = (told: Told) => told.when('promoted') - 600;
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

describe('the copies of a store that elect their leader', () => {
  it('have a new one within the least of two timeouts of the last heartbeat, a round trip later', () => {
    const took = runs([lossOfEast], {}, 400).map(electedAfter);
    expect(Math.min(...took)).toBeGreaterThan(1 - 0.1);
    // Two that stand within half a millisecond of each other split the votes.
    expect(took.filter((time) => time > 2 + 0.002).length).toBeLessThanOrEqual(3);
    // The least of two uniforms between 1 and 2 s, less what has passed of 100 ms, and a millisecond there and back.
    const sd = Math.sqrt(1 / 18 + 0.01 / 12);
    expect(Math.abs(mean(took) - (1 + 1 / 3 - 0.05 + 0.001))).toBeLessThan((4 * sd) / Math.sqrt(400));
  });

  it('lose nothing, and spend the time on detecting but for the votes', () => {
    for (const told of runs([{ lose: 'orders', at }])) {
      expect(told.figure('rto')).toBeCloseTo(electedAfter(told), 5);
      expect(told.of('leader-elected')).toMatchObject([{ at: told.of('promoted')[0]!.at }]);
      expect(told.figure('writesLost')).toBe(0);
      expect(told.figure('act')).toBeCloseTo(0.001, 5);
    }
  });

  it('leave an isolated leader without a majority: it acknowledges nothing, and steps down', () => {
    const cut: Fault = { partition: ['east', ['west', 'north']], at, for: '5m' };
    for (const told of runs([cut])) {
      expect(told.of('promoted')).toHaveLength(1);
      expect(told.figure('twoWriters of orders')).toBe(0);
      expect(told.figure('writesLost')).toBe(0);
      expect(told.figure('downtime of easterners')).toBeCloseTo(300, 3);
      expect(told.figure('downtime of westerners')).toBeCloseTo(electedAfter(told), 3);
    }
  });

  it('elect when they hear nothing, whether or not they are heard', () => {
    const deaf: Fault = { partition: ['east', ['west', 'north']], oneWay: true, at, for: '5m' };
    for (const told of runs([deaf])) expect(electedAfter(told)).toBeLessThan(2.01);
  });

  it('elect a leader that hears nothing away only once it has stepped down', () => {
    const mute: Fault = { partition: [['west', 'north'], 'east'], oneWay: true, at, for: '5m' };
    for (const told of runs([mute])) {
      expect(told.when('demoted') - 600).toBeCloseTo(1, 5);
      expect(electedAfter(told)).toBeGreaterThan(1.9);
      expect(electedAfter(told)).toBeLessThan(3.01);
    }
  });

  it('keep their leader while it has a majority', () => {
    for (const to of ['west', 'north']) {
      const cut: Fault = { partition: ['east', to], at, for: '5m' };
      for (const told of runs([cut], {}, 5)) expect(told.of('promoted')).toEqual([]);
    }
  });

  it('go on with the old leader when a majority is back before anybody could be elected', () => {
    const both: Fault[] = [
      { lose: 'west', at, for: '1m' },
      { lose: 'north', at, for: '1m' },
    ];
    for (const told of runs(both, {}, 5)) {
      expect(told.of('demoted')).toHaveLength(1);
      expect(told.of('promoted')).toEqual([]);
      expect(told.figure('downtime of easterners')).toBeCloseTo(60, 3);
    }
  });

  it('wait for the lease of the old leader, of which any part may be left (Spanner, OSDI 2012, section 5.2)', () => {
    const took = runs([lossOfEast], { lease: { length: '10s' } }, 400).map(electedAfter);
    expect(Math.max(...took)).toBeLessThan(10 + 1e-5);
    for (const x of [3, 5, 8]) {
      const share = took.filter((time) => time <= x).length / 400;
      expect(Math.abs(share - x / 10)).toBeLessThan(4 * Math.sqrt(((x / 10) * (1 - x / 10)) / 400));
    }
    // Renewed often, nearly all of it is left.
    for (const told of runs([lossOfEast], { lease: { length: '10s', renew: '1s' } })) {
      expect(electedAfter(told)).toBeGreaterThan(9 - 1e-5);
    }
  });

  it('give the leadership back to where it should be, without loss, when that has been back for a while', () => {
    const away: Fault = { ...lossOfEast, for: '5m' };
    for (const told of runs([away], { prefer: ['east'], returnAfter: '90s' })) {
      const [first, second] = told.of('promoted');
      expect(second).toMatchObject({ from: first!.to, to: 'east', split: false });
      expect(second!.at / 1e6).toBeCloseTo(900 + 90 + 0.001, 5);
      expect(told.figure('writesLost')).toBe(0);
      expect(told.figure('downtime of easterners')).toBeGreaterThan(300);
    }
    for (const told of runs([away])) expect(told.of('promoted')).toHaveLength(1);
  });

  it('go where the leader should be in quiet time, and not where it is worse', () => {
    for (const told of runs([], { prefer: ['west', 'east'] }, 3)) {
      expect(told.of('promoted')).toMatchObject([{ to: 'west' }]);
      expect(told.when('promoted')).toBeCloseTo(60.001, 5);
      // A round trip without a leader is the only outage.
      expect(told.figure('downtime')).toBeCloseTo(0.001, 6);
    }
    for (const told of runs([], { prefer: ['east', 'west'] }, 3)) expect(told.of('promoted')).toEqual([]);
  });
});
