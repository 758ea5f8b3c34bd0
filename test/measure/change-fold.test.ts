import { describe, expect, it } from 'vitest';
import { Trace } from '../../src/kernel/index.js';
import { ChangeFold } from '../../src/measure/change-fold.js';
import type { TraceRecord, VersionReached } from '../../src/model/trace.js';

const horizon = 1000e6;

/** Figures of a run of 1,000 s with 10 requests a second. */
function figuresOf(tell: (trace: Trace<TraceRecord>) => void): Record<string, number | string> {
  const trace = new Trace<TraceRecord>();
  const fold = new ChangeFold(trace);
  fold.begin();
  tell(trace);
  return Object.fromEntries(
    fold
      .figures(10 / 1e6, horizon)
      .map(([name, value, censored]) => [name, censored ? `over ${value}` : value]),
  );
}

/** From a second on these shares meet a version, and another. */
function reached(
  at: number,
  share: number,
  others: number,
  more: Partial<VersionReached> = {},
): VersionReached {
  return {
    type: 'version-reached',
    at: at * 1e6,
    change: 'v2',
    share: { base: share, terms: [] },
    others: { base: others, terms: [] },
    regions: share > 0 ? ['east'] : [],
    defective: false,
    showing: false,
    ...more,
  };
}

describe('versions side by side', () => {
  it('are counted while both are met, whatever fails beside them', () => {
    const figures = figuresOf((trace) => {
      trace.emit(reached(100, 0.25, 0.75));
      trace.emit(reached(200, 0.5, 0.25));
      trace.emit(reached(300, 0.5, 0));
      trace.emit(reached(400, 1, 0));
    });
    expect(figures).toMatchObject({ mixedVersions: 200, reachedRegions: 0, defectTime: 0 });
    expect(figures['newVersionShare']).toBeCloseTo(75 / 175, 12);
  });

  it('are counted once where several changes are on their way, or requests are in flight', () => {
    const figures = figuresOf((trace) => {
      trace.emit(reached(100, 0.5, 0.5));
      trace.emit(reached(150, 0.5, 0.5, { change: 'v3' }));
      trace.emit(reached(200, 0, 1));
      trace.emit(reached(250, 1, 0, { change: 'v3' }));
      trace.emit({ type: 'stack-drained', at: 300e6, change: 'v3', on: 'east', since: 240e6 });
    });
    expect(figures['mixedVersions']).toBe(200);
  });
});

describe('a defective version', () => {
  const bad = { defective: true };

  it('is told by its reach, from its first showing until nobody meets it', () => {
    const figures = figuresOf((trace) => {
      trace.emit({ type: 'change-began', at: 0, change: 'v2', pipeline: 'web' });
      trace.emit({ type: 'change-began', at: 0, change: 'v3', pipeline: 'web' });
      trace.emit(reached(100, 0.25, 0.75, bad));
      trace.emit(reached(200, 0.5, 0.5, { ...bad, showing: true, regions: ['east', 'west'] }));
      trace.emit(reached(250, 0.1, 0.9, { ...bad, showing: true }));
      trace.emit(reached(300, 0, 1, bad));
      trace.emit({ type: 'change-ended', at: 300e6, change: 'v2', as: 'rolled back' });
    });
    expect(figures).toMatchObject({
      reachedRegions: 2,
      reachedShare: 0.5,
      defectTime: 100,
      rolledBack: 0.5,
    });
    expect(figures['defectRequests']).toBeCloseTo(10 * (25 + 25 + 5), 9);
  });

  it('that nobody stops has no end', () => {
    const figures = figuresOf((trace) => trace.emit(reached(400, 1, 0, { ...bad, showing: true })));
    expect(figures['defectTime']).toBe('over 600');
  });
});
