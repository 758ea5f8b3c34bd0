import type { Micros } from '../../kernel/index.js';
import { type Layers, startAfter } from './age.js';
import {
  type Authority,
  isPinned,
  type Keeping,
  type LifeRule,
  lifeBy,
  pinnedLayers,
  ruleFor,
  type Stale,
} from './keeping.js';

/** Answers that expire equally likely in (from, to], or all at once. */
interface Piece {
  readonly from: Micros;
  readonly to: Micros;
  /** Share of the caches of its kind. */
  readonly mass: number;
}

/** Caches that keep an answer for the same time, always asked. */
interface Kind {
  /** Share of the clients behind them. */
  readonly weight: number;
  readonly rule: LifeRule;
  readonly time: Micros;
  readonly stale: Stale | undefined;
  readonly pieces: readonly Piece[];
}

/** Rarely asked caches of one kind that stand empty when they are asked, as a share of the clients. */
interface Empty {
  readonly weight: number;
  readonly stale: Stale | undefined;
}

/**
 * When the answers expire that `many` resolvers hold, from the first time on at which the authority does something else
 * than give an answer of the same time to live. Exact for caches that are always asked: pieces that expire evenly move on
 * by a life at a time, and are cut where the authority changes. The share of rarely asked caches that stand empty is taken
 * to stay what it is in quiet time.
 */
export class Phases {
  private constructor(
    private readonly kinds: readonly Kind[],
    private readonly empty: readonly Empty[],
    private readonly pinned: readonly Keeping[],
    private readonly authority: Authority,
  ) {}

  /** After quiet time, in which answers could be kept for `ttl`; `gap` is the mean time from an expiry to the next look-up. */
  static afterQuiet(keepings: readonly Keeping[], ttl: Micros, gap: Micros, at: Micros): Phases {
    const all = keepings.filter(({ life }) => !isPinned(life)).map((one) => filled(one, ttl, gap, at));
    return new Phases(
      all.flatMap(({ kinds }) => kinds),
      all.map(({ empty }) => empty).filter(({ weight }) => weight > rounding),
      keepings.filter(({ life }) => isPinned(life)),
      { at, gives: 'answer', ttl },
    );
  }

  /** The same at a later time, when the authority turns to something else. */
  turn(to: Authority): Phases {
    const kinds = this.kinds.map((kind) => ({ ...kind, pieces: movedOn(kind, this.authority, to.at) }));
    return new Phases(kinds, this.empty, this.pinned, to);
  }

  /**
   * From the last turn until clients act on what came with it, as layers of age; `held` while what is kept as long as it
   * works is kept, `served` while stale answers are.
   */
  layers(held: boolean, served: boolean): Layers[] {
    const { at } = this.authority;
    const kept = (stale: Stale | undefined) => (served && stale?.when === 'unanswered' ? stale.lasts : 0);
    return [
      ...this.kinds.flatMap(({ weight, stale, pieces }) =>
        pieces.map(({ from, to, mass }) => ({
          weight: weight * mass,
          start: startAfter(from - at + kept(stale)),
          lives: to > from ? [to - from] : [],
        })),
      ),
      ...this.empty.map(({ weight, stale }) => ({ weight, start: startAfter(kept(stale)), lives: [] })),
      ...this.pinned.map(({ life, share }) => pinnedLayers(life, share, held)),
    ];
  }
}

/** What caches of one kind hold after quiet time. */
function filled(keeping: Keeping, ttl: Micros, gap: Micros, at: Micros): { kinds: Kind[]; empty: Empty } {
  const { share, life: rule, stale, entries = 1 } = keeping;
  const times = timesOf(rule).map((one) => ({ life: lifeBy(rule, ttl, one.time), ...one }));
  const mean = times.reduce((sum, one) => sum + one.share * one.life, 0);
  const once = 'drawn' in rule && rule.drawn === 'resolver';
  const kinds = times.flatMap(({ share: part, time, life }): Kind[] => {
    if (life === 0) return [];
    const weight = (share * part * life) / ((once ? life : mean) + gap * entries);
    return [{ weight, rule, time, stale, pieces: [{ from: at, to: at + life, mass: 1 }] }];
  });
  const held = kinds.reduce((sum, { weight }) => sum + weight, 0);
  return { kinds, empty: { weight: Math.max(0, share - held), stale } };
}

