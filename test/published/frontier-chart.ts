import type { Chart, Picture } from '../../src/report/charts/chart.js';
import { cases, durations, gridAt, sizes } from './metastable-frontier.js';

const panelHeight = 170;
/** Of a cell, in the units of its axis: seconds, and percent of speed. */
const [wide, high] = [durations[1]! - durations[0]!, 100 * (sizes[1]! - sizes[0]!)];

const outcomes = ['recovers', 'stays down'];
const ends = (values: readonly number[], by: number, scale = 1) => [
  scale * values[0]! - by / 2,
  scale * values.at(-1)! + by / 2,
];

/** For the published load, for the lower one of case d and for a higher one: size of the trigger against its duration. */
export function frontierChart(load: number): Chart & { picture: Picture } {
  const panels = [0.7, 1, 1.3].map((of, i) => ({
    title: {
      text: `Speed lost, at a load of ${(100 * of * load).toFixed(0)} % of what the database can serve`,
    },
    height: panelHeight,
    encoding: {
      x: {
        type: 'quantitative',
        scale: { domain: ends(durations, wide), nice: false },
        axis: {
          title: i === 2 ? 'How long it is slowed' : null,
          labelExpr: "datum.value + ' s'",
          grid: false,
        },
      },
      y: {
        type: 'quantitative',
        scale: { domain: ends(sizes, high, 100), nice: false },
        axis: {
          title: null,
          labelExpr: "datum.value + ' %'",
          values: [60, 70, 80, 90],
          grid: false,
        },
      },
    },
    layer: [...cells(of * load, i === 0), ...marks(of)],
  }));
  return {
    name: 'metastable-frontier',
    title: 'Which triggers leave the database down',
    caption: `For three loads, the size and the duration of a slowdown after which retries keep the database down, or it recovers; cases ${cases.map(({ name }) => name).join(', ')} of the published experiment are marked.`,
    picture: { gutter: 60, spec: { spacing: 14, vconcat: panels } as Picture['spec'] },
  };
}

/** Cells of one column that end alike are drawn as one. */
function stretches(
  load: number,
): { left: number; right: number; low: number; top: number; outcome: string }[] {
  const drawn: ReturnType<typeof stretches> = [];
  for (const { size, duration, staysDown } of gridAt(load)) {
    const left = duration - wide / 2;
    const top = round(100 * size + high / 2);
    const outcome = outcomes[Number(staysDown)]!;
    const before = drawn.at(-1);
    if (before?.left === left && before.outcome === outcome) before.top = top;
    else drawn.push({ left, right: left + wide, low: round(100 * size - high / 2), top, outcome });
  }
  return drawn;
}

function cells(load: number, legend: boolean) {
  const values = stretches(load);
  return [
    {
      data: { values },
      mark: { type: 'rect', strokeWidth: 0.5 },
      encoding: {
        x: { field: 'left' },
        x2: { field: 'right' },
        y: { field: 'low' },
        y2: { field: 'top' },
        color: {
          field: 'outcome',
          type: 'nominal',
          scale: { domain: outcomes, range: 'category' },
          legend: legend ? { symbolType: 'square', symbolOpacity: 1 } : null,
        },
        fillOpacity: {
          field: 'outcome',
          type: 'nominal',
          scale: { domain: outcomes, range: [0.15, 0.85] },
          legend: legend ? {} : null,
        },
      },
    },
  ];
}

/** The cases of a load, each named where there is room; letters on a halo, for what is under them. */
function marks(load: number) {
  return cases
    .filter((one) => one.load === load)
    .flatMap(({ name, size, duration, staysDown }) => {
      const values = [
        { x: duration, y: 100 * size, words: `${name} ${staysDown ? 'stayed down' : 'recovered'}` },
      ];
      const place = { x: { field: 'x' }, y: { field: 'y' } };
      const beside = rooms[name] ?? { dx: 8 };
      const text = { ...place, text: { field: 'words' } };
      return [
        {
          data: { values },
          mark: { type: 'point', style: 'words', filled: true, size: 40, opacity: 1 },
          encoding: place,
        },
        ...['halo', 'words'].map((style) => ({
          data: { values },
          mark: { type: 'text', style, ...beside },
          encoding: text,
        })),
      ];
    });
}

/** Where the names of cases stand that have another beside them. */
const rooms: Readonly<Record<string, { dx: number; dy?: number; align?: 'right' }>> = {
  a: { dx: 8, dy: 12 },
  b: { dx: 8, dy: -8 },
  c: { dx: -8, align: 'right' },
};

const round = (value: number) => Math.round(1000 * value) / 1000;
