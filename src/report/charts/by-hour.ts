/** What an incident costs by the hour of the day at which it opens, where demand goes over the day. */
import type { Column, Result, Unit } from '../../measure/result.js';
import { countOf, formatValue } from '../format.js';
import { textWidth } from '../text-width.js';
import { chartFontSize } from '../theme.js';
import type { Chart, Picture } from './chart.js';
import { countEncoding, distributionAxis, type ValueAxis } from './value-axis.js';

const panelHeight = 130;
const rightRoom = 14;
const hour = 3600;
/** Fewer runs than this with an incident say nothing of hours. */
const fewestRuns = 24;

const panelTitles: Readonly<Record<string, string>> = {
  rto: 'Recovery time',
  failedRequests: 'Failed requests',
};

/** The runs whose worst incident opened in one hour: the middle one of them, and the ends between which 9 of 10 are. */
interface HourOfRuns {
  readonly hour: number;
  readonly runs: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

interface Panel {
  readonly title: string;
  readonly unit: Unit;
  readonly hours: readonly HourOfRuns[];
}

/** A chart for a result whose incidents open at several hours of the day; none for others. */
export function byHourCharts({ figures, columns }: Result): Chart[] {
  const times = figures['timeOfDay'];
  if (times === undefined || times.max === 0) return [];
  const named = { name: 'by-hour', title: 'What an incident costs, by the hour at which it opens' };
  if (columns === undefined)
    return [{ ...named, caption: 'This needs the runs themselves, which a summary leaves out.' }];
  const panels = Object.entries(panelTitles).map(([figure, title]): Panel => {
    const column = columns[figure]!;
    return { title, unit: column.unit, hours: hoursOf(columns['timeOfDay']!, column) };
  });
  const { hours } = panels[0]!;
  const runs = hours.reduce((sum, one) => sum + one.runs, 0);
  if (hours.length < 2 || runs < fewestRuns) return [];
  return [{ ...named, caption: inWords(panels), picture: picture(panels) }];
}

/** A run that had not recovered counts with what was observed of it. */
function hoursOf(times: Column, { values, atLeast }: Column): HourOfRuns[] {
  const byHour = new Map<number, number[]>();
  times.values.forEach((time, run) => {
    if (time === null || time === 0) return;
    const place = Math.floor(time / hour);
    const value = values[run] ?? atLeast?.[run] ?? 0;
    byHour.set(place, [...(byHour.get(place) ?? []), value]);
  });
  return [...byHour]
    .sort(([a], [b]) => a - b)
    .map(([place, unsorted]) => {
      const own = unsorted.sort((a, b) => a - b);
      const at = (share: number) => own[Math.ceil(share * own.length) - 1]!;
      return { hour: place, runs: own.length, low: at(0.05), middle: at(0.5), high: at(0.95) };
    });
}

function picture(panels: readonly Panel[]): Picture {
  const axes = panels.map(({ unit, hours }) => {
    const values = hours.flatMap(({ low, middle, high }) => [low, middle, high]).sort((a, b) => a - b);
    return distributionAxis(values, unit);
  });
  const gutter = 12 + Math.ceil(Math.max(...axes.map(widestLabel)));
  return {
    gutter: gutter + rightRoom,
    spec: {
      spacing: 12,
      vconcat: panels.map((panel, i) => ({
        title: { text: panel.title },
        height: panelHeight,
        data: { values: panel.hours.map((one) => point(one, panel.unit)) },
        encoding: { x: hourEncoding(i === panels.length - 1) },
        layer: layers(axes[i]!, gutter),
      })),
    } as Picture['spec'],
  };
}

function widestLabel({ ticks, unit }: ValueAxis): number {
  return Math.max(...ticks.map((tick) => textWidth(formatValue(tick, unit), chartFontSize)));
}

function hourEncoding(last: boolean) {
  return {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [0, 24], nice: false, zero: false },
    title: last ? 'Hour of the day' : null,
    axis: { values: [0, 4, 8, 12, 16, 20, 24], labels: last, ticks: last, domain: last },
  };
}

function layers(axis: ValueAxis, gutter: number) {
  const y = countEncoding(axis, gutter);
  return [
    {
      mark: { type: 'rule', strokeWidth: 5, opacity: 0.25 },
      encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } },
    },
    {
      mark: { type: 'point', filled: true, size: 40 },
      encoding: { y: { field: 'middle', ...y }, tooltip: { field: 'reading', title: ' ' } },
    },
  ];
}

function point(one: HourOfRuns, unit: Unit) {
  const { low, middle, high } = one;
  return { x: one.hour + 0.5, low, middle, high, reading: reading(one, unit) };
}

function reading({ hour: place, runs, low, middle, high }: HourOfRuns, unit: Unit): string {
  const [a, b, c] = [low, middle, high].map((value) => formatValue(value, unit));
  return `${onClock(place)} to ${onClock(place + 1)}: ${b} in the middle one of ${countOf(runs, 'run')}, 9 of 10 from ${a} to ${c}`;
}

/** `09:00`. */
function onClock(place: number): string {
  return `${String(place).padStart(2, '0')}:00`;
}

function inWords(panels: readonly Panel[]): string {
  const told = panels.map(({ title, unit, hours }) => {
    const worst = hours.reduce((most, one) => (one.middle > most.middle ? one : most));
    const best = hours.reduce((least, one) => (one.middle < least.middle ? one : least));
    const at = (one: HourOfRuns) => `${formatValue(one.middle, unit)} from ${onClock(one.hour)} on`;
    return `${title}: ${at(worst)} at worst, ${at(best)} at best.`;
  });
  return `Dot: the middle one of the runs whose worst incident opened in that hour; bar: 9 of 10 of them. ${told.join(' ')}`;
}
