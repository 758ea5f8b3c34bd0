import { describe, expect, test } from 'vitest';
import type { Process } from '../../src/kernel/process.js';
import { Signal } from '../../src/kernel/signal.js';
import { Simulation } from '../../src/kernel/simulation.js';

describe('a process', () => {
  test('takes the time it yields', () => {
    const simulation = new Simulation();
    const instants: number[] = [];
    function* ticking(): Process {
      for (const delay of [0, 5, 10]) {
        expect(yield delay).toBeUndefined();
        instants.push(simulation.now);
      }
    }
    simulation.schedule(100, () => simulation.spawn(ticking()));
    simulation.run(1000);
    expect(instants).toEqual([100, 105, 115]);
  });

  test('begins at the instant at which it is spawned, after what is already due', () => {
    const simulation = new Simulation();
    const log: string[] = [];
    function* process(name: string): Process {
      log.push(`${name} at ${simulation.now}`);
      yield 0;
    }
    simulation.schedule(7, () => {
      simulation.spawn(process('a'));
      simulation.spawn(process('b'));
      log.push('spawned');
    });
    simulation.schedule(7, () => log.push('due'));
    simulation.run(7);
    expect(log).toEqual(['spawned', 'due', 'a at 7', 'b at 7']);
  });

  test('that waits for a signal is woken by it, all in order of arrival, in no time, and once', () => {
    const simulation = new Simulation();
    const promoted = new Signal<string>();
    const log: string[] = [];
    function* waiting(name: string, arrival: number): Process {
      yield arrival;
      const cause = yield promoted;
      expect(cause).toBe(promoted);
      log.push(`${name} at ${simulation.now}: ${promoted.value}`);
    }
    simulation.spawn(waiting('second', 2));
    simulation.spawn(waiting('first', 1));
    simulation.schedule(5, () => {
      expect(promoted.waiting).toBe(2);
      promoted.fire('eu-west');
      log.push('fired');
      expect(promoted.waiting).toBe(0);
    });
    simulation.schedule(6, () => promoted.fire('us-east'));
    simulation.run(100);
    expect(log).toEqual(['fired', 'first at 5: eu-west', 'second at 5: eu-west']);
  });

  test('that waits again at once is not woken twice by one firing', () => {
    const simulation = new Simulation();
    const tick = new Signal();
    let woken = 0;
    function* counting(): Process {
      for (;;) {
        yield tick;
        woken += 1;
      }
    }
    simulation.spawn(counting());
    for (const at of [1, 2, 2, 3]) simulation.schedule(at, () => tick.fire());
    simulation.run(10);
    // Both firings at 2 come before the process has gone on from the first.
    expect(woken).toBe(3);
  });

  test('a signal has no memory: who comes later waits for the next time', () => {
    const simulation = new Simulation();
    const signal = new Signal();
    let woken = -1;
    function* late(): Process {
      yield 5;
      yield signal;
      woken = simulation.now;
    }
    simulation.spawn(late());
    simulation.schedule(4, () => signal.fire());
    simulation.schedule(9, () => signal.fire());
    simulation.run(10);
    expect(woken).toBe(9);
  });
});

describe('a wait with a deadline', () => {
  /** What a wait until 10 for a signal fired at these instants came to, and when; events at 10 are scheduled before or after the wait. */
  function outcome(firings: number[], scheduledFirst: boolean) {
    const simulation = new Simulation();
    const signal = new Signal();
    const results: [number, boolean][] = [];
    function* waiting(): Process {
      const cause = yield { signal, deadline: 10 };
      results.push([simulation.now, cause === signal]);
    }
    const fire = () => firings.map((at) => simulation.scheduleAt(at, () => signal.fire()));
    if (scheduledFirst) fire();
    simulation.spawn(waiting());
    if (!scheduledFirst) simulation.schedule(0, fire);
    simulation.run(100);
    expect(signal.waiting).toBe(0);
    return { results, executed: simulation.executed };
  }

  test('ends with the signal if that comes first, and the deadline is then no event any more', () => {
    const { results, executed } = outcome([4], true);
    expect(results).toEqual([[4, true]]);
    expect(executed).toBe(3);
  });

  test('ends with undefined at the deadline, and a later signal wakes nobody', () => {
    const { results, executed } = outcome([20], true);
    expect(results).toEqual([[10, false]]);
    expect(executed).toBe(3);
  });

  test('ends with whatever was scheduled first when both are due at one instant', () => {
    expect(outcome([10], true).results).toEqual([[10, true]]);
    expect(outcome([10], false).results).toEqual([[10, false]]);
  });

  test('may be followed by another on the same signal', () => {
    const simulation = new Simulation();
    const signal = new Signal();
    const log: [number, boolean][] = [];
    function* patient(): Process {
      for (let deadline = 10; deadline <= 40; deadline += 10) {
        log.push([simulation.now, (yield { signal, deadline }) === signal]);
        log.at(-1)![0] = simulation.now;
      }
      yield 5;
      log.push([simulation.now, false]);
    }
    simulation.spawn(patient());
    simulation.schedule(15, () => signal.fire());
    simulation.schedule(32, () => signal.fire());
    simulation.run(100);
    expect(log).toEqual([
      [10, false],
      [15, true],
      [30, false],
      [32, true],
      [37, false],
    ]);
  });

  test('may end at the very instant at which it begins', () => {
    const simulation = new Simulation();
    const signal = new Signal();
    let ended = -1;
    function* hurried(): Process {
      yield 3;
      yield { signal, deadline: 3 };
      ended = simulation.now;
    }
    simulation.spawn(hurried());
    simulation.run(10);
    expect([ended, signal.waiting]).toEqual([3, 0]);
  });
});

describe('a process is refused', () => {
  function yielding(wait: unknown): () => void {
    const simulation = new Simulation();
    function* process(): Process {
      yield 5;
      yield wait as number;
    }
    simulation.spawn(process());
    return () => simulation.run(10);
  }

  test.each([
    ['a text', '5s', '"5s"'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a flag', true, 'true'],
    ['a promise', Promise.resolve(), 'an object with no keys'],
    ['a deadline alone', { deadline: 9 }, 'an object with deadline'],
    ['a signal without a deadline', { signal: new Signal() }, 'an object with signal'],
    ['something else for a signal', { signal: 1, deadline: 9 }, 'an object with signal, deadline'],
  ])('%s', (_, wait, description) => {
    expect(yielding(wait)).toThrow(TypeError);
    expect(yielding(wait)).toThrow(`not ${description}`);
  });

  test.each([-1, 0.5, Number.NaN])('the duration %d', (wait) => {
    expect(yielding(wait)).toThrow(RangeError);
  });

  test('a deadline that has passed', () => {
    expect(yielding({ signal: new Signal(), deadline: 4 })).toThrow('the instant 4 has passed');
  });

  test('a generator function that was not called', () => {
    function* process(): Process {
      yield 1;
    }
    expect(() => new Simulation().spawn(process as unknown as Process)).toThrow('write spawn(probe())');
  });

  test('nothing that it throws itself: that comes out of run', () => {
    const simulation = new Simulation();
    function* failing(): Process {
      yield 2;
      throw new Error('no quorum');
    }
    simulation.spawn(failing());
    expect(() => simulation.run(10)).toThrow('no quorum');
    expect(simulation.now).toBe(2);
  });
});
