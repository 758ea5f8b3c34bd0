import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startProgress } from '../../src/cli/progress.js';

let written: string;
let isTTY: boolean;

beforeEach(() => {
  written = '';
  isTTY = process.stderr.isTTY;
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  vi.useFakeTimers({ now: 0, toFake: ['performance', 'setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  process.stderr.isTTY = isTTY;
});

/** `done` of 100 runs, the time between two of them in milliseconds. */
function advance(dones: readonly number[], pause: number): void {
  const progress = startProgress(false);
  for (const done of dones) {
    vi.advanceTimersByTime(pause);
    progress.show({ done, aim: 100 });
  }
  progress.end();
}

describe('progress outside a terminal', () => {
  beforeEach(() => {
    process.stderr.isTTY = false;
  });

  it('is a line at every tenth', () => {
    advance([4, 9, 10, 19, 21, 100], 5000);
    expect(written).toBe('10 of 100 runs (10 %)\n21 of 100 runs (21 %)\n100 of 100 runs (100 %)\n');
  });

  it('is not more than a line a second, and tells the end', () => {
    advance([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 300);
    expect(written.split('\n')).toHaveLength(5);
    expect(written).toMatch(/100 of 100 runs \(100 %\)\n$/);
  });

  it('is told now and then where a tenth takes long', () => {
    advance([1, 2, 3, 4], 8000);
    expect(written).toBe('2 of 100 runs (2 %)\n4 of 100 runs (4 %)\n');
  });

  it('follows an aim that grows', () => {
    const progress = startProgress(false);
    for (const [done, aim] of [
      [2000, 2000],
      [3000, 4000],
      [4000, 4000],
    ] as const) {
      vi.advanceTimersByTime(2000);
      progress.show({ done, aim });
    }
    expect(written.replaceAll('\u202f', '')).toBe(
      '2000 of 2000 runs (100 %)\n3000 of 4000 runs (75 %)\n4000 of 4000 runs (100 %)\n',
    );
  });

  it('is silent when it should be', () => {
    const progress = startProgress(true);
    progress.show({ done: 100, aim: 100 });
    progress.end();
    expect(written).toBe('');
  });
});

describe('progress on a terminal', () => {
  it('is a bar that goes away and gives the cursor back', () => {
    process.stderr.isTTY = true;
    const listeners = process.listenerCount('exit');
    const progress = startProgress(false);
    progress.show({ done: 40, aim: 100 });
    vi.advanceTimersByTime(500);
    progress.show({ done: 50, aim: 100 });
    vi.advanceTimersByTime(500);
    expect(written).toMatch(/█+░+ 50 % of 100 runs/);
    expect(written).toContain('\u001b[?25l');
    progress.end();
    expect(written).toContain('\u001b[?25h');
    expect(process.listenerCount('exit')).toBe(listeners);
  });
});
