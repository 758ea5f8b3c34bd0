import { describe, expect, it } from 'vitest';
import type { Figures } from '../../src/measure/result.js';
import {
  fatesOf,
  halfWidth,
  lossesOf,
  policyInWords,
  quietLossInWords,
  splitFigures,
} from '../../src/report/fates.js';
import { formatCount } from '../../src/report/format.js';
import { makeResult, summarise } from './fixture.js';
import { splitResults } from './writers.js';

const carts = (name: string) => splitResults[name]!.byStore['carts']!;

describe('what became of acknowledged writes', () => {
  it('is every class that any run has, and the shares add up to all', () => {
    for (const [name, as] of [
      ['splits lost', 'lostInConflict'],
      ['splits merged', 'merged'],
      ['splits pending', 'pending'],
      ['splits diverged', 'diverged'],
    ] as const) {
      const fates = fatesOf(carts(name));
      expect(fates.map(({ figure }) => figure)).toEqual(['surviving', as]);
      expect(fates.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    }
  });

  it('is not told where every write survives', () => {
    expect(fatesOf(makeResult({ losses: 0 }).figures)).toEqual([]);
    expect(fatesOf({})).toEqual([]);
  });

  it('has the interval of the mean around it, and none where runs leave it open', () => {
    expect(halfWidth({ value: 5, low: 0, high: 12 })).toBe(7);
    expect(halfWidth({ value: 5, low: null, high: null })).toBeUndefined();
    expect(halfWidth({ value: 5, low: 3, high: 7, lowerBound: true })).toBeUndefined();
    expect(halfWidth({ value: null, atLeast: 5 })).toBeUndefined();
  });
});

describe('after a split', () => {
  it('only figures that are above 0 in some run are told, censored ones too', () => {
    expect(splitFigures(carts('splits lost'))).toEqual(['keysInConflict', 'apart', 'divergence']);
    expect(splitFigures(carts('splits pending'))).toEqual([
      'keysInConflict',
      'apart',
      'divergence',
      'repair',
    ]);
    const never = summarise('s', { unit: 's', values: [null], atLeast: { 0: 0 } });
    expect(splitFigures({ divergence: never })).toEqual(['divergence']);
    expect(splitFigures(makeResult().byStore['orders']!)).toEqual([]);
  });

  it('the kind of write says which of the three numbers is the loss', () => {
    const losses = (figures: Figures, writes?: 'read-modify-write' | 'blind') =>
      lossesOf(figures, writes && { policy: 'priority', writes }).map(
        ({ figure, reading }) => `${figure} ${/^the loss here/.test(reading)}`,
      );
    const figures = carts('splits lost');
    expect(losses(figures, 'read-modify-write')).toEqual([
      'losingWrites true',
      'losingVersions false',
      'supersededWrites false',
    ]);
    expect(losses(figures, 'blind')).toEqual([
      'losingWrites false',
      'losingVersions true',
      'supersededWrites false',
    ]);
    expect(losses(figures).some((line) => line.endsWith('true'))).toBe(false);
    expect(losses(carts('splits merged'), 'blind')).toEqual([]);
    expect(losses(makeResult().byStore['orders']!, 'blind')).toEqual([]);
  });

  it('what crossed with no split is told apart, where the kind of writes is known', () => {
    const figures = carts('splits lost');
    const lost = { ...figures['lostInConflict']!, mean: { value: 5e6, low: null, high: null } };
    const rule = { policy: 'priority', writes: 'read-modify-write' } as const;
    const quiet = 5e6 - figures['losingWrites']!.mean.value!;
    expect(quietLossInWords({ ...figures, lostInConflict: lost }, rule)).toBe(
      `Without any split, ${formatCount(quiet)} writes on average were lost to others that crossed them on their way.`,
    );
    expect(quietLossInWords(figures, rule)).toBeUndefined();
    expect(quietLossInWords({ ...figures, lostInConflict: lost }, undefined)).toBeUndefined();
    expect(quietLossInWords({}, rule)).toBeUndefined();
  });

  it('a policy is told in words, with its clock or type; an unknown one stands for itself', () => {
    const writes = 'blind';
    expect(policyInWords({ policy: 'last-writer-wins', clock: 'wall', writes })).toBe(
      'the last writer wins, by wall clocks',
    );
    expect(policyInWords({ policy: 'crdt', type: 'set', writes })).toBe(
      'a replicated data type merges (set)',
    );
    expect(policyInWords({ policy: 'constructor', writes })).toBe('constructor');
  });
});
