import type { Micros, RunStreams, Stream } from '../../kernel/index.js';
import { drawExponential, drawGamma, ln } from '../../kernel/index.js';
import type { Moves } from './steps.js';

/** The resolvers of a population: what a scenario says of them. */
export interface ResolverOptions {
  /** `many`: the mean-field curve; a number: each of them is drawn. */
  readonly count: 'many' | number;
  readonly weights: 'equal' | 'zipf';
  /** Look-ups that one resolver of weight 1 sees, per microsecond; Infinity when it is always asked. */
  readonly lookupRate: number;
  readonly ttl: Micros;
  /** Share of the resolvers that keep an answer longer, and how long they keep it. */
  readonly stretch?: { readonly share: number; readonly to: Micros };
}

/** The law of the age of a resolver's answer, for `many` resolvers: U(0, TTL) with an atom at 0 for an empty cache. */
export function resolverLives(options: ResolverOptions): { weight: number; lives: Micros[] }[] {
  const { stretch, ttl, lookupRate } = options;
  const share = stretch?.share ?? 0;
  const classes = [
    { weight: 1 - share, life: ttl },
    { weight: share, life: Math.max(ttl, stretch?.to ?? 0) },
  ];
  return classes
    .filter(({ weight }) => weight > 0)
    .flatMap(({ weight, life }) => {
      const hit = hitRate(life, lookupRate);
      return [
        { weight: weight * hit, lives: [life] },
        { weight: weight * (1 - hit), lives: [] },
      ].filter((part) => part.weight > 0);
    });
}

/**
 * Share of look-ups that a cache answers under Poisson look-ups at rate r with time to live T: rT / (1 + rT)
 * (Jung, Berger, Balakrishnan, INFOCOM 2003).
 */
export function hitRate(ttl: Micros, lookupRate: number): number {
  if (lookupRate === Number.POSITIVE_INFINITY) return 1;
  return (lookupRate * ttl) / (1 + lookupRate * ttl);
}

/** Constant over a batch: weights, and look-up rates by resolver. */
export interface ResolverSet {
  readonly options: ResolverOptions;
  /** Whole numbers, so that shares of them compare exactly. */
  readonly weights: Float64Array;
  readonly total: number;
}

/** A zipf weight is this over the rank, to a whole number. */
const zipfScale = 1_048_576;

export function buildResolverSet(options: ResolverOptions & { count: number }): ResolverSet {
  const weights = new Float64Array(options.count);
  for (let i = 0; i < weights.length; i++) {
    weights[i] = options.weights === 'zipf' ? Math.max(1, Math.round(zipfScale / (i + 1))) : 1;
  }
  return { options, weights, total: weights.reduce((a, b) => a + b, 0) };
}

/**
 * The drawn resolvers of one run. Each has one phase, drawn from the stationary law when first asked, and goes on from
 * there: a later change of the record meets the caches as the earlier one left them.
 */
export class DrawnResolvers {
  /** How long each keeps an answer; absent while all keep it for the TTL. */
  private lives: Float64Array | undefined;
  /** Times of the changes so far, and the delays of those that something depended on. */
  private readonly changes: Micros[] = [];
  private readonly delays: (Float64Array | undefined)[] = [];

  constructor(
    private readonly set: ResolverSet,
    private readonly population: string,
    private readonly streams: RunStreams,
  ) {}

  /** Notes a change of the record; nothing is drawn yet. Returns its number. */
  noteChange(at: Micros): number {
    return this.changes.push(at) - 1;
  }

  /** Until each resolver holds the answer of this change. */
  movesOf(change: number): Moves {
    const { weights, total } = this.set;
    return { delays: this.delaysOf(change), weights, total };
  }

  /** The longest that a resolver can take. */
  get longest(): Micros {
    const { ttl, stretch } = this.set.options;
    return stretch && stretch.share > 0 ? Math.max(ttl, stretch.to) : ttl;
  }

  /** When one client's resolver, drawn by weight, is first asked after its old answer ran out: delay after the change. */
  drawLookup(change: number, stream: Stream): Micros {
    let left = stream.next() * this.set.total;
    let resolver = 0;
    while (resolver < this.set.weights.length - 1 && left >= this.set.weights[resolver]!) {
      left -= this.set.weights[resolver++]!;
    }
    const gap = this.gap(resolver);
    return this.delaysOf(change)[resolver]! + (gap > 0 ? drawExponential(gap, stream) : 0);
  }

