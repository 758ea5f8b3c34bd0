import { drawExponential, drawGamma } from '../../kernel/index.js';
import type { Micros, RunStreams, Stream } from '../../kernel/index.js';
import { AgeLaw } from './age.js';
import type { Moves } from './cutover.js';

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

export function resolverAge(options: ResolverOptions): AgeLaw {
  return new AgeLaw(resolverLives(options));
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
  private readonly lives: Float64Array;
  /** When each cache runs (or ran) out. */
  private expiries: Float64Array | undefined;
  /** Times of the changes so far, and the delays of those that something depended on. */
  private readonly changes: Micros[] = [];
  private readonly delays: Float64Array[] = [];

  constructor(
    private readonly set: ResolverSet,
    private readonly population: string,
    private readonly streams: RunStreams,
  ) {
    this.lives = new Float64Array(set.weights.length);
  }

  /** Notes a change of the record; nothing is drawn yet. Returns its number. */
  noteChange(at: Micros): number {
    return this.changes.push(at) - 1;
  }

  /** Delay until each resolver holds the answer of this change, by resolver. */
  delaysOf(change: number): Float64Array {
    while (this.delays.length <= change) this.delays.push(this.drawDelays(this.delays.length));
    return this.delays[change]!;
  }

  movesOf(change: number): Moves {
    return sortMoves(this.delaysOf(change), this.set.weights);
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

  private drawDelays(change: number): Float64Array {
    const at = this.changes[change]!;
    const stream = this.streams.open(`resolvers of ${this.population} #${change + 1}`);
    if (this.expiries) for (let i = 0; i < this.expiries.length; i++) this.advance(i, at, stream);
    else this.expiries = this.drawStationary(at, stream);
    const delays = new Float64Array(this.expiries.length);
    for (let i = 0; i < delays.length; i++) delays[i] = Math.max(0, this.expiries[i]! - at);
    return delays;
  }

  /** Mean time between look-ups of this resolver; 0 when it is always asked. */
  gap(resolver: number): Micros {
    const { options, weights, total } = this.set;
    if (options.lookupRate === Number.POSITIVE_INFINITY) return 0;
    return total / (options.lookupRate * weights.length * weights[resolver]!);
  }

  private drawStationary(at: Micros, stream: Stream): Float64Array {
    const { stretch, ttl, lookupRate } = this.set.options;
    const expiries = new Float64Array(this.lives.length);
    const equalGap = this.set.options.weights === 'equal' ? this.gap(0) : undefined;
    const drawLife = stretch !== undefined && stretch.share > 0;
    for (let i = 0; i < expiries.length; i++) {
      const life = drawLife && stream.next() < stretch.share ? Math.max(ttl, stretch.to) : ttl;
      this.lives[i] = life;
      // A point of the cycle (answer held for its life, then empty until asked again): below 0 it is empty.
      const gap = lookupRate === Number.POSITIVE_INFINITY ? 0 : (equalGap ?? this.gap(i));
      const left = life - stream.next() * (life + gap);
      expiries[i] = left > 0 ? at + left : at;
    }
    return expiries;
  }

  /** Follows one resolver's cycles (life, then an exponential gap) until its answer outlives `at` or it stands empty. */
  private advance(resolver: number, at: Micros, stream: Stream): void {
    const life = this.lives[resolver]!;
    const gap = this.gap(resolver);
    let expiry = this.expiries![resolver]!;
    if (gap === 0) {
      if (expiry <= at) expiry += (Math.floor((at - expiry) / life) + 1) * life;
      this.expiries![resolver] = expiry;
      return;
    }
    expiry = skipCycles(expiry, at, life, gap, stream);
    while (expiry <= at) {
      const filled = expiry + drawExponential(gap, stream);
      if (filled > at) break;
      expiry = filled + life;
    }
    this.expiries![resolver] = expiry;
  }
}

/**
 * Jumps over cycles that surely end before `at`: n gaps are one gamma variate. n stays six standard deviations short;
 * a jump that overshoots all the same (chance 1e-9) is drawn again.
 */
function skipCycles(expiry: Micros, at: Micros, life: Micros, gap: Micros, stream: Stream): Micros {
  const room = at - expiry;
  let cycles = Math.floor(room / (life + gap)) - 2;
  while (cycles >= 8) {
    const spread = 6 * gap * Math.sqrt(cycles);
    if (cycles * (life + gap) + spread <= room) {
      const jump = cycles * life + gap * drawGamma(cycles, stream);
      if (jump <= room) return expiry + jump;
    } else {
      cycles -= Math.max(1, Math.ceil(spread / (life + gap)));
    }
  }
  return expiry;
}

/** Sorts by delay, keeping weights together: delays are near uniform, so they are dealt into buckets first. */
export function sortMoves(delays: Float64Array, weights: Float64Array): Moves {
  const order = sortedOrder(delays);
  const sorted = new Float64Array(delays.length);
  const moved = new Float64Array(delays.length);
  const waited = new Float64Array(delays.length);
  let [weight, wait] = [0, 0];
  for (let i = 0; i < order.length; i++) {
    const resolver = order[i]!;
    sorted[i] = delays[resolver]!;
    weight += weights[resolver]!;
    wait += weights[resolver]! * delays[resolver]!;
    moved[i] = weight;
    waited[i] = wait;
  }
  return { delays: sorted, moved, waited };
}

function sortedOrder(delays: Float64Array): Uint32Array {
  const n = delays.length;
  let longest = 0;
  for (let i = 0; i < n; i++) if (delays[i]! > longest) longest = delays[i]!;
  const scale = longest > 0 ? (n - 1) / longest : 0;
  const starts = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) starts[Math.floor(delays[i]! * scale) + 1]! += 1;
  let fullest = 0;
  for (let i = 1; i <= n; i++) {
    fullest = Math.max(fullest, starts[i]!);
    starts[i]! += starts[i - 1]!;
  }
  if (fullest > crowded) return comparedOrder(delays);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[starts[Math.floor(delays[i]! * scale)]!++] = i;
  insertionSort(order, delays);
  return order;
}

/** A bucket with more entries than this is no longer near sorted: lives of very different length. */
const crowded = 64;

function comparedOrder(delays: Float64Array): Uint32Array {
  return Uint32Array.from(delays, (_, i) => i).sort((a, b) => delays[a]! - delays[b]! || a - b);
}

/** Within buckets only: an entry never moves far. Ties keep the order of the resolvers. */
function insertionSort(order: Uint32Array, delays: Float64Array): void {
  for (let i = 1; i < order.length; i++) {
    const resolver = order[i]!;
    const delay = delays[resolver]!;
    let j = i - 1;
    while (j >= 0 && delays[order[j]!]! > delay) {
      order[j + 1] = order[j]!;
      j--;
    }
    order[j + 1] = resolver;
  }
}
