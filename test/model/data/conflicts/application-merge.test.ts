import { describe, expect, it, vi } from 'vitest';
import { Streams } from '../../../../src/kernel/index.js';
import {
  applicationMerge,
  MergeError,
  type MergeFunction,
} from '../../../../src/model/data/conflicts/application-merge.js';
import { accountSplit } from '../../../../src/model/data/conflicts/episode.js';
import { KeyLaw } from '../../../../src/model/data/conflicts/keys.js';
import type { Conflict } from '../../../../src/model/data/conflicts/policy.js';
import type { Split } from '../../../../src/model/data/conflicts/split.js';
import { version } from './conflict-arbitrary.js';

const versions = [version(2, { writes: 7 }), version(0, { writes: 3 }), version(1, { writes: 5 })];

const resolve = (merge: unknown) =>
  applicationMerge({ merge: merge as MergeFunction, module: './carts.js', export: 'mergeCarts' }).resolve({
    versions,
  });

describe('a merge function', () => {
  it('sees the versions in order of their sides, with all that is known of them', () => {
    const merge = vi.fn(() => 'merged');
    resolve(merge);
    expect(merge).toHaveBeenCalledExactlyOnceWith({ versions: [versions[1], versions[2], versions[0]] });
  });

  it('names the version to keep by its place in that order, or as it got it', () => {
    const kept = { fates: ['surviving', 'lostInConflict', 'lostInConflict'], siblings: 0 };
    expect(resolve(() => ({ keep: 2 }))).toEqual(kept);
    const most: MergeFunction = (conflict) => {
      const sorted = [...conflict.versions].sort((a, b) => b.writes - a.writes);
      return { keep: sorted[0]! };
    };
    expect(resolve(most)).toEqual(kept);
  });

  it('may keep all as one, all side by side, or leave it to a person', () => {
    expect(resolve(() => 'merged')).toEqual({ fates: ['merged', 'merged', 'merged'], siblings: 0 });
    expect(resolve(() => 'siblings')).toEqual({ fates: ['merged', 'merged', 'merged'], siblings: 3 });
    expect(resolve(() => 'pending')).toEqual({ fates: ['pending', 'pending', 'pending'], siblings: 0 });
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'answered undefined: expected { keep: N } with N from 0 to 2 or a version, '],
    ['null', null, 'answered null: '],
    ['another word', 'both', "answered 'both': "],
    ['a place beyond the last', { keep: 3 }, 'answered { keep: 3 }: '],
    ['a place before the first', { keep: -1 }, 'answered { keep: -1 }: '],
    ['half a place', { keep: 0.5 }, 'answered { keep: 0.5 }: '],
    ['a region', { keep: 'r1' }, 'answered { keep: r1 }: '],
    ['another version', { keep: version(1) }, 'answered { keep } without a version that it was given: '],
    ['another object', { winner: 0 }, 'answered an object without keep: '],
    ['a promise', Promise.resolve('merged'), 'gave a promise: it must answer at once, '],
  ])('that answers %s is refused, by name', (_, answer, complaint) => {
    expect(() => resolve(() => answer)).toThrow(MergeError);
    expect(() => resolve(() => answer)).toThrow(`mergeCarts of ./carts.js ${complaint}`);
  });

  it('that is asynchronous is refused, and does not end the process when it fails later', async () => {
    const late = async () => {
      throw new Error('late');
    };
    expect(() => resolve(late)).toThrow('mergeCarts of ./carts.js gave a promise: ');
    await new Promise((settled) => setImmediate(settled));
  });

  it('that throws is named, and its error kept', () => {
    const cause = new Error('no such cart');
    const failing = () => {
      throw cause;
    };
    expect(() => resolve(failing)).toThrow(
      expect.objectContaining({ message: 'mergeCarts of ./carts.js threw: no such cart', cause }),
    );
  });

  it('cannot change what others see, nor the order that its answer is read in', () => {
    const before = structuredClone(versions);
    const sorting = ({ versions: given }: { versions: unknown[] }) => given.sort();
    expect(() => resolve(sorting)).toThrow(/mergeCarts of \.\/carts\.js threw: .*read only/);
    const writing: MergeFunction = ({ versions: given }) => {
      for (const one of given)
        Object.assign(one, { side: 0, writes: 0 }, { stamp: Object.assign(one.stamp, { time: 0 }) });
      return { keep: given[2]! };
    };
    expect(resolve(writing)).toEqual({
      fates: ['surviving', 'lostInConflict', 'lostInConflict'],
      siblings: 0,
    });
    expect(versions).toEqual(before);
  });
});

describe('the merge function of a split', () => {
  const regions = ['us-east', 'eu-west'];
  const split: Split = {
    sides: [
      { from: [], regions: ['us-east'] },
      { from: [], regions: ['eu-west'] },
      { from: [0, 1], regions },
    ],
    spans: regions.map((region, side) => ({
      side,
      region,
      writer: side,
      from: 60e6,
      to: 120e6,
      mass: 300,
      clock: side * 1e6,
    })),
  };
  const account = (merge: MergeFunction) => {
    const policy = applicationMerge({ merge, module: './carts.js', export: 'mergeCarts' });
    const keys = new KeyLaw({ count: 200 });
    const stream = new Streams('merge').at(0).open('split');
    return accountSplit(split, { keys, policy, writes: 'read-modify-write', stream });
  };

  it('is asked once about each key in conflict, with what was drawn and nothing made up', () => {
    const seen: Conflict[] = [];
    const tally = account((conflict) => {
      seen.push(conflict);
      return 'merged';
    });
    expect(seen).toHaveLength(tally.keysInConflict);
    const versions = seen.flatMap((conflict) => conflict.versions);
    for (const { side, region, writes, stamp, writtenAt } of versions) {
      expect([region, stamp.writer, Math.sign(writes)]).toEqual([regions[side], side, 1]);
      expect(writtenAt > 60e6 && writtenAt < 120e6).toBe(true);
      expect(stamp.time - writtenAt).toBeCloseTo(side * 1e6, 3);
    }
    const all = versions.reduce((sum, { writes }) => sum + writes, 0);
    expect(tally.spans.reduce((sum, { merged }) => sum + merged, 0)).toBe(all);
    expect(seen[0]!.sides).toEqual([
      { side: 0, regions: ['us-east'] },
      { side: 1, regions: ['eu-west'] },
    ]);
  });

  it('decides which writes are lost', () => {
    let writesOfUs = 0;
    const tally = account(({ versions: [us] }) => {
      writesOfUs += us!.writes;
      return { keep: 1 };
    });
    expect(tally.spans.map(({ lostInConflict }) => lostInConflict)).toEqual([writesOfUs, 0]);
    expect(tally.losingWrites).toBe(writesOfUs);
  });

  it('cannot change the sides of later conflicts', () => {
    const changing: MergeFunction = ({ sides }) => {
      (sides![0]!.regions as string[]).push('ap-south');
      return 'merged';
    };
    expect(() => account(changing)).toThrow(/threw: .*not extensible/);
  });
});
