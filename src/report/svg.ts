/** Charts to SVG without a browser or a canvas: the same bytes for the same chart. */
import type { TopLevelSpec } from 'vega-lite';
import { atWidth, type Chart, type Picture } from './charts/chart.js';
import { escapeHtml } from './escape.js';
import { textWidth } from './text-width.js';
import { chartConfig, lightPalette } from './theme.js';

const svgFont = 'Inter, system-ui, Helvetica, Arial, sans-serif';
/** White around the drawing, so that it reads on a dark page as well. */
const margin = 16;

/** A part of vega that its type declarations leave out. */
interface TextMetrics {
  width(item: { fontSize?: number; fontWeight?: number | string }, text: string): number;
}
type Vega = typeof import('vega') & { textMetrics: TextMetrics };

type Drawn = Chart & { picture: Picture };

let drawing: Promise<unknown> = Promise.resolve();

/** The picture as a drawing on white, `width` pixels wide. Drawings take turns: vega has settings for the whole process. */
export function renderSvg(chart: Drawn, width: number): Promise<string> {
  const turn = drawing.then(() => draw(chart, width));
  drawing = turn.catch(() => {});
  return turn;
}

async function draw(chart: Drawn, width: number): Promise<string> {
  const vega = (await import('vega')) as unknown as Vega;
  const { compile } = await import('vega-lite');
  const spec = onPaper(atWidth(chart.picture, width - 2 * margin));
  const config = { ...chartConfig(lightPalette, svgFont), background: lightPalette.paper, padding: margin };
  const compiled = compile(spec, { config }).spec;
  // Without these labels are spaced by a guess, and ids count on from chart to chart.
  const before = vega.textMetrics.width;
  vega.textMetrics.width = itemWidth;
  vega.resetSVGDefIds();
  try {
    const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
    const svg = await view.toSVG();
    view.finalize();
    return withTitle(svg, chart);
  } finally {
    vega.textMetrics.width = before;
  }
}

/** Without the invisible layers that only answer a pointer. */
function onPaper(spec: TopLevelSpec): TopLevelSpec {
  if (!('vconcat' in spec)) return spec;
  return { ...spec, vconcat: spec.vconcat.map((panel) => visibleLayers(panel as Layered)) } as TopLevelSpec;
}

interface Layered {
  layer?: { mark: { opacity?: number } }[];
}

function visibleLayers(panel: Layered): Layered {
  if (panel.layer === undefined) return panel;
  return { ...panel, layer: panel.layer.filter(({ mark }) => mark.opacity !== 0) };
}

const itemWidth: TextMetrics['width'] = (item, text) =>
  textWidth(String(text ?? ''), item.fontSize ?? 11, Number(item.fontWeight ?? 400) >= 600);

function withTitle(svg: string, { title, caption }: Chart): string {
  const words = `<title>${escapeHtml(title)}</title><desc>${escapeHtml(caption)}</desc>`;
  return `${svg.replace(/^<svg [^>]*>/, (open) => `${open.slice(0, -1)} role="img">${words}`)}\n`;
}
