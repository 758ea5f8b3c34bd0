import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastWriterWins } from '../../../../src/model/data/conflicts/last-writer-wins.js';
import { replicatedType } from '../../../../src/model/data/conflicts/replicated-type.js';
import { siblings } from '../../../../src/model/data/conflicts/siblings.js';
import { conflictArbitrary } from './conflict-arbitrary.js';

describe('a replicated type', () => {
  it('register: the last writer wins', () => {
    fc.assert(
      fc.property(conflictArbitrary, (conflict) => {
        expect(replicatedType('register').resolve(conflict)).toEqual(lastWriterWins.resolve(conflict));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('multi-value: keeps the siblings that version vectors tell apart', () => {
    fc.assert(
      fc.property(conflictArbitrary, (conflict) => {
        expect(replicatedType('multi-value').resolve(conflict)).toEqual(siblings.resolve(conflict));
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
