/** Made-up results of stores that take writes everywhere, of plausible shape. */
import type {
  Column,
  Comparison,
  ConflictRule,
  Figures,
  OverTime,
  Result,
  Unit,
} from '../../src/measure/result.js';
import { makeComparison, makeResult, type Shape, summarise } from './fixture.js';

export interface SplitShape extends Shape {
  rule?: ConflictRule;
  /** What becomes of the losing side; default lostInConflict. */
  as?: 'lostInConflict' | 'merged' | 'pending' | 'diverged';
  /** Median of the time apart, seconds; its spread as the standard deviation of the logarithm. */
  apart?: number;
  spread?: number;
  /** Share of runs without a split. */
  whole?: number;
}

const lastWriter: ConflictRule = {
  policy: 'last-writer-wins',
  clock: 'wall',
  writes: 'read-modify-write',
};

/** A result whose stores take writes everywhere, with columns for each figure. */
export function makeWriters(shape: SplitShape = {}): Result {
  const { runs = 2000, seed = 1, rule = lastWriter, as = 'lostInConflict', stores = ['carts'] } = shape;
  const result = makeResult({ ...shape, losses: 0, incidents: shape.incidents ?? 0, stores });
  const byStore: Record<string, Figures> = {};
  const columns: Record<string, Column> = { ...result.columns };
  const whole: Record<string, number[]> = {};
  stores.forEach((store, number) => {
    const data = drawSplits({ ...shape, runs, as }, seed + number);
    byStore[store] = {};
    for (const [figure, values] of Object.entries(data)) {
      const column = { unit: unitOf(figure), values };
      byStore[store][figure] = summarise(column.unit, column);
      columns[`${figure} of ${store}`] = column;
      const sum = whole[figure];
      whole[figure] = sum === undefined ? [...values] : sum.map((value, run) => value + values[run]!);
    }
  });
  const ofRuns = [
    'writesLost',
    'lostInConflict',
    'acknowledged',
    'surviving',
    'merged',
    'pending',
    'diverged',
  ];
  for (const figure of ofRuns) {
    const column = { unit: 'writes' as const, values: whole[figure]! };
    result.figures[figure] = summarise('writes', column);
    columns[figure] = column;
  }
  const conflicts = Object.fromEntries(stores.map((store) => [store, rule]));
  const title = shape.title ?? 'Active-active carts, last writer wins';
  const overTime = withApart(result.overTime!, stores, shape.whole ?? 0);
  return {
    ...result,
    scenario: title,
    objectives: [],
    verdict: 'met',
    byStore,
    columns,
    conflicts,
    overTime,
  };
}

/** Splits begin after 5 to 20 min. */
function withApart(overTime: OverTime, stores: readonly string[], whole: number): OverTime {
  const share = (time: number) => (time < 300 ? 0 : (1 - whole) * Math.min(1, (time - 300) / 900));
  const apart = overTime.times.map((time) => share(time) * Math.exp(-time / 3000));
  return { ...overTime, apart: Object.fromEntries(stores.map((store) => [store, apart])) };
}

function unitOf(figure: string): Unit {
  if (['apart', 'divergence', 'repair', 'rpo'].includes(figure)) return 's';
  if (['keysInConflict', 'divergedKeys'].includes(figure)) return 'keys';
  if (figure === 'conflictPairs') return 'pairs';
  return ['siblings', 'losingVersions'].includes(figure) ? 'versions' : 'writes';
}

type Drawn = Required<Pick<SplitShape, 'runs' | 'as'>> & SplitShape;

