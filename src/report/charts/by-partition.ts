/** What a split leaves behind, by how long it lasts: over runs, the time apart against the writes of each class. */
import type { Column, Result } from '../../measure/result.js';
import { splitLoss } from '../fates.js';
import { countOf, formatCount, formatDuration, formatShare } from '../format.js';
import { letters } from '../reading.js';
import { elideMiddle, textWidth } from '../text-width.js';
import { chartFontSize } from '../theme.js';
import { type Bin, binPairs } from './bins.js';
import type { Chart, Picture } from './chart.js';
import {
  axisEncoding,
  countEncoding,
  distributionAxis,
  evenAxis,
  spanAxis,
  type ValueAxis,
} from './value-axis.js';

const panelHeight = 130;
const nameLimit = 250;
/** Fewer bins than this make no curve; runs are then drawn one by one, unless there are too few even for that. */
const fewestBins = 3;
const fewestDots = 8;
/** Longest over shortest typical time apart below which there is no length to speak of. */
const smallestRatio = 1.2;
const rightRoom = 14;
/** Largest over smallest amount below which the axis is even. */
const evenBelow = 8;

/** What is drawn where a run has some, in this order. */
const panelTitles: Readonly<Record<string, string>> = {
  lostInSplits: 'Writes lost in splits',
  lostInConflict: 'Writes lost in conflict',
  pending: 'Writes pending',
  diverged: 'Writes diverged',
  merged: 'Writes merged',
  keysInConflict: 'Keys in conflict',
};

/** The bins of one figure of one design. */
interface Series {
  letter: string;
  figure: string;
  bins: Bin[];
  /** Each bin is one run. */
  single: boolean;
}

interface Panel {
  title: string;
  series: Series[];
}

/** A chart for each store whose writers were apart for a time that varies; one design, or several as A, B, ... */
export function byPartitionCharts(results: readonly Result[]): Chart[] {
  const stores = [...new Set(results.flatMap(({ byStore }) => Object.keys(byStore)))];
  const varied = stores.filter((store) => results.some((result) => varies(result, store)));
  return varied.map((store, i) => {
    const name = i === 0 ? 'by-partition' : `by-partition-${i + 1}`;
    const title = `What a partition of ${elideMiddle(store, nameLimit, chartFontSize)} costs, by its length`;
    return { name, title, ...drawn(results, store) };
  });
}

function varies({ byStore }: Result, store: string): boolean {
  const apart = byStore[store]?.['apart'];
  if (apart === undefined || apart.max === 0) return false;
  const [low, high] = [apart.p50.value, apart.p95.value];
  return low === null || high === null || high > low * smallestRatio;
}

function drawn(results: readonly Result[], store: string): Pick<Chart, 'caption' | 'picture'> {
  if (results.every(({ columns }) => columns === undefined)) {
    return { caption: 'This needs the runs themselves, which a summary leaves out.' };
  }
  const panels = panelsOf(results, store);
  const first = panels[0]?.series[0];
  if (first === undefined) {
    return { caption: 'Too few runs had a split, or none that left anything, to tell long from short ones.' };
  }
  return { caption: inWords(first, results, store), picture: picture(panels, results.length > 1) };
}

/** A panel a figure with one or two designs; with more, where curves would hide each other, one for each design too. */
function panelsOf(results: readonly Result[], store: string): Panel[] {
  const series = Object.keys(panelTitles).flatMap((figure) =>
    results.flatMap((result, design) => seriesOf(result, store, figure, letters[design] ?? '')),
  );
  if (results.length > 2) {
    return series
      .filter(({ figure }) => figure !== 'keysInConflict')
      .sort((a, b) => (a.letter < b.letter ? -1 : a.letter > b.letter ? 1 : 0))
      .map((one) => ({ title: `${one.letter}: ${panelTitles[one.figure]!.toLowerCase()}`, series: [one] }));
  }
  return Object.entries(panelTitles).flatMap(([figure, title]) => {
    const own = series.filter((one) => one.figure === figure);
    return own.length === 0 ? [] : [{ title, series: own }];
  });
}

function seriesOf(result: Result, store: string, figure: string, letter: string): Series[] {
  const apart = result.columns?.[`apart of ${store}`];
  const outcome = outcomeOf(result, store, figure);
  if (apart === undefined || outcome === undefined) return [];
  const pairs = pairsOf(apart, outcome);
  const curve = binPairs(pairs);
  const single = curve.length < fewestBins;
  const bins = single ? pairs.map(oneRun) : curve;
  if (bins.length < (single ? fewestDots : fewestBins) || bins.every(({ high }) => high === 0)) return [];
  return [{ letter, figure, bins, single }];
}

/** Of what was lost in conflict only the part of splits goes with their length, where it can be told apart. */
function outcomeOf({ columns, conflicts }: Result, store: string, figure: string): Column | undefined {
  const rule = conflicts?.[store];
  if (figure === 'lostInConflict' && rule !== undefined) return undefined;
  if (figure !== 'lostInSplits') return columns?.[`${figure} of ${store}`];
  return rule && columns?.[`${splitLoss(rule)} of ${store}`];
}

function oneRun([x, y]: readonly [number, number]): Bin {
  return { x, runs: 1, middle: y, low: y, high: y };
}

