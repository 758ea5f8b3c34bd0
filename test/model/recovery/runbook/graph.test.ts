import { describe, expect, it } from 'vitest';
import {
  longestPaths,
  type Node,
  next,
  outcome,
  type StepState,
} from '../../../../src/model/recovery/runbook/graph.js';
import { findCycle, orderSteps } from '../../../../src/scenario/step-order.js';

const due = (nodes: readonly Node[]): StepState[] => nodes.map(() => 'due');
const none = (nodes: readonly Node[]) => nodes.map(() => undefined);

describe('the order of the steps of a runbook', () => {
  it('is that of the list where nothing else is said', () => {
    expect(
      orderSteps([{ name: 'a' }, { name: 'b' }, { name: 'c', after: ['a'] }, { name: 'd', after: [] }]),
    ).toEqual([{ after: [] }, { after: [0] }, { after: [0] }, { after: [] }]);
  });

  it('goes on after all ways of a decision, and past what stands in for a step', () => {
    const steps = [
      { name: 'triage', choose: [{ to: 'restart' }, { to: 'move' }] },
      { name: 'restart', otherwise: 'call' },
      { name: 'call' },
      { name: 'move' },
      { name: 'check' },
    ];
    expect(orderSteps(steps)).toEqual([
      { after: [] },
      { after: [], onlyIf: { kind: 'way', of: 0 }, otherwise: 2 },
      { after: [], onlyIf: { kind: 'failure', of: 1 } },
      { after: [], onlyIf: { kind: 'way', of: 0 } },
      { after: [1, 3] },
    ]);
  });

  it('has no cycle, or names it', () => {
    expect(findCycle(orderSteps([{ name: 'a' }, { name: 'b' }]))).toBeUndefined();
    const cycle = findCycle(orderSteps([{ name: 'a', after: ['c'] }, { name: 'b' }, { name: 'c' }]));
    expect(cycle).toHaveLength(4);
    expect(cycle![0]).toBe(cycle![3]);
  });
});

describe('what is done next', () => {
  const diamond: Node[] = [{ after: [] }, { after: [0] }, { after: [0] }, { after: [1, 2] }];

  it('is all that waits for nothing more', () => {
    const states = due(diamond);
    expect(next(diamond, { states, chosen: none(diamond) })).toEqual({ begin: [0], leaveOut: [] });
    states[0] = 'done';
    expect(next(diamond, { states, chosen: none(diamond) }).begin).toEqual([1, 2]);
    states[1] = 'done';
    states[2] = 'under way';
    expect(next(diamond, { states, chosen: none(diamond) }).begin).toEqual([]);
  });

  it('leaves out the ways that were not chosen, and all that comes after them alone', () => {
    const nodes: Node[] = [
      { after: [] },
      { after: [], onlyIf: { kind: 'way', of: 0 } },
      { after: [1] },
      { after: [], onlyIf: { kind: 'way', of: 0 } },
      { after: [2, 3] },
    ];
    const states: StepState[] = ['done', 'due', 'due', 'due', 'due'];
    expect(next(nodes, { states, chosen: [3, undefined, undefined, undefined, undefined] })).toEqual({
      begin: [3],
      leaveOut: [1, 2],
    });
    const after: StepState[] = ['done', 'left out', 'left out', 'done', 'due'];
    expect(
      next(nodes, { states: after, chosen: [3, undefined, undefined, undefined, undefined] }).begin,
    ).toEqual([4]);
  });

  it('takes what stands in for a step that failed for the step itself', () => {
    const nodes: Node[] = [
      { after: [], otherwise: 1 },
      { after: [], onlyIf: { kind: 'failure', of: 0 } },
      { after: [0] },
    ];
    const failed: StepState[] = ['failed', 'due', 'due'];
    expect(next(nodes, { states: failed, chosen: none(nodes) }).begin).toEqual([1]);
    expect(outcome(nodes, { states: ['failed', 'done', 'due'] }, 0)).toBe('done');
    expect(next(nodes, { states: ['failed', 'done', 'due'], chosen: none(nodes) }).begin).toEqual([2]);
    expect(outcome(nodes, { states: ['failed', 'failed', 'due'] }, 0)).toBe('failed');
    expect(next(nodes, { states: ['failed', 'failed', 'due'], chosen: none(nodes) }).begin).toEqual([]);
    expect(next(nodes, { states: ['done', 'due', 'due'], chosen: none(nodes) })).toEqual({
      begin: [2],
      leaveOut: [1],
    });
  });

  it('takes as long as the longest path', () => {
    expect(longestPaths(diamond, [2, 5, 3, 1])).toEqual([2, 7, 5, 8]);
  });
});
