import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/cli/json.js';
import type { Result } from '../../src/index.js';

const text = (document: unknown) => [...jsonText(document as Result, 'full')].join('');

describe('JSON text', () => {
  it('puts plain lists and maps in a line, and a key a line above them', () => {
    const document = {
      a: 1,
      b: { value: 1.5, low: null },
      c: [1, null, 3],
      d: [{ e: 'x' }],
      f: {},
      g: [],
      h: undefined,
    };
    expect(text(document)).toBe(`{
  "a": 1,
  "b": {"value": 1.5, "low": null},
  "c": [1, null, 3],
  "d": [
    {"e": "x"}
  ],
  "f": {},
  "g": []
}
`);
  });

  it('says what JSON says', () => {
    const document = { 'a "b"': ['\n', '\u2028', 1e21, -0, 1e-7], c: { d: { e: [[1], [2, { f: true }]] } } };
    expect(JSON.parse(text(document))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('comes in parts that stay short, however long the columns are', () => {
    const document = {
      columns: { rto: { values: Array.from({ length: 100_000 }, (_, run) => run + 0.123) } },
    };
    const parts = [...jsonText(document as unknown as Result, 'full')];
    expect(parts.length).toBeGreaterThan(10);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(70_000);
    expect(JSON.parse(parts.join(''))).toEqual(document);
  });
});
