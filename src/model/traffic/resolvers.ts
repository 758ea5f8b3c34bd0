import type { Micros } from '../../kernel/index.js';
import type { Layers } from './age.js';
import { type Keeping, layersOf } from './keeping.js';

/** The resolvers of a population: what a scenario says of them. */
export interface ResolverOptions {
  /** `many`: the mean-field curve; a number: each of them is drawn. */
  readonly count: 'many' | number;
  readonly weights: 'equal' | 'zipf';
  /** Look-ups that one resolver of weight 1 sees, per microsecond; Infinity when it is always asked. */
  readonly lookupRate: number;
  /** Of the record, when the run begins. */
  readonly ttl: Micros;
  /** How long it may be kept that there is no answer (RFC 2308). */
  readonly negativeTtl: Micros;
  /** Their shares add up to 1. */
  readonly keepings: readonly Keeping[];
}

/** The layers of age that `many` resolvers put in; `held` while what is kept for as long as it works is. */
export function resolverLayers(options: ResolverOptions, held: boolean): Layers[] {
  const { keepings, ttl } = options;
  return keepings.flatMap((keeping) => layersOf(keeping, ttl, gapOf(options) * (keeping.entries ?? 1), held));
}

/** Mean time from an expiry to the next look-up, for a resolver of weight 1; 0 when it is always asked. */
export function gapOf({ lookupRate }: ResolverOptions): Micros {
  return lookupRate === Number.POSITIVE_INFINITY ? 0 : 1 / lookupRate;
}

/**
 * Share of look-ups that a cache answers under Poisson look-ups at rate r with time to live T: rT / (1 + rT)
 * (Jung, Berger, Balakrishnan, INFOCOM 2003).
 */
export function hitRate(ttl: Micros, lookupRate: number): number {
  if (lookupRate === Number.POSITIVE_INFINITY) return 1;
  return (lookupRate * ttl) / (1 + lookupRate * ttl);
}

/** Constant over a batch. */
export interface ResolverSet {
  readonly options: ResolverOptions;
  /** Whole numbers, so that shares of them compare exactly; the first is the greatest. */
  readonly weights: Float64Array;
  readonly total: number;
  /** By resolver: mean time from an expiry to the next look-up; 0 when it is always asked. */
  readonly gaps: Float64Array;
}

/** A zipf weight is this over the rank, to a whole number. */
const zipfScale = 1_048_576;

export function buildResolverSet(options: ResolverOptions & { count: number }): ResolverSet {
  const weights = new Float64Array(options.count);
  for (let i = 0; i < weights.length; i++) {
    weights[i] = options.weights === 'zipf' ? Math.max(1, Math.round(zipfScale / (i + 1))) : 1;
  }
  const total = weights.reduce((a, b) => a + b, 0);
  const mean = (gapOf(options) * total) / weights.length;
  return { options, weights, total, gaps: weights.map((weight) => mean / weight) };
}
