import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRegister } from '../../../src/measure/history/linearizability.js';
import type { Operation } from '../../../src/measure/history/operation.js';

type Told = [process: number, type: Operation['type'], f: string, value: Operation['value']];

function historyOf(...told: Told[]): Operation[] {
  return told.map(([process, type, f, value], index) => ({ index, time: index, type, process, f, value }));
}

describe('checkRegister', () => {
  it('takes what one register could have done', () => {
    const history = historyOf(
      [0, 'invoke', 'write', 1],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', null],
      [0, 'ok', 'write', 1],
      [1, 'invoke', 'cas', [1, 2]],
      [0, 'invoke', 'read', null],
      [0, 'ok', 'read', 2],
      [1, 'ok', 'cas', [1, 2]],
    );
    expect(checkRegister(history)).toEqual({ valid: true });
  });

  it('finds the first answer that no register could have given', () => {
    const history = historyOf(
      [0, 'invoke', 'write', 1],
      [0, 'ok', 'write', 1],
      [0, 'invoke', 'write', 2],
      [0, 'ok', 'write', 2],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', 1],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', 7],
    );
    expect(checkRegister(history)).toEqual({ valid: false, index: 5, invocation: 4, held: [2] });
  });

  // Herlihy and Wing 1990, figure 1, for a register: what was read once cannot be unread.
  it('knows that a value read stays read', () => {
    const history = historyOf(
      [0, 'invoke', 'write', 1],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', 1],
      [2, 'invoke', 'read', null],
      [2, 'ok', 'read', null],
      [0, 'ok', 'write', 1],
    );
    expect(checkRegister(history)).toMatchObject({ valid: false, index: 4, invocation: 3 });
  });

  it('lets a write of which nobody knows happen late or never, but not before it was asked for', () => {
    const unknown: Told[] = [
      [0, 'invoke', 'write', 1],
      [0, 'info', 'write', 1],
    ];
    const reading = (process: number, value: number | null): Told[] => [
      [process, 'invoke', 'read', null],
      [process, 'ok', 'read', value],
    ];
    const late = historyOf(...unknown, ...reading(1, null), ...reading(1, 1));
    const never = historyOf(...unknown, ...reading(1, null), ...reading(1, null));
    const early = historyOf(...reading(1, 1), ...unknown);
    const undone = historyOf(...unknown, ...reading(1, 1), ...reading(1, null));
    expect([late, never, early, undone].map((history) => checkRegister(history).valid)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('takes a failed write for one that did not happen', () => {
    const history = historyOf(
      [0, 'invoke', 'write', 1],
      [0, 'fail', 'write', 1],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', 1],
    );
    expect(checkRegister(history)).toMatchObject({ valid: false, index: 3 });
  });

  it('starts from what the register holds at first', () => {
    const history = historyOf([0, 'invoke', 'read', null], [0, 'ok', 'read', 5]);
    expect(checkRegister(history).valid).toBe(false);
    expect(checkRegister(history, { initial: 5 }).valid).toBe(true);
  });

  it('leaves out what the nemesis does', () => {
    const nemesis = { index: 0, time: 0, type: 'info', process: 'nemesis', f: 'lose', value: 'a' } as const;
    expect(checkRegister([nemesis])).toEqual({ valid: true });
  });

  it('is not troubled by thousands of writes that nobody heard of again', () => {
    const unknown = Array.from({ length: 2_000 }, (_, n): Told[] => [
      [n, 'invoke', 'write', n],
      [n, 'info', 'write', n],
    ]);
    const read: Told[] = [
      [0, 'invoke', 'read', null],
      [0, 'ok', 'read', 77],
    ];
    expect(checkRegister(historyOf(...unknown.flat(), ...read, ...read))).toEqual({ valid: true });
  });

  it('says that it does not know rather than search for ever', () => {
    const asked = Array.from({ length: 12 }, (_, n): Told => [n, 'invoke', 'write', n]);
    const answered = asked.map(([process, , f, value]): Told => [process, 'ok', f, value]);
    const history = historyOf(...asked, ...answered);
    expect(checkRegister(history)).toEqual({ valid: true });
    expect(checkRegister(history, { ways: 100 })).toEqual({ valid: 'unknown', index: 12 });
  });

  it('refuses what is no history of a register', () => {
    const cases: [Told[], string][] = [
      [[[0, 'invoke', 'add', 1]], 'a register knows read, write and cas, not add'],
      [[[0, 'ok', 'write', 1]], 'process 0 has not asked for anything'],
      [[[0, 'invoke', 'write', 'x']], 'the value of a register is a number or nil'],
      [[[0, 'invoke', 'cas', 1]], 'cas takes two values'],
      [
        [
          [0, 'invoke', 'write', 1],
          [0, 'invoke', 'write', 2],
        ],
        'process 0 has not finished 0',
      ],
    ];
    for (const [told, reason] of cases) {
      if (told[0]![1] === 'invoke' && told.length === 1) told.push([0, 'ok', told[0]![2], told[0]![3]]);
      expect(() => checkRegister(historyOf(...told))).toThrow(reason);
    }
  });

  it('agrees with trying every order, on every beginning of a history', () => {
    const seen = { valid: 0, invalid: 0, pending: 0 };
    fc.assert(
      fc.property(histories(), (history) => {
        const verdict = checkRegister(history);
        const firstBad = history.findIndex((_, end) => !explainable(history, end + 1));
        if (firstBad < 0) expect(verdict).toEqual({ valid: true });
        else expect(verdict).toMatchObject({ valid: false, index: firstBad });
        seen[firstBad < 0 ? 'valid' : 'invalid'] += 1;
        if (history.some(({ type }) => type === 'info')) seen.pending += 1;
      }),
      { seed: 31, numRuns: 3_000 },
    );
    expect(Math.min(seen.valid, seen.invalid, seen.pending)).toBeGreaterThan(500);
  });
});

/** Up to six calls of up to three clients, with few values so that many histories can nearly be explained. */
function histories(): fc.Arbitrary<Operation[]> {
  const value = fc.constantFrom(1, 2, 3);
  const call = fc.record({
    f: fc.constantFrom('read', 'read', 'write', 'cas'),
    value,
    expected: value,
    found: fc.constantFrom(null, 1, 2, 3),
    end: fc.constantFrom('ok', 'ok', 'ok', 'fail', 'info') as fc.Arbitrary<Operation['type']>,
    process: fc.nat({ max: 2 }),
    gap: fc.boolean(),
  });
  return fc.array(call, { minLength: 1, maxLength: 6 }).map((calls) => {
    const told: Told[] = [];
    const busy = new Map<number, Told>();
    // A process that does not know how it went does nothing more: another takes its place.
    const names = new Map([0, 1, 2].map((one) => [one, one]));
    const finish = (process: number) => {
      const end = busy.get(process);
      if (!end) return;
      told.push(end);
      if (end[1] === 'info') names.set(process, names.get(process)! + 3);
      busy.delete(process);
    };
    for (const { f, value: wanted, expected, found, end, process, gap } of calls) {
      finish(process);
      const asked = f === 'read' ? null : f === 'cas' ? [expected, wanted] : wanted;
      const name = names.get(process)!;
      told.push([name, 'invoke', f, asked]);
      busy.set(process, [name, end, f, f === 'read' && end === 'ok' ? found : asked]);
      if (gap) finish(process);
    }
    // What is under way at the end stays so for the last client.
    for (const process of [0, 1]) finish(process);
    return historyOf(...told);
  });
}

interface Made {
  readonly invoked: Operation;
  readonly returned: Operation | undefined;
}

/** Whether some order of some of the calls explains the beginning of a history: all orders are tried, as the definition says. */
function explainable(history: readonly Operation[], end: number): boolean {
  const calls = callsMade(history, end);
  const tryFrom = (held: number | null, left: readonly Made[]): boolean =>
    left.every(({ returned }) => !returned) ||
    left.some((next) => {
      const tooEarly = left.some(({ returned }) => returned && returned.index < next.invoked.index);
      const after = tooEarly ? undefined : outcome(next, held);
      return (
        after !== undefined &&
        tryFrom(
          after.held,
          left.filter((one) => one !== next),
        )
      );
    });
  return tryFrom(null, calls);
}

function callsMade(history: readonly Operation[], end: number): Made[] {
  return history.slice(0, end).flatMap((invoked) => {
    if (invoked.type !== 'invoke') return [];
    const completion = history.find(
      ({ index, process }) => index > invoked.index && process === invoked.process,
    );
    if (completion?.type === 'fail') return [];
    const returned = completion?.type === 'ok' && completion.index < end ? completion : undefined;
    return [{ invoked, returned }];
  });
}

/** What a call that takes effect now leaves; undefined when it could not have given its answer. */
function outcome({ invoked, returned }: Made, held: number | null): { held: number | null } | undefined {
  if (invoked.f === 'write') return { held: invoked.value as number };
  if (invoked.f === 'read') return !returned || returned.value === held ? { held } : undefined;
  const [expected, wanted] = invoked.value as [number, number];
  return held === expected ? { held: wanted } : undefined;
}
