import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { elideMiddle, textWidth } from '../../src/report/text-width.js';

/** Advance widths of a TrueType font in parts of the font size, from its `cmap` (format 12) and `hmtx` tables. */
function advanceWidths(file: string): (character: string) => number {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${file}`));
  const tables: Record<string, number> = {};
  for (let i = 0; i < bytes.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i;
    tables[bytes.toString('latin1', entry, entry + 4)] = bytes.readUInt32BE(entry + 8);
  }
  const { head, hhea, hmtx, cmap } = tables as Record<'head' | 'hhea' | 'hmtx' | 'cmap', number>;
  const perEm = bytes.readUInt16BE(head + 18);
  const lastWidth = bytes.readUInt16BE(hhea + 34) - 1;
  const subtables = Array.from(
    { length: bytes.readUInt16BE(cmap + 2) },
    (_, i) => cmap + bytes.readUInt32BE(cmap + 8 + 8 * i),
  );
  const map = subtables.find((at) => bytes.readUInt16BE(at) === 12)!;
  return (character) => {
    const code = character.codePointAt(0)!;
    for (let i = 0; i < bytes.readUInt32BE(map + 12); i++) {
      const [start, end, first] = [0, 4, 8].map((offset) =>
        bytes.readUInt32BE(map + 16 + 12 * i + offset),
      ) as [number, number, number];
      if (code < start || code > end) continue;
      return bytes.readUInt16BE(hmtx + 4 * Math.min(first + code - start, lastWidth)) / perEm;
    }
    throw new Error(`the font has no ${character}`);
  };
}

describe('widths', () => {
  const regular = advanceWidths('400Regular/Inter_400Regular.ttf');
  const semiBold = advanceWidths('600SemiBold/Inter_600SemiBold.ttf');
  const ascii = Array.from({ length: 95 }, (_, i) => String.fromCodePoint(32 + i));

  test('are those of the font, character by character', () => {
    for (const character of [...ascii, '\u00a0', '\u202f', 'µ', '\u2212', '\u2013', '\u2026', '\u2019']) {
      expect(Math.abs(textWidth(character, 1) - regular(character)), character).toBeLessThan(0.001);
    }
  });

  test('of bold words are never too small, and not far too large', () => {
    for (const words of ['us-east', 'All requests that are answered', 'region-12', 'MMMM', 'illi']) {
      const real = [...words].reduce((sum, character) => sum + semiBold(character), 0);
      expect(textWidth(words, 1, true), words).toBeGreaterThanOrEqual(real);
      expect(textWidth(words, 1, true), words).toBeLessThanOrEqual(real * 1.1);
    }
  });

  test('count accents as part of their letter and Chinese characters as squares', () => {
    expect(textWidth('é', 10)).toBe(textWidth('e', 10));
    expect(textWidth('客戶', 10)).toBe(20);
  });
});

describe('eliding', () => {
  test('leaves what fits alone', () => {
    expect(elideMiddle('us-east', 100, 12)).toBe('us-east');
  });

  test('keeps both ends and the limit', () => {
    const long = 'the-primary-ledger-of-all-payments';
    const short = elideMiddle(long, 120, 12);
    expect(short).toMatch(/^the.+\u2026.+ments$/);
    expect(textWidth(short, 12)).toBeLessThanOrEqual(120);
    expect(elideMiddle('WWWW', 1, 12)).toBe('\u2026');
  });
});