  /** A change long after the one before it meets caches that have forgotten it; others are drawn in their order. */
  private delaysOf(change: number): Float64Array {
    const known = this.delays[change];
    if (known) return known;
    const stream = this.streams.open(`resolvers of ${this.population} #${change + 1}`);
    const [before, at] = [this.changes[change - 1] ?? Number.NEGATIVE_INFINITY, this.changes[change]!];
    const drawn = this.hasForgotten(at - before)
      ? this.drawStationary(stream)
      : this.delaysOf(change - 1).map((delay, resolver) =>
          Math.max(0, this.advance(resolver, before + delay, at, stream) - at),
        );
    this.delays[change] = drawn;
    return drawn;
  }

  /** Whether no resolver's phase depends on its phase this long ago. */
  private hasForgotten(passed: Micros): boolean {
    if (passed === Number.POSITIVE_INFINITY) return true;
    // The first has the greatest weight, so the shortest gaps.
    const cycle = this.longest + this.gap(0);
    return isMixed(passed / cycle - 1, this.gap(0) / cycle);
  }

  /** Mean time between look-ups of this resolver; 0 when it is always asked. */
  gap(resolver: number): Micros {
    const { options, weights, total } = this.set;
    if (options.lookupRate === Number.POSITIVE_INFINITY) return 0;
    return total / (options.lookupRate * weights.length * weights[resolver]!);
  }

  /** A point of each resolver's cycle (answer held for its life, then none until asked again): below 0 it has none. */
  private drawStationary(stream: Stream): Float64Array {
    const { stretch, ttl, weights } = this.set.options;
    const delays = new Float64Array(this.set.weights.length);
    if (stretch && stretch.share > 0) this.lives ??= this.drawLives(stretch);
    const equalGap = weights === 'equal' ? this.gap(0) : undefined;
    for (let i = 0; i < delays.length; i++) {
      const life = this.lives ? this.lives[i]! : ttl;
      const left = life - stream.next() * (life + (equalGap ?? this.gap(i)));
      delays[i] = left > 0 ? left : 0;
    }
    return delays;
  }

  private drawLives(stretch: { share: number; to: Micros }): Float64Array {
    const { ttl } = this.set.options;
    const stream = this.streams.open(`lives of resolvers of ${this.population}`);
    const longer = Math.max(ttl, stretch.to);
    return this.set.weights.map(() => (stream.next() < stretch.share ? longer : ttl));
  }

  /**
   * When an answer that runs (or ran) out at `expiry` is followed by one that outlives `at`; a time before `at` when the
   * cache stands empty then. Cycles are a life, then an exponential gap.
   */
  private advance(resolver: number, expiry: Micros, at: Micros, stream: Stream): Micros {
    const life = this.lives?.[resolver] ?? this.set.options.ttl;
    const gap = this.gap(resolver);
    if (expiry > at) return expiry;
    if (gap === 0) return expiry + (Math.floor((at - expiry) / life) + 1) * life;
    let end = skipCycles(expiry, at, life, gap, stream);
    while (end <= at) {
      const filled = end + drawExponential(gap, stream);
      if (filled > at) return end;
      end = filled + life;
    }
    return end;
  }
}

/**
 * Whether a phase has been forgotten: after n cycles it is wrapped around by a spread of sqrt(n) gaps, and from 1.5 cycles
 * on that differs from uniform by less than exp(-2 (1.5 pi)^2) = 5e-20.
 */
function isMixed(cycles: number, gapShare: number): boolean {
  return cycles >= 100 && Math.sqrt(cycles) * gapShare >= 1.5;
}

/**
 * Jumps over cycles that surely end before `at`: n gaps are one gamma variate. n stays six standard deviations short;
 * a jump that overshoots all the same (chance 1e-9) is drawn again. Each jump leaves few enough for the next.
 */
function skipCycles(expiry: Micros, at: Micros, life: Micros, gap: Micros, stream: Stream): Micros {
  let end = expiry;
  for (;;) {
    const room = at - end;
    let cycles = Math.floor(room / (life + gap));
    cycles -= Math.ceil((6 * gap * Math.sqrt(Math.max(1, cycles))) / (life + gap)) + 1;
    if (cycles < 2) return end;
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
