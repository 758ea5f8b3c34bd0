import { describe, expect, it, vi } from 'vitest';
import {
  applicationMerge,
  MergeError,
  type MergeFunction,
} from '../../../../src/model/data/conflicts/application-merge.js';
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

  it('cannot change what it is given', () => {
    const before = structuredClone(versions);
    const sorting = ({ versions: given }: { versions: unknown[] }) => given.sort();
    const writing = ({ versions: [first] }: { versions: { writes: number }[] }) => {
      first!.writes = 0;
    };
    expect(() => resolve(sorting)).toThrow(/mergeCarts of \.\/carts\.js threw: .*read only/);
    expect(() => resolve(writing)).toThrow(/mergeCarts of \.\/carts\.js threw: .*read only/);
    expect(versions).toEqual(before);
  });
});
