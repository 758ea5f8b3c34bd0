import type { Distribution, Micros } from '../../kernel/index.js';
import { type Layers, type Start, startAfter, startRedrawn } from './age.js';

/** How a part of the resolvers keeps what it is told. */
export interface Keeping {
  /** Share of the resolvers. */
  readonly share: number;
  readonly life: LifeRule;
  readonly stale?: Stale;
  /** Cache entries that the clients of one resolver are spread over: with client subnets (RFC 7871) each has its own. */
  readonly entries?: number;
}

/** What becomes of a time to live. */
export type LifeRule =
  | { readonly kind: 'ttl' }
  | {
      /** Not less, not more, or instead of it. */
      readonly kind: 'at-least' | 'at-most' | 'own';
      readonly time: LifeLaw;
      /** Drawn anew at each fill, or once a resolver. */
      readonly drawn: 'fill' | 'resolver';
    }
  /** Kept whatever happens, or as long as it works. */
  | { readonly kind: 'for-ever' | 'until-broken' };

export interface LifeLaw {
  readonly law: Distribution;
  /** The same in cells. */
  readonly cells: readonly Cell[];
}

/** Lives that are equally likely from low to high. */
export interface Cell {
  readonly share: number;
  readonly low: Micros;
  readonly high: Micros;
}

/**
 * Answers that are served past their life (RFC 8767): while the authority does not answer, for so long; or at the first
 * look-up after it, which has them renewed, however long ago that was (Unbound's serve-expired, BIND's
 * stale-answer-client-timeout 0).
 */
export type Stale = { readonly when: 'unanswered'; readonly lasts: Micros } | { readonly when: 'expired' };

export const honest: Keeping = { share: 1, life: { kind: 'ttl' } };

/** What the authority gives from a time on, and how long that may be kept. */
export interface Authority {
  readonly at: Micros;
  readonly gives: 'answer' | 'nothing' | 'silence';
  readonly ttl: Micros;
}

/** The rule for what the authority gives: that it has nothing is kept for its own time, or for less. */
export function ruleFor(rule: LifeRule, gives: Authority['gives']): LifeRule {
  return gives === 'nothing' && rule.kind !== 'at-most' ? honest.life : rule;
}

/** How long an answer is kept, given the time that the rule draws, if it does. */
export function lifeBy(rule: LifeRule, ttl: Micros, time: Micros): Micros {
  switch (rule.kind) {
    case 'ttl':
      return ttl;
    case 'at-least':
      return Math.max(ttl, time);
    case 'at-most':
      return Math.min(ttl, time);
    case 'own':
      return time;
    case 'for-ever':
    case 'until-broken':
      return Number.POSITIVE_INFINITY;
  }
}

/** Whether these resolvers never ask again while what they hold works. */
export function isPinned({ kind }: LifeRule): boolean {
  return kind === 'for-ever' || kind === 'until-broken';
}

/** The lives that a rule makes of a time to live, in cells; none for a rule that keeps for ever. */
export function cellsOf(rule: LifeRule, ttl: Micros): Cell[] {
  if (isPinned(rule)) return [];
  if (!('time' in rule)) return [{ share: 1, low: ttl, high: ttl }];
  return rule.time.cells.flatMap((cell) => {
    const inner = cell.low < ttl && ttl < cell.high;
    if (rule.kind === 'own' || !inner)
      return [{ ...cell, low: lifeBy(rule, ttl, cell.low), high: lifeBy(rule, ttl, cell.high) }];
    const below = (ttl - cell.low) / (cell.high - cell.low);
    const bounded = rule.kind === 'at-least' ? below : 1 - below;
    return [
      { share: cell.share * bounded, low: ttl, high: ttl },
      {
        share: cell.share * (1 - bounded),
        low: lifeBy(rule, ttl, cell.low),
        high: lifeBy(rule, ttl, cell.high),
      },
    ];
  });
}

/** The life of an answer as a law of its own: its mean, and the mean beyond a time. */
export function lifeLaw(
  rule: LifeRule & { time: LifeLaw },
  ttl: Micros,
): Pick<Distribution, 'mean' | 'excess'> {
  const { law } = rule.time;
  const excess = (x: Micros) => {
    if (rule.kind === 'own') return law.excess(x);
    if (rule.kind === 'at-least') return x < ttl ? ttl - x + law.excess(ttl) : law.excess(x);
    return x < ttl ? law.excess(x) - law.excess(ttl) : 0;
  };
  return { mean: excess(0), excess };
}

/** A share of the look-ups that fall into lives of one cell, or into none. */
export interface Filled {
  readonly weight: number;
  /** Absent for look-ups that find the cache empty. */
  readonly cell?: Cell;
}

/**
 * What look-ups find in the caches of one kind. Lives drawn at each fill are met by their length; the cache stands empty
 * for `gap` after each of them.
 */
export function findings({ share, life }: Keeping, ttl: Micros, gap: Micros): Filled[] {
  const cells = cellsOf(life, ttl);
  const once = 'drawn' in life && life.drawn === 'resolver';
  const mean = cells.reduce((sum, cell) => sum + cell.share * meanOf(cell), 0);
  const cycle = (cell: Cell) => (once ? meanOf(cell) : mean) + gap;
  const weigh = (part: number, cell: Cell) =>
    cycle(cell) > 0 ? (share * cell.share * part) / cycle(cell) : 0;
  const empty = cells.reduce(
    (sum, cell) => sum + (cycle(cell) > 0 ? weigh(gap, cell) : share * cell.share),
    0,
  );
  return [...cells.map((cell) => ({ weight: weigh(meanOf(cell), cell), cell })), { weight: empty }].filter(
    ({ weight }) => weight > 0,
  );
}

function meanOf({ low, high }: Cell): Micros {
  return (low + high) / 2;
}

/** The layers of age that the resolvers of one kind put in; `held` while what is kept for as long as it works is. */
export function layersOf(keeping: Keeping, ttl: Micros, gap: Micros, held: boolean): Layers[] {
  const { share, life, stale } = keeping;
  if (isPinned(life)) return [pinnedLayers(life, share, held)];
  const all = findings(keeping, ttl, gap);
  if (gap > 0 && stale?.when === 'expired') return all.flatMap((one) => staleLayers(one, all, gap));
  return all.map(({ weight, cell }) => (cell ? { weight, ...ageOf(cell) } : { weight, lives: [] }));
}

/** Clients of resolvers that hold what they hold. */
export function pinnedLayers({ kind }: LifeRule, weight: number, held: boolean): Layers {
  return { weight, lives: kind === 'for-ever' || held ? [Number.POSITIVE_INFINITY] : [] };
}

function ageOf({ low, high }: Cell): { start?: Start; lives: Micros[] } {
  return low === high ? { lives: [low] } : { start: startRedrawn(low, high), lives: [] };
}

/** The look-up that finds an answer expired is given it all the same: its age goes on until then. */
function staleLayers({ weight, cell }: Filled, all: readonly Filled[], gap: Micros): Layers[] {
  if (cell) return [{ weight, ...ageOf(cell) }];
  const cells = all.flatMap((one) =>
    one.cell ? [{ ...one.cell, weight: one.weight / meanOf(one.cell) }] : [],
  );
  const total = cells.reduce((sum, one) => sum + one.weight, 0);
  return cells.map((one) => ({
    weight: (weight * one.weight) / total,
    start: startAfter(one.low),
    lives: [one.high - one.low],
    exponentials: [gap],
  }));
}
