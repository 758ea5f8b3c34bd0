/** What the second design changes: paired differences with their intervals, one row a figure. */
import type { ComparedFigure } from '../../measure/result.js';
import { comparisonMarks } from '../glossary.js';
import { comparedName, differs, isMain, leastKnown, type Pair } from '../reading.js';
import type { Chart, Picture } from './chart.js';
import { pixels, wordLayers } from './rows.js';

const rowHeight = 40;
/** Above the rows: which side means what. */
const headHeight = 24;

/** The main figures in which the designs differ. */
export function differencesChart({ letter, figures, design }: Pair, of = 2): Chart {
  const name = of > 2 ? `differences-${letter.toLowerCase()}` : 'differences';
  const head = { name, title: `What ${letter} changes against A`, wide: true as const };
  const shown = figures.filter((compared) => isMain(compared) && differs(compared));
  if (shown.length === 0)
    return { ...head, caption: 'The two designs do not differ in any of the main figures.' };
  return {
    ...head,
    caption: `${letter} minus A over the same ${design.runs === 1 ? 'run' : 'runs'}: dot and interval, left of the stroke when ${letter} is \
lower. Each row has its own scale; an interval that reaches the stroke means that the two cannot be told apart.`,
    picture: { spec: rows(shown, letter), gutter: 8 },
  };
}

function rows(figures: readonly ComparedFigure[], letter: string): Picture['spec'] {
  const height = headHeight + figures.length * rowHeight;
  const x = { type: 'quantitative', scale: { domain: [-1, 1] }, axis: null };
  const color = {
    field: 'verdict',
    type: 'nominal',
    scale: { domain: ['better', 'worse', 'not distinguishable'], range: 'verdict' },
    legend: null,
  };
  const bar = { y: pixels('barAt', height), color };
  return {
    height,
    data: { values: figures.map((compared, i) => forestRow(compared, headHeight + i * rowHeight)) },
    layer: [
      zeroMarks(x, height),
      ...directionLayers(height, letter),
      {
        mark: { type: 'rule', strokeWidth: 5, opacity: 0.45 },
        encoding: { ...bar, x: { field: 'low', ...x }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 70, opacity: 1 },
        encoding: { ...bar, x: { field: 'value', ...x } },
      },
      ...wordLayers(height),
    ],
  } as Picture['spec'];
}

/** A stroke at no difference, behind each bar and clear of the words. */
function zeroMarks(x: object, height: number) {
  return {
    mark: { type: 'rule', style: 'zero' },
    encoding: { x: { datum: 0, ...x }, y: pixels('zeroFrom', height), y2: { field: 'zeroTo' } },
  };
}

function directionLayers(height: number, letter: string) {
  const sides = [
    { words: `\u2190 lower in ${letter}`, align: 'left', x: 0 },
    { words: `higher in ${letter} \u2192`, align: 'right', x: 'width' },
  ];
  return sides.map(({ words, align, x }) => ({
    data: { values: [{ words, wordsAt: headHeight / 2 }] },
    mark: { type: 'text', style: 'quiet-words', align },
    encoding: { y: pixels('wordsAt', height), x: { value: x }, text: { field: 'words' } },
  }));
}

function forestRow(compared: ComparedFigure, top: number) {
  const { difference, verdict } = compared;
  const scale = reach(compared);
  const at = (end: number | null, open: number) => (end === null ? open : end / scale);
  const value = leastKnown(difference) / scale;
  const ends =
    difference.value === null
      ? { low: value, high: 1 }
      : { low: at(difference.low, -1), high: at(difference.high, 1) };
  return {
    words: `${comparisonMarks[verdict]} ${comparedName(compared)}: ${verdict}`,
    verdict,
    value,
    ...ends,
    wordsAt: top + 12,
    barAt: top + 29,
    zeroFrom: top + 22,
    zeroTo: top + 36,
  };
}

/** The largest distance from 0 that a row shows. */
function reach({ difference }: ComparedFigure): number {
  if (difference.value === null) return Math.abs(difference.atLeast);
  return Math.max(...[difference.value, difference.low ?? 0, difference.high ?? 0].map(Math.abs));
}
