import type { Micros, RunStreams, Stream } from '../../kernel/index.js';
import { drawGamma, ln } from '../../kernel/index.js';
import { type Authority, isPinned, ruleFor } from './keeping.js';
import { Kinds, longestLife, momentsOf } from './kinds.js';
import type { ResolverSet } from './resolvers.js';
import type { Moves } from './steps.js';

/**
 * The drawn resolvers of one run. Each has one phase, drawn from the stationary law when first asked, and goes on from
 * there: a later change of the record meets the caches as the earlier one left them.
 */
export class DrawnResolvers {
  private ownKinds: Kinds | undefined;
  private readonly first: Authority;
  /** What the authority did so far. */
  private readonly turns: Authority[] = [];
  /** By turn: until each resolver holds nothing from before it, microseconds after it; made when something depends on it. */
  private readonly delays: (Float64Array | undefined)[] = [];

  constructor(
    private readonly set: ResolverSet,
    private readonly population: string,
    private readonly streams: RunStreams,
  ) {
    this.first = { at: Number.NEGATIVE_INFINITY, gives: 'answer', ttl: set.options.ttl };
  }

  private get kinds(): Kinds {
    this.ownKinds ??= new Kinds(this.set, this.population, this.streams);
    return this.ownKinds;
  }

  /** Notes what the authority does from now on; nothing is drawn yet. Returns its number. */
  note(turn: Authority): number {
    return this.turns.push(turn) - 1;
  }

  /**
   * Until each resolver gives what came with this turn; `held` while what is kept as long as it works is kept, `served`
   * while stale answers are.
   */
  movesOf(turn: number, held: boolean, served: boolean): Moves {
    const { weights, total, options } = this.set;
    const delays = this.delaysOf(turn);
    const asIs = options.keepings.every(({ life, stale }) => !(isPinned(life) || (served && stale)));
    if (asIs) return { delays, weights, total };
    const until = (delay: Micros, i: number) => {
      const { life, stale } = this.kinds.of(i);
      if (isPinned(life)) return life.kind === 'for-ever' || held ? Number.POSITIVE_INFINITY : 0;
      return served && stale?.when === 'unanswered' ? delay + stale.lasts : delay;
    };
    return { delays: delays.map(until), weights, total };
  }

  /** The longest that a resolver can take that ever does. */
  longest(turn: number, served: boolean): Micros {
    const { keepings } = this.set.options;
    const lengths = keepings.map((keeping) => {
      const lives = [this.first, ...this.turns.slice(0, turn)].map((one) => longestLife(keeping, one));
      const { stale, life } = keeping;
      if (isPinned(life)) return 0;
      const late =
        stale?.when === 'expired' ? longestGap * this.gap(this.set.weights.length - 1, keeping.entries) : 0;
      return Math.max(...lives) + late + (served && stale?.when === 'unanswered' ? stale.lasts : 0);
    });
    return Math.max(0, ...lengths);
  }

  /** When one client's resolver, drawn by weight, is first asked after its old answer ran out: delay after the turn. */
  drawLookup(turn: number, held: boolean, served: boolean, stream: Stream): Micros {
    let left = stream.next() * this.set.total;
    let resolver = 0;
    while (resolver < this.set.weights.length - 1 && left >= this.set.weights[resolver]!) {
      left -= this.set.weights[resolver++]!;
    }
    const gap = this.gap(resolver, this.kinds.of(resolver).entries);
    return this.movesOf(turn, held, served).delays[resolver]! + (gap > 0 ? drawGap(gap, stream) : 0);
  }

  /** A turn long after the one before it meets caches that have forgotten it; others are drawn in their order. */
  private delaysOf(turn: number): Float64Array {
    const known = this.delays[turn];
    if (known) return known;
    const stream = this.streams.open(`resolvers of ${this.population} #${turn + 1}`);
    const [before, { at }] = [this.turns[turn - 1] ?? this.first, this.turns[turn]!];
    const drawn = this.hasForgotten(before, at)
      ? this.drawStationary(before, stream)
      : this.goOn(before, this.delaysOf(turn - 1), at, stream);
    this.delays[turn] = drawn;
    return drawn;
  }

  /** Whether no resolver's phase depends on its phase at this turn. */
  private hasForgotten(before: Authority, at: Micros): boolean {
    const passed = at - before.at;
    if (passed === Number.POSITIVE_INFINITY) return true;
    if (before.gives === 'silence') return false;
    return this.set.options.keepings.every((keeping) => {
      if (isPinned(keeping.life)) return true;
      const { deviation } = momentsOf(ruleFor(keeping.life, before.gives), before.ttl);
      // The first has the greatest weight, so the shortest gaps.
      const gap = this.gap(0, keeping.entries);
      const cycle = longestLife(keeping, before) + gap;
      const spread = deviation === 0 ? gap : Math.sqrt(gap * gap + deviation * deviation);
      return isMixed(passed / cycle - 1, spread / cycle);
    });
  }

  /** Mean time between look-ups of this resolver, or of one of its entries; 0 when it is always asked. */
  private gap(resolver: number, entries = 1): Micros {
    return this.set.gaps[resolver]! * entries;
  }

  /** A point of each resolver's cycle (answer held for its life, then none until asked again): below 0 it has none. */
  private drawStationary(before: Authority, stream: Stream): Float64Array {
    const { weights, options } = this.set;
    const delays = new Float64Array(weights.length);
    const lives = this.kinds.livesUnder(before);
    const [keeping] = options.keepings;
    const equalGap =
      options.weights === 'equal' && options.keepings.length === 1
        ? this.gap(0, keeping!.entries)
        : undefined;
    const late = this.servesLate();
    for (let i = 0; i < delays.length; i++) {
      const life = typeof lives === 'number' ? lives : lives[i]!;
      const gap = equalGap ?? this.gap(i, this.kinds.of(i).entries);
      const u = stream.next();
      const left = Number.isNaN(life) ? this.kinds.residual(i, before, gap, u) : leftOf(life, gap, u);
      delays[i] = left > 0 ? left : 0;
      if (late && gap > 0 && this.isLate(i)) delays[i]! += drawLate(gap, stream);
    }
    return delays;
  }

