import { describe, expect, test } from 'vitest';
import { Simulation } from '../../src/kernel/simulation.js';
import { endOfTime, second } from '../../src/kernel/time.js';

/** A simulation, and a log of what happened when. */
function logged() {
  const simulation = new Simulation();
  const log: [number, string][] = [];
  return { simulation, log, note: (name: string) => () => void log.push([simulation.now, name]) };
}

describe('Simulation', () => {
  test('lets events happen in order of time, and at one instant in the order in which they were scheduled', () => {
    const { simulation, log, note } = logged();
    simulation.schedule(20, note('late'));
    simulation.schedule(10, note('first'));
    simulation.scheduleAt(10, note('second'));
    simulation.schedule(10, note('third'));
    simulation.schedule(0, note('now'));
    simulation.run(100);
    expect(log).toEqual([
      [0, 'now'],
      [10, 'first'],
      [10, 'second'],
      [10, 'third'],
      [20, 'late'],
    ]);
    expect(simulation.executed).toBe(5);
  });

  test('counts a delay from the present instant; none means after all that is due at it', () => {
    const { simulation, log, note } = logged();
    simulation.schedule(5, () => {
      simulation.schedule(0, note('behind'));
      simulation.schedule(3, note('later'));
      log.push([simulation.now, 'here']);
    });
    simulation.schedule(5, note('before'));
    simulation.run(8);
    expect(log).toEqual([
      [5, 'here'],
      [5, 'before'],
      [5, 'behind'],
      [8, 'later'],
    ]);
  });

  test('runs up to an instant, that instant included, and can go on', () => {
    const { simulation, log, note } = logged();
    for (const at of [10, 11, 25]) simulation.scheduleAt(at, note(`${at}`));
    simulation.run(10);
    expect([simulation.now, log.length]).toEqual([10, 1]);
    simulation.run(20);
    expect([simulation.now, log.length]).toEqual([20, 2]);
    simulation.run(20);
    simulation.run(endOfTime);
    expect([simulation.now, log.length, simulation.executed]).toEqual([endOfTime, 3, 3]);
  });

  test('takes back what was scheduled, once, even at the instant at which it is due', () => {
    const { simulation, log, note } = logged();
    const later = simulation.schedule(10, note('later'));
    simulation.schedule(9, () => expect(simulation.cancel(later)).toBe(true));
    const same = simulation.schedule(12, () => expect(simulation.cancel(next)).toBe(true));
    const next = simulation.schedule(12, note('next'));
    simulation.run(second);
    expect(log).toEqual([]);
    expect([later, same, next].map((handle) => simulation.cancel(handle))).toEqual([false, false, false]);
    expect(simulation.executed).toBe(2);
  });

  test('an event cannot cancel itself: it has happened', () => {
    const simulation = new Simulation();
    const own = simulation.schedule(1, () => expect(simulation.cancel(own)).toBe(false));
    simulation.run(1);
    expect(simulation.executed).toBe(1);
  });

  test('hands on what an action throws, and stays at that instant, able to go on', () => {
    const { simulation, log, note } = logged();
    simulation.schedule(3, () => {
      throw new Error('the model is wrong');
    });
    simulation.schedule(4, note('after'));
    expect(() => simulation.run(10)).toThrow('the model is wrong');
    expect(simulation.now).toBe(3);
    simulation.run(10);
    expect(log).toEqual([[4, 'after']]);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses a delay of %d', (delay) => {
    const simulation = new Simulation();
    expect(() => simulation.schedule(delay, () => {})).toThrow(RangeError);
    expect(() => simulation.schedule(delay, () => {})).toThrow(`not ${delay}`);
  });

  test('refuses what would end after the end of time', () => {
    const simulation = new Simulation();
    simulation.run(endOfTime - 5);
    expect(() => simulation.schedule(6, () => {})).toThrow('before 2^53');
    expect(() => simulation.schedule(5, () => {})).not.toThrow();
  });

  test.each([4, 5.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the instant %d when it is 5', (at) => {
    const simulation = new Simulation();
    simulation.run(5);
    expect(() => simulation.scheduleAt(at, () => {})).toThrow(RangeError);
    expect(() => simulation.run(at)).toThrow(RangeError);
  });

  test('says that an instant has passed', () => {
    const simulation = new Simulation();
    simulation.run(5);
    expect(() => simulation.scheduleAt(4, () => {})).toThrow('the instant 4 has passed (now = 5)');
  });

  test('refuses to be run by one of its own actions', () => {
    const simulation = new Simulation();
    simulation.schedule(1, () => simulation.run(9));
    expect(() => simulation.run(10)).toThrow('an action of the same simulation');
  });
});
