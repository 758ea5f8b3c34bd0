import { expect, it } from 'vitest';
import { Trace } from '../../src/kernel/index.js';
import { RunbookFold } from '../../src/measure/runbook-fold.js';
import type { TraceRecord } from '../../src/model/trace.js';

it('counts a decision once, though it is to ride an outage out and then to fail over', () => {
  const trace = new Trace<TraceRecord>();
  const fold = new RunbookFold(trace);
  fold.begin();
  const begin = (at: number) => trace.emit({ type: 'runbook-began', at, runbook: 'leave' });
  const decide = (at: number, way: string, wrong = false) =>
    trace.emit({ type: 'decision-made', at, runbook: 'leave', step: 'decide', way, wrong });
  begin(0);
  decide(1, 'ride it out');
  decide(5, 'fail over');
  begin(10);
  decide(11, 'fail over', true);
  // One that rode out is over without another word.
  begin(20);
  decide(21, 'ride it out');
  begin(30);
  decide(31, 'fail over');
  const figures = new Map(fold.figures(100).map(([figure, value]) => [figure, value]));
  expect(figures.get('wrongCalls')).toBe(1 / 4);
});
