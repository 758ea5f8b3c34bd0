import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../src/index.js';
import { Schedule } from '../../../../src/model/data/backups/schedule.js';
import { SilentStops } from '../../../../src/model/data/backups/silent-stops.js';

const hour = 3.6e9;
const cycle = 720 * hour;

function stopsOf(run: number, noticed: number, mean: number): SilentStops {
  return new SilentStops('job', { mean, noticed }, new Schedule(cycle, 0), new Streams('3').at(run));
}

/** The chance that it stands still, a while after a verification, when it has gone on for ever. */
function chanceStopped(noticed: number, mean: number, after: number): number {
  const stops = 1 - Math.exp(-cycle / mean);
  // Whether it runs just after a verification is a chain with two states.
  const running = noticed / (noticed + stops * (1 - noticed));
  return 1 - running * Math.exp(-after / mean);
}

describe('a job that stops in silence', () => {
  it.each([1, 0.5, 0.1])(
    'stands still as often as its cycle says, when %d of the verifications notice',
    (noticed) => {
      const mean = 1500 * hour;
      const runs = 10_000;
      let stopped = 0;
      for (let run = 0; run < runs; run += 1)
        if (stopsOf(run, noticed, mean).stoppedSince(100.37 * cycle) !== undefined) stopped += 1;
      const expected = chanceStopped(noticed, mean, 0.37 * cycle);
      const error = Math.sqrt((expected * (1 - expected)) / runs);
      expect(Math.abs(stopped / runs - expected)).toBeLessThan(4 * error);
    },
  );

  it('says the same in whatever order it is asked', () => {
    const when = fc.integer({ min: -50 * 720, max: 50 * 720 });
    fc.assert(
      fc.property(fc.nat(1000), fc.array(when, { minLength: 2, maxLength: 10 }), (run, hours) => {
        const [there, back] = [stopsOf(run, 0.6, 500 * hour), stopsOf(run, 0.6, 500 * hour)];
        const ask = (stops: SilentStops, at: number) => stops.stoppedSince(at * hour);
        const forth = hours.map((at) => ask(there, at));
        expect([...hours].reverse().map((at) => ask(back, at))).toEqual(forth.reverse());
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('stands still from its next stop on until it is found', () => {
    for (let run = 0; run < 500; run += 1) {
      const stops = stopsOf(run, 1, 500 * hour);
      const from = 3.2 * cycle;
      if (stops.stoppedSince(from) !== undefined) continue;
      const stop = stops.nextStop(from, 6 * cycle);
      expect(stops.stoppedSince((stop ?? 6 * cycle) - 1)).toBeUndefined();
      if (stop !== undefined) expect(stops.stoppedSince(stop)).toBe(stop);
    }
  });

  it('never runs again where nothing would notice', () => {
    const stops = new SilentStops(
      'job',
      { mean: hour, noticed: 0 },
      new Schedule(cycle, 0),
      new Streams('3').at(0),
    );
    expect(stops.stoppedSince(-cycle)).toBeUndefined();
    expect(stops.stoppedSince(50 * cycle)).toBe(stops.stoppedSince(100 * cycle));
  });
});
