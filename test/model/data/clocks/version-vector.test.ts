import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CausalOrder, VersionVector } from '../../../../src/model/data/clocks/version-vector.js';
import { happenings, pasts } from './causal-history.js';

const vector = fc
  .array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 3 })
  .map((counts) => counts.reduce((made, by, replica) => made.increment(replica, by), VersionVector.empty));

const precedes = (order: CausalOrder) => order === 'before' || order === 'equal';
const opposite = { before: 'after', after: 'before', equal: 'equal', concurrent: 'concurrent' } as const;

describe('version vectors', () => {
  it('say of any two events what their pasts say', () => {
    fc.assert(
      fc.property(happenings(3, 20), (events) => {
        const vectors: VersionVector[] = [];
        const latest = [0, 1, 2].map(() => VersionVector.empty);
        events.forEach(({ node, from }, index) => {
          const merged = from === undefined ? latest[node]! : latest[node]!.merge(vectors[from]!);
          latest[node] = merged.increment(node);
          vectors[index] = latest[node];
        });
        const past = pasts(events);
        for (const [i, a] of vectors.entries()) {
          for (const [j, b] of vectors.entries()) {
            const [seen, sees] = [past[j]!.has(i), past[i]!.has(j)];
            const order = seen ? (sees ? 'equal' : 'before') : sees ? 'after' : 'concurrent';
            expect(a.compare(b)).toBe(order);
          }
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('are a partial order, in which merging gives the least that is not below either', () => {
    fc.assert(
      fc.property(vector, vector, vector, (a, b, c) => {
        expect(a.compare(a)).toBe('equal');
        expect(a.compare(b)).toBe(opposite[b.compare(a)]);
        if (precedes(a.compare(b)) && precedes(b.compare(c))) expect(precedes(a.compare(c))).toBe(true);
        const merged = a.merge(b);
        expect(precedes(a.compare(merged)) && precedes(b.compare(merged))).toBe(true);
        if (precedes(a.compare(c)) && precedes(b.compare(c))) expect(precedes(merged.compare(c))).toBe(true);
        expect(merged.compare(b.merge(a))).toBe('equal');
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it('know what was seen of each replica', () => {
    const seen = VersionVector.empty.increment(1).increment(1).increment(2, 5);
    expect([seen.of(1), seen.of(2), seen.of(3)]).toEqual([2, 5, 0]);
    // A count of 0 is the same as none.
    expect(seen.increment(3, 0).compare(seen)).toBe('equal');
  });
});