/** One split a run: keys in conflict grow with the time apart and level off, writes behind them do not. */
function drawSplits({ runs, as, apart = 240, spread = 1.2, whole = 0 }: Drawn, seed: number) {
  const data: Record<string, number[]> = {};
  const add = (figure: string, value: number) => {
    data[figure] ??= [];
    data[figure].push(value);
  };
  let state = (seed * 9301 + 7) % 233_280;
  const next = () => {
    state = (state * 9301 + 49_297) % 233_280;
    return (state + 0.5) / 233_280;
  };
  for (let run = 0; run < runs; run++) {
    const split = next() >= whole;
    const luck = Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
    const time = split ? Math.min(9000, apart * Math.exp(spread * luck)) : 0;
    const keys = Math.round(50_000 * (1 - Math.exp(-time / 40_000)) * (0.7 + 0.6 * next()));
    const behind = Math.round(keys * (1 + time / 900) * (0.9 + 0.2 * next()));
    const acknowledged = 2_160_000 + Math.round(3000 * (next() - 0.5));
    const lost = as === 'lostInConflict' ? behind : 0;
    const losing = as === 'lostInConflict';
    for (const one of ['lostInConflict', 'merged', 'pending', 'diverged']) add(one, one === as ? behind : 0);
    add('acknowledged', acknowledged);
    add('surviving', acknowledged - behind);
    add('writesLost', lost);
    add('rpo', lost > 0 ? time : 0);
    add('apart', time);
    add('divergence', time + (as === 'pending' ? keys * 60 : split ? 2 : 0));
    add('repair', as === 'pending' ? keys * 60 : 0);
    add('keysInConflict', keys);
    add('divergedKeys', as === 'diverged' ? keys : 0);
    add('conflictPairs', Math.round(behind * 4.4));
    add('siblings', 0);
    add('losingWrites', losing ? behind : 0);
    add('losingVersions', losing ? keys : 0);
    add('supersededWrites', losing ? Math.round(behind * 2.5) : 0);
  }
  return data;
}

const longName = 'the-shopping-carts-of-all-shops-and-all-their-subsidiaries-in-every-country';

/** Every case that tables and charts of splits must survive, by name. */
export const splitResults: Record<string, Result> = {
  'splits lost': makeWriters(),
  'splits merged': makeWriters({
    as: 'merged',
    rule: { policy: 'crdt', type: 'set', writes: 'read-modify-write' },
    title: 'Carts as sets',
  }),
  'splits pending': makeWriters({
    as: 'pending',
    rule: { policy: 'queue', writes: 'read-modify-write' },
    title: 'Active-active carts, conflicts settled by people',
  }),
  'splits diverged': makeWriters({ as: 'diverged', rule: { policy: 'ignore', writes: 'blind' } }),
  'splits blind': makeWriters({ rule: { policy: 'priority', writes: 'blind' } }),
  'splits of one length': makeWriters({ spread: 0 }),
  'splits in few runs': makeWriters({ runs: 20, whole: 0.5 }),
  'splits in one run': makeWriters({ runs: 1 }),
  'splits rare': makeWriters({ whole: 0.97 }),
  'splits long': makeWriters({ apart: 3000, runs: 20_000 }),
  'splits of three stores': makeWriters({ stores: ['carts', longName, '<b>|{{stock}}'] }),
  'splits without rules': withoutRules(makeWriters()),
};

const ofSplits = ['merged', 'pending', 'diverged'].concat(
  ['keysInConflict', 'divergence', 'repair'].map((figure) => `${figure} of carts`),
);

/** Designs with the same partitions. */
export const splitComparisons: Record<string, Comparison> = {
  'splits lost or pending': compareWriters('splits lost', ['splits pending']),
  'splits lost or fewer': makeComparison(splitResults['splits lost']!, makeWriters({ apart: 120 }), ofSplits),
  'splits in one design': makeComparison(makeResult(), splitResults['splits lost']!, ofSplits),
  'many designs': compareWriters('splits lost', [
    ...['splits pending', 'splits merged', 'splits diverged', 'splits blind', 'no writers'],
  ]),
};

/** Each against the first. */
function compareWriters(name: string, others: readonly string[]): Comparison {
  const all: Record<string, Result> = {
    ...splitResults,
    'no writers': makeResult({ stores: ['carts'], decide: 400 }),
  };
  const first = all[name]!;
  const [second, ...more] = others.map((other) => makeComparison(first, all[other]!, ofSplits));
  if (more.length === 0) return second!;
  return { ...second!, others: more.map(({ second: design, figures }) => ({ design, figures })) };
}

function withoutRules({ conflicts: _conflicts, columns: _columns, overTime: _overTime, ...rest }: Result) {
  return rest;
}