/** Runs that had a split. */
function pairsOf(apart: Column, outcome: Column): [number, number][] {
  return apart.values.flatMap((time, run): [number, number][] => {
    const value = outcome.values[run];
    return time === null || time === 0 || value === null || value === undefined ? [] : [[time, value]];
  });
}

function picture(panels: readonly Panel[], several: boolean): Picture {
  const bins = panels.flatMap(({ series }) => series.flatMap((one) => one.bins));
  const time = spanAxis(Math.min(...bins.map(({ x }) => x)), Math.max(...bins.map(({ x }) => x)), 's');
  const axes = panels.map(({ series }) => amountAxis(series));
  const gutter = 12 + Math.ceil(Math.max(...axes.map(widestLabel)));
  const shown = [...new Set(panels.flatMap(({ series }) => series.map(({ letter }) => letter)))];
  const overlaid = several && panels.some(({ series }) => series.length > 1);
  return {
    gutter: gutter + rightRoom,
    spec: {
      spacing: 12,
      vconcat: panels.map(({ title, series }, i) => {
        const last = i === panels.length - 1;
        return {
          title: { text: title },
          height: panelHeight,
          data: { values: series.flatMap(points) },
          encoding: {
            x: { field: 'x', ...axisEncoding(time, last ? 'Time apart in a run' : null, last) },
          },
          layer: layers(axes[i]!, gutter, overlaid ? seriesColour(shown, i === 0) : undefined),
        };
      }),
      ...(overlaid ? { resolve: { scale: { color: 'independent', strokeDash: 'independent' } } } : {}),
    } as Picture['spec'],
  };
}

function amountAxis(series: readonly Series[]): ValueAxis {
  const values = series.flatMap(({ bins }) => bins.flatMap(({ low, middle, high }) => [low, middle, high]));
  values.sort((a, b) => a - b);
  const largest = values.at(-1)!;
  // What hardly changes with the time apart should look so.
  return largest < evenBelow * values[0]!
    ? evenAxis(0, largest, 'writes', 4)
    : distributionAxis(values, 'writes');
}

function widestLabel({ ticks }: ValueAxis): number {
  return Math.max(...ticks.map((tick) => textWidth(formatCount(tick), chartFontSize)));
}

/** Designs differ in colour and, where there are lines, in dashes; one panel says which is which. */
function seriesColour(shown: readonly string[], legend: boolean) {
  return {
    field: 'letter',
    type: 'nominal',
    scale: { domain: shown },
    legend: legend ? { symbolType: 'stroke', symbolSize: 600, symbolStrokeWidth: 2, symbolOpacity: 1 } : null,
  };
}

function layers(axis: ValueAxis, gutter: number, color: ReturnType<typeof seriesColour> | undefined) {
  const y = countEncoding(axis, gutter);
  const own = color === undefined ? {} : { color };
  const dashes = color === undefined ? {} : { strokeDash: color };
  const curve = { transform: [{ filter: '!datum.single' }] };
  return [
    {
      ...curve,
      mark: { type: 'area', opacity: 0.25 },
      encoding: { ...own, y: { field: 'low', ...y }, y2: { field: 'high' } },
    },
    {
      ...curve,
      mark: { type: 'line', strokeWidth: 2 },
      encoding: { ...own, ...dashes, y: { field: 'middle', ...y } },
    },
    {
      transform: [{ filter: 'datum.single' }],
      mark: { type: 'point', filled: true, size: 30, opacity: 0.7 },
      encoding: { ...own, y: { field: 'middle', ...y } },
    },
    {
      mark: { type: 'point', opacity: 0, size: 120 },
      encoding: { y: { field: 'middle', ...y }, tooltip: { field: 'reading', title: ' ' } },
    },
  ];
}

function points({ letter, figure, bins, single }: Series) {
  const noun = figure === 'keysInConflict' ? 'keys' : 'writes';
  return bins.map(({ x, low, middle, high, runs }) => {
    const apart = `${letter} ${formatDuration(x)} apart`.trimStart();
    const band = `${formatCount(middle)} ${noun} in the middle one of ${countOf(runs, 'run')}, 9 of 10 from ${formatCount(low)} to ${formatCount(high)}`;
    return {
      letter,
      x: Number(x.toPrecision(5)),
      low,
      middle,
      high,
      single,
      reading: single ? `${apart}: ${formatCount(middle)} ${noun}` : `About ${apart}: ${band}`,
    };
  });
}

function inWords(
  { figure, letter, bins, single }: Series,
  results: readonly Result[],
  store: string,
): string {
  const apart = results[0]!.byStore[store]?.['apart']?.shareAboveZero.value ?? 1;
  const without = apart === 1 ? '' : ` Runs without a split, ${formatShare(1 - apart)} of all, are left out.`;
  if (single) return `Each dot is a run.${without}`;
  const [short, middle, long] = [bins[0]!, bins[Math.floor(bins.length / 2)]!, bins.at(-1)!];
  const examples = [short, middle, long].map(
    (bin) => `${formatCount(bin.middle)} at ${formatDuration(bin.x)}`,
  );
  const whose = results.length > 1 ? `${letter}, ` : '';
  const median = `${whose}${panelTitles[figure]!.toLowerCase()}, median: ${examples.join(', ')}.`;
  return `Line: the median over runs whose writers were apart for about as long; band: 9 of 10 of these runs. ${
    median.charAt(0).toUpperCase() + median.slice(1)
  }${without}`;
}