  /** From one turn to the next. */
  private goOn(before: Authority, delays: Float64Array, at: Micros, stream: Stream): Float64Array {
    const lives = this.kinds.livesUnder(before);
    const silent = before.gives === 'silence';
    const late = this.servesLate();
    const several = this.set.options.keepings.length > 1;
    const entries = this.kinds.of(0).entries;
    const next = new Float64Array(delays.length);
    for (let i = 0; i < next.length; i++) {
      const expiry = before.at + delays[i]!;
      const gap = this.gap(i, several ? this.kinds.of(i).entries : entries);
      const life = typeof lives === 'number' ? lives : lives[i]!;
      let end = expiry;
      if (expiry <= at && late && this.isLate(i))
        end = this.goOnLate(i, before, expiry, gap, at, life, stream);
      else if (expiry > at || silent) end = expiry;
      else if (Number.isNaN(life)) end = this.advanceDrawn(i, before, expiry, gap, at, stream);
      else end = advance(expiry, life, gap, at, stream);
      next[i] = end > at ? end - at : 0;
    }
    return next;
  }

  private advanceDrawn(
    resolver: number,
    before: Authority,
    expiry: Micros,
    gap: Micros,
    at: Micros,
    stream: Stream,
  ): Micros {
    let end = expiry;
    while (end <= at) {
      const filled = gap > 0 ? end + drawGap(gap, stream) : end;
      if (filled > at) return end;
      end = filled + this.kinds.drawLife(resolver, before, stream);
    }
    return end;
  }

  /** A look-up after the expiry is given the old answer and has it renewed; while nobody answers, the next one tries again. */
  private goOnLate(
    resolver: number,
    before: Authority,
    filled: Micros,
    gap: Micros,
    at: Micros,
    fixed: Micros,
    stream: Stream,
  ): Micros {
    if (before.gives === 'silence') return gap > 0 ? at + drawLate(gap, stream) : at;
    let fill = filled;
    while (fill <= at) {
      const life = Number.isNaN(fixed) ? this.kinds.drawLife(resolver, before, stream) : fixed;
      if (gap === 0 && life === 0) return at;
      fill += life + (gap > 0 ? drawLate(gap, stream) : 0);
    }
    return fill;
  }

  private servesLate(): boolean {
    return this.set.options.keepings.some(({ stale }) => stale?.when === 'expired');
  }

  private isLate(resolver: number): boolean {
    return this.kinds.of(resolver).stale?.when === 'expired';
  }
}

/** Gaps are cut off at so many means: beyond is a chance of 4e-18. */
const longestGap = 40;

/** Exponential. The complement of a number of a stream is exact, so its logarithm needs no care, which others pay for. */
function drawGap(gap: Micros, stream: Stream): Micros {
  return -gap * ln(1 - stream.next());
}

function drawLate(gap: Micros, stream: Stream): Micros {
  return Math.min(longestGap * gap, drawGap(gap, stream));
}

/** What is left of a life at a point u of its cycle; one that never ends has no cycle. */
function leftOf(life: Micros, gap: Micros, u: number): Micros {
  return life === Number.POSITIVE_INFINITY ? life : life - u * (life + gap);
}

/**
 * When an answer that ran out at `expiry` is followed by one that outlives `at`; a time before `at` when the cache stands
 * empty then. Cycles are a life, then an exponential gap.
 */
function advance(expiry: Micros, life: Micros, gap: Micros, at: Micros, stream: Stream): Micros {
  if (life === 0) return expiry;
  if (gap === 0) return expiry + (Math.floor((at - expiry) / life) + 1) * life;
  let end = skipCycles(expiry, at, life, gap, stream);
  while (end <= at) {
    const filled = end + drawGap(gap, stream);
    if (filled > at) return end;
    end = filled + life;
  }
  return end;
}

/**
 * Whether a phase has been forgotten: after n cycles it is wrapped around by a spread of sqrt(n) gaps, and from 1.5 cycles
 * on that differs from uniform by less than exp(-2 (1.5 pi)^2) = 5e-20.
 */
function isMixed(cycles: number, gapShare: number): boolean {
  return cycles >= 100 && Math.sqrt(cycles) * gapShare >= 1.5;
}

/**
 * Jumps over cycles that surely end before `at`: n gaps are one gamma variate. n stays 25 gaps and six standard deviations
 * short; a jump that overshoots all the same (chance below 1e-9) is drawn again. Each jump leaves few enough for the next.
 */
function skipCycles(expiry: Micros, at: Micros, life: Micros, gap: Micros, stream: Stream): Micros {
  let end = expiry;
  for (;;) {
    const room = at - end;
    const spare = gap * (25 + 6 * Math.sqrt(room / (life + gap)));
    const cycles = Math.floor((room - spare) / (life + gap));
    if (cycles < 1) return end;
    const jump = cycles * life + gap * drawGaps(cycles, stream);
    if (jump <= room) end += jump;
  }
}

/** A sum of n exponential variables of mean 1; of few, the logarithm of a product is the cheaper one. */
function drawGaps(n: number, stream: Stream): number {
  if (n > 8) return drawGamma(n, stream);
  let product = 1;
  for (let i = 0; i < n; i++) product *= 1 - stream.next();
  return -ln(product);
}
