import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyEdn } from '../../../src/measure/history/edn.js';
import { historyJsonLines } from '../../../src/measure/history/json-lines.js';
import { readEdn } from './edn-reader.js';
import { operation, some } from './some-operations.js';

describe('a history in JSON lines', () => {
  it('is one object a line that says what the history says', () => {
    fc.assert(
      fc.property(fc.array(operation()), (history) => {
        const lines = historyJsonLines(history).split('\n');
        expect(lines.pop()).toBe('');
        expect(lines.map((line) => JSON.parse(line))).toEqual(history);
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it('has the fields in the order of the EDN form', () => {
    const keys = historyJsonLines(some)
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line)));
    const forms = readEdn(historyEdn(some)).map((form) => Object.keys(form as object));
    expect(keys).toEqual(forms);
  });
});
