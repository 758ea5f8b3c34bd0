import { expect, expectTypeOf, test } from 'vitest';
import { Trace } from '../../src/kernel/trace.js';

type Record = { type: 'lost'; at: number; writes: number } | { type: 'promoted'; at: number; store: string };

test('folds see their types, in order of subscription, those of every type among them', () => {
  const trace = new Trace<Record>();
  const seen: string[] = [];
  trace.subscribe('lost', (record) => seen.push(`1 ${record.writes}`));
  trace.subscribe('*', (record) => seen.push(`2 ${record.type}`));
  trace.subscribe('lost', (record) => seen.push(`3 ${record.at}`));
  trace.subscribe('promoted', (record) => seen.push(`4 ${record.store}`));
  trace.subscribe('*', () => seen.push('5'));
  trace.emit({ type: 'lost', at: 7, writes: 12 });
  expect(seen).toEqual(['1 12', '2 lost', '3 7', '5']);
  seen.length = 0;
  trace.emit({ type: 'promoted', at: 8, store: 'orders' });
  expect(seen).toEqual(['2 promoted', '4 orders', '5']);
});

test('a type that nobody named still reaches those who want every one', () => {
  const trace = new Trace<Record>();
  trace.emit({ type: 'lost', at: 1, writes: 1 });
  const seen: number[] = [];
  trace.subscribe('*', ({ at }) => seen.push(at));
  trace.emit({ type: 'promoted', at: 2, store: 'orders' });
  expect(seen).toEqual([2]);
});

test('somebody hears a type who wants it or every one', () => {
  const trace = new Trace<Record>();
  expect(trace.isHeard('lost')).toBe(false);
  trace.subscribe('lost', () => {});
  expect([trace.isHeard('lost'), trace.isHeard('promoted')]).toEqual([true, false]);
  trace.subscribe('*', () => {});
  expect([trace.isHeard('lost'), trace.isHeard('promoted')]).toEqual([true, true]);
});

test('a fold is given its own type of record', () => {
  const trace = new Trace<Record>();
  trace.subscribe('promoted', (record) =>
    expectTypeOf(record).toEqualTypeOf<Extract<Record, { type: 'promoted' }>>(),
  );
  // @ts-expect-error there is no such type of record
  trace.subscribe('lots', () => {});
});
