import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import { LastWriterWinsMap } from '../../../../src/model/data/crdt/last-writer-wins-map.js';
import { commands, play } from './replay.js';

/** Nothing for a deletion. */
interface Write {
  readonly key: string;
  readonly value?: number;
}

/** Our map and one of yjs, with the same history. */
class Both {
  static readonly empty = new Both(LastWriterWinsMap.empty<string, number>(), encodeStateAsUpdate(new Doc()));

  private constructor(
    readonly ours: LastWriterWinsMap<string, number>,
    /** A document of yjs, in full. */
    private readonly update: Uint8Array,
  ) {}

  get theirs(): ReadonlyMap<string, number> {
    return new Map(Object.entries(open([this.update]).getMap<number>('map').toJSON()));
  }

  write(replica: number, { key, value }: Write): Both {
    // The number of a client decides between writes that did not see each other.
    const client = replica + 1;
    const doc = open([this.update]);
    doc.clientID = client;
    const theirs = doc.getMap<number>('map');
    if (value === undefined) theirs.delete(key);
    else theirs.set(key, value);
    return new Both(
      this.writeOurs(client, { key, ...(value === undefined ? {} : { value }) }),
      encodeStateAsUpdate(doc),
    );
  }

  merge(other: Both): Both {
    return new Both(this.ours.merge(other.ours), encodeStateAsUpdate(open([this.update, other.update])));
  }

  /**
   * The tie rule of yjs as a stamp. Each write of a key stands after the one that its client saw there, those after the same
   * one in order of their clients (YATA: Nicolaescu et al., "Near Real-Time Peer-to-Peer Shared Editing on Extensible Data
   * Types", GROUP 2016), and the last of all is what the key holds, unless that very write was deleted. So a write's place is a
   * path of clients, and paths compare as the digits of a number do.
   */
  private writeOurs(client: number, { key, value }: Write): LastWriterWinsMap<string, number> {
    const seen = this.ours.stamp(key)?.time ?? 0;
    if (value !== undefined) {
      return this.ours.set(key, value, { time: seen + client * nextDigit(seen), counter: 0, writer: client });
    }
    if (this.ours.get(key) === undefined) return this.ours;
    return this.ours.delete(key, { time: seen, counter: 1, writer: client });
  }
}

function open(updates: readonly Uint8Array[]): Doc {
  const doc = new Doc();
  for (const update of updates) applyUpdate(doc, update);
  return doc;
}

/** The weight of the first place that is free in a fraction in base four, none of whose digits is 0. */
function nextDigit(fraction: number): number {
  let weight = 1 / 4;
  for (let rest = fraction; rest > 0; weight /= 4) rest = rest * 4 - Math.floor(rest * 4);
  return weight;
}

const write: fc.Arbitrary<Write> = fc.record(
  { key: fc.constantFrom('a', 'b'), value: fc.nat({ max: 99 }) },
  { requiredKeys: ['key'] },
);

describe('a last-writer-wins map, beside that of yjs', () => {
  it('holds the same at every replica at every time, when it breaks ties in the same way', () => {
    fc.assert(
      fc.property(commands(write), (list) => {
        const { all } = play(list, Both.empty, (state, replica, operation) =>
          state.write(replica, operation),
        );
        for (const { state } of all) expect(state.ours.entries).toEqual(state.theirs);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('was put to a test with many writes that did not see each other, and deletions among them', () => {
    let [concurrent, deleted] = [0, 0];
    for (const list of fc.sample(commands(write), { seed: 1, numRuns: 100 })) {
      const { latest } = play(list, Both.empty, (state, replica, operation) =>
        state.write(replica, operation),
      );
      const known = latest.flatMap((one) => one.known);
      const pairs = known.flatMap((a) => known.map((b) => [a, b] as const));
      const apart = pairs.filter(
        ([a, b]) => a.id < b.id && !b.saw.has(a.id) && a.operation.key === b.operation.key,
      );
      if (apart.length > 0) concurrent += 1;
      if (apart.some(([a, b]) => (a.operation.value === undefined) !== (b.operation.value === undefined)))
        deleted += 1;
    }
    expect(concurrent).toBeGreaterThan(50);
    expect(deleted).toBeGreaterThan(30);
  });
});

describe('a last-writer-wins map', () => {
  const stamp = (time: number) => ({ time, counter: 0, writer: 0 });

  it('lets no older write bring back a deleted key', () => {
    const deleted = LastWriterWinsMap.empty<string, number>().set('a', 1, stamp(1)).delete('a', stamp(3));
    const other = LastWriterWinsMap.empty<string, number>().set('a', 2, stamp(2));
    expect(other.merge(deleted).entries).toEqual(new Map());
    expect(deleted.merge(other).get('a')).toBeUndefined();
    expect(deleted.merge(other).stamp('a')).toEqual(stamp(3));
  });
});