/** Lives of a cell that is not one life are taken at so many points. */
const points = 64;

function timesOf(rule: LifeRule): { share: number; time: Micros }[] {
  if (!('time' in rule)) return [{ share: 1, time: 0 }];
  return rule.time.cells.flatMap(({ share, low, high }) => {
    const count = low === high ? 1 : points;
    return Array.from({ length: count }, (_, i) => ({
      share: share / count,
      time: low + ((high - low) * (i + 0.5)) / count,
    }));
  });
}

/** The pieces at a later time: what has expired by then was asked for again, or waits. */
function movedOn({ rule, time, pieces }: Kind, before: Authority, to: Micros): Piece[] {
  const silent = before.gives === 'silence';
  const life = silent ? 0 : lifeBy(ruleFor(rule, before.gives), before.ttl, time);
  const moved = pieces.flatMap((piece) => {
    const [expired, left] = cut(piece, to);
    return [...(expired ? renewed(expired, life, to) : []), ...(left ? [left] : [])];
  });
  return joined(moved);
}

/** What of a piece lies up to a time, and what beyond it. */
function cut(piece: Piece, at: Micros): [Piece | undefined, Piece | undefined] {
  const { from, to, mass } = piece;
  if (to <= at) return [piece, undefined];
  if (from >= at) return [undefined, piece];
  const part = (at - from) / (to - from);
  return [
    { from, to: at, mass: mass * part },
    { from: at, to, mass: mass * (1 - part) },
  ];
}

/** A piece that lies before a time, moved on by whole lives until it lies after it; without a life, it stands empty then. */
function renewed({ from, to, mass }: Piece, life: Micros, at: Micros): Piece[] {
  if (life === 0) return [{ from: at, to: at, mass }];
  const width = to - from;
  const rounds = Math.floor(width / life);
  const rest = width - rounds * life;
  const pieces: Piece[] = [];
  if (rounds > 0) pieces.push({ from: at, to: at + life, mass: (mass * rounds * life) / width });
  if (rest === 0 && rounds > 0) return pieces;
  const restMass = rounds > 0 ? (mass * rest) / width : mass;
  const start = from + (Math.floor((at - from) / life) + 1) * life;
  const [inside, beyond] = cut({ from: start, to: start + rest, mass: restMass }, at + life);
  if (inside) pieces.push(inside);
  if (beyond) pieces.push({ ...beyond, from: beyond.from - life, to: beyond.to - life });
  return pieces;
}

/** Pieces that do not overlap: densities are added up, and neighbours of the same density are one piece. */
function joined(pieces: readonly Piece[]): Piece[] {
  const [spread, atoms] = [
    pieces.filter(({ from, to }) => to > from),
    pieces.filter(({ from, to }) => to === from),
  ];
  const edges = spread.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b);
  const result: Piece[] = [];
  edges.slice(1).forEach((to, i) => {
    const from = edges[i]!;
    if (to - from < narrow) return;
    const middle = (from + to) / 2;
    const density = spread.reduce(
      (sum, one) => (one.from < middle && middle < one.to ? sum + one.mass / (one.to - one.from) : sum),
      0,
    );
    const last = result.at(-1);
    const piece = { from, to, mass: density * (to - from) };
    if (density === 0) return;
    if (last && from - last.to < narrow && alike(last.mass / (last.to - last.from), density))
      result[result.length - 1] = { from: last.from, to, mass: last.mass + piece.mass };
    else result.push(piece);
  });
  for (const atom of atoms) {
    const same = result.findIndex(({ from, to }) => from === atom.from && to === atom.to);
    if (same < 0) result.push(atom);
    else result[same] = { ...atom, mass: result[same]!.mass + atom.mass };
  }
  return result;
}

/** Microseconds; times are whole but for the rounding of sums. */
const narrow = 1e-3;

function alike(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.abs(a);
}

/** Of sums of shares. */
const rounding = 1e-14;
