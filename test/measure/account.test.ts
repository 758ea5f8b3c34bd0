import { describe, expect, it } from 'vitest';
import { type AccountOptions, RunAccount } from '../../src/measure/account.js';
import type { Curve } from '../../src/model/curve.js';
import { AgeLaw } from '../../src/model/traffic/age.js';
import { MeanFieldCutover } from '../../src/model/traffic/cutover.js';

const options: AccountOptions = {
  regions: ['a', 'b'],
  populations: [
    { name: 'all', rate: 3e-6, writes: 0 },
    { name: 'few', rate: 1e-6, writes: 1 },
  ],
  threshold: 0.95,
  horizon: 1000,
};

const constant = (base: number): Curve => ({ base, terms: [] });
/** Clients whose caches live 100 µs follow a change at 200 evenly until 300. */
const cutover = new MeanFieldCutover(200, 0, [], new AgeLaw([{ weight: 1, lives: [100] }]));

function account(): RunAccount {
  const account = new RunAccount(options);
  for (const population of ['all', 'few']) {
    account.note({ type: 'routed', at: 0, population, answers: [{ shares: [1, 0] }] });
  }
  return account;
}

const goodput = (at: number, share: Curve) =>
  ({ type: 'goodput', at, population: 'all', kind: 'reads', share, path: [] }) as const;

describe('the account of a run', () => {
  it('has the requests that there are, and no others', () => {
    const { service } = account().close();
    expect(service.map(({ population, kind }) => `${kind} of ${population}`)).toEqual([
      'reads of all',
      'writes of few',
    ]);
  });

  it('keeps jumps and what lies below the threshold; the last word of an instant counts', () => {
    const run = account();
    run.note(goodput(0, constant(1)));
    run.note(goodput(100, constant(0.5)));
    run.note(goodput(100, constant(0)));
    run.note(goodput(200, { base: 0, terms: [{ weight: 1, cutover }] }));
    const [reads] = run.close().service;
    expect(reads!.jumps).toEqual([{ at: 100, before: 1, after: 0 }]);
    expect(reads!.below).toEqual([{ from: 100, to: 295 }]);
  });

  it('takes a run that begins without service for a fall from all of it', () => {
    const run = account();
    run.note(goodput(0, constant(1)));
    run.note(goodput(0, constant(0)));
    expect(run.close().service[0]!.jumps).toEqual([{ at: 0, before: 1, after: 0 }]);
  });

  it('leaves a shortfall open that lasts to the horizon', () => {
    const run = account();
    run.note(goodput(0, constant(1)));
    run.note(goodput(100, constant(0.9)));
    expect(run.close().service[0]!.below).toEqual([{ from: 100 }]);
  });

  it('follows a curve between its knots, and is still where it is', () => {
    const run = account();
    run.note(goodput(0, constant(1)));
    run.note(goodput(100, constant(0)));
    run.note(goodput(200, { base: 0, terms: [{ weight: 1, cutover }] }));
    const { answered } = run.close().service[0]!;
    expect(answered[0]).toEqual({ at: 0, share: 1 });
    expect(answered[1]).toEqual({ at: 100, share: 0 });
    expect(answered.length).toBeGreaterThan(10);
    for (const { at, share } of answered.slice(2))
      expect(share).toBeCloseTo(Math.min(1, (at - 200) / 100), 9);
    expect(answered.at(-1)).toEqual({ at: 300, share: 1 });
  });

  it('weighs traffic by requests, and tells how fast clients follow', () => {
    const run = account();
    run.note({ type: 'record-changed', at: 200, population: 'all', regions: ['b'] });
    run.note({
      type: 'routed',
      at: 200,
      population: 'all',
      answers: [{ shares: [1, 0] }, { shares: [0, 1], cutover }],
    });
    const { traffic, redirections, firstAnswers } = run.close();
    expect(firstAnswers).toEqual({ all: ['a'], few: ['a'] });
    expect(redirections).toEqual([
      { at: 200, population: 'all', regions: ['b'], halfAfter: 50, most: { share: 0.95, after: 95 } },
    ]);
    expect(traffic['b']!.at(-1)).toEqual({ at: 300, share: 0.75 });
    expect(traffic['a']!.at(-1)!.share).toBeCloseTo(0.25, 12);
  });
});
