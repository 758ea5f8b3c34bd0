/** Colours and lettering of charts and pages. */
import type { Config } from 'vega-lite';

/** The roles that colours play; what a colour means is always said in words or shape as well. */
export interface Palette {
  paper: string;
  card: string;
  ink: string;
  muted: string;
  line: string;
  /** The design, or the first of two. */
  first: string;
  /** The second of two designs. */
  second: string;
  met: string;
  missed: string;
}

/**
 * After the colour-blind-safe set of Okabe and Ito (2008), darkened until text reaches the contrast of 4.5 to 1 that
 * WCAG 2.1 AA asks for.
 */
export const lightPalette: Palette = {
  paper: '#ffffff',
  card: '#f6f8fa',
  ink: '#1b1f24',
  muted: '#57606a',
  line: '#d5dae0',
  first: '#0069a8',
  second: '#b34e00',
  met: '#00694d',
  missed: '#ab3a00',
};

/** The same roles on a dark page. */
export const darkPalette: Palette = {
  paper: '#12161b',
  card: '#1b2128',
  ink: '#e8edf2',
  muted: '#a3adb8',
  line: '#3a434d',
  first: '#5bb8ee',
  second: '#f0a030',
  met: '#3fcf9f',
  missed: '#ff9a6b',
};

/**
 * A palette of references to CSS variables: charts drawn with it follow the page's theme, on paper too, without being
 * drawn again. The fallbacks serve a chart that is saved out of the page.
 */
export const cssPalette = Object.fromEntries(
  Object.entries(lightPalette).map(([role, colour]) => [role, `var(--${role}, ${colour})`]),
) as unknown as Palette;

/** The declarations that give the CSS variables of `cssPalette` the colours of `palette`. */
export function paletteDeclarations(palette: Palette): string {
  return Object.entries(palette)
    .map(([role, colour]) => `--${role}: ${colour};`)
    .join(' ');
}

/** Text sizes of charts in pixels. */
export const chartFontSize = 12;

/** Vega-Lite's configuration: specs name roles (`style: 'first'`), and this gives them their looks. */
export function chartConfig(palette: Palette, font: string): Config {
  const axisText = { labelColor: palette.muted, titleColor: palette.ink };
  const words = { fontSize: chartFontSize, align: 'left', baseline: 'middle' } as const;
  return {
    background: 'transparent',
    font,
    padding: 0,
    aria: false,
    view: { stroke: null },
    axis: {
      ...axisText,
      labelFontSize: chartFontSize,
      titleFontSize: chartFontSize,
      titleFontWeight: 'normal',
      labelLimit: 0,
      titleLimit: 0,
      gridColor: palette.line,
      domainColor: palette.muted,
      tickColor: palette.muted,
      labelPadding: 4,
    },
    title: {
      color: palette.ink,
      fontSize: chartFontSize,
      fontWeight: 600,
      anchor: 'start',
      frame: 'bounds',
      limit: 0,
      offset: 6,
    },
    legend: {
      labelColor: palette.ink,
      labelFontSize: chartFontSize,
      labelLimit: 0,
      orient: 'top',
      title: null,
    },
    mark: { color: palette.first },
    rule: { color: palette.first },
    range: {
      category: [palette.first, palette.second],
      verdict: [palette.met, palette.missed, palette.muted],
    },
    style: {
      words: { ...words, color: palette.ink },
      'quiet-words': { ...words, color: palette.muted },
      halo: { ...words, color: palette.paper, stroke: palette.paper, strokeWidth: 4 },
      zero: { color: palette.muted },
      total: { color: palette.muted },
    },
  };
}
