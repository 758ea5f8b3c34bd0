import { describe, expect, it } from 'vitest';
import { Trace } from '../../src/kernel/index.js';
import { bandOverTime } from '../../src/measure/bands.js';
import type { OverTimeSample } from '../../src/measure/columns.js';
import { VersionMixFold } from '../../src/measure/version-mix.js';
import type { TraceRecord } from '../../src/model/trace.js';
import { AgeLaw } from '../../src/model/traffic/age.js';
import { MeanFieldCutover } from '../../src/model/traffic/cutover.js';

const second = 1e6;
const horizon = 1000 * second;

/** Everybody comes over 100 s from an instant on. */
function mixFrom(at: number) {
  const trace = new Trace<TraceRecord>();
  const fold = new VersionMixFold(trace);
  const cutover = new MeanFieldCutover(
    at * second,
    0,
    [],
    new AgeLaw([{ weight: 1, lives: [100 * second] }]),
  );
  const told = { change: 'v2', regions: ['east'], defective: false, showing: false };
  trace.emit({
    ...told,
    type: 'version-reached',
    at: at * second,
    share: { base: 0, terms: [{ weight: 1, cutover }] },
    others: { base: 1, terms: [{ weight: -1, cutover }] },
  });
  return fold.sample(horizon)!;
}

describe('the share that meets a new version', () => {
  it('is told from its first request on, finely at first', () => {
    const { times, share } = mixFrom(300);
    // Steps of the cube: the 48th of 120 is at (2/5)^3 of 1,000 s.
    expect(times[48]).toBeCloseTo(64, 9);
    expect(share[48]).toBeCloseTo(0.64, 9);
    expect(share[60]).toBe(1);
    expect(share[120]).toBeNaN();
  });

  it('is nothing where no version came', () => {
    expect(new VersionMixFold(new Trace<TraceRecord>()).sample(horizon)).toBeUndefined();
  });

  it('has a band over the runs that are not over yet', () => {
    const empty = new Float64Array(1);
    const whole = { times: empty, traffic: {}, goodput: empty, lossWindow: {} };
    const samples = [0, 200, 400].map((at): OverTimeSample => ({ ...whole, versions: mixFrom(at) }));
    const { versions } = bandOverTime(samples)!;
    expect(versions!.runs).toBe(3);
    expect(versions!.times.at(-1)).toBe(1000);
    expect(versions!.share.mean[48]).toBeCloseTo(0.64, 9);
    expect(versions!.share.p95.at(-1)).toBe(1);
  });
});
