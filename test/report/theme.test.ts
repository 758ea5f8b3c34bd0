import { describe, expect, test } from 'vitest';
import {
  cssPalette,
  darkPalette,
  lightPalette,
  type Palette,
  paletteDeclarations,
} from '../../src/report/theme.js';

/** WCAG 2.1: relative luminance of a colour `#rrggbb`. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ['light', lightPalette],
  ['dark', darkPalette],
] as const)('%s palette', (_, palette: Palette) => {
  test.each(['ink', 'muted', 'first', 'second', 'met', 'missed'] as const)(
    '%s reads on paper and card',
    (role) => {
      expect(contrast(palette[role], palette.paper)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette[role], palette.card)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each([
    ['first', 'second'],
    ['met', 'missed'],
  ] as const)('%s and %s differ without red and green', (a, b) => {
    // What a person without red or green cones keeps is mainly the difference in blue.
    const blue = (colour: string) => Number.parseInt(colour.slice(5, 7), 16);
    expect(Math.abs(blue(palette[a]) - blue(palette[b]))).toBeGreaterThanOrEqual(48);
  });
});

test('the variables of a page have the colours of the palette', () => {
  expect(paletteDeclarations(darkPalette)).toContain(`--first: ${darkPalette.first};`);
  expect(cssPalette.first).toBe(`var(--first, ${lightPalette.first})`);
});
