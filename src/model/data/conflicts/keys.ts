import { pow } from '../../../kernel/index.js';
import { rankRule, sumOverRanks, weightedSum } from './rank-sum.js';

/** Keys that take a share of the writes, all of them alike. */
export interface HotKeys {
  /** How many, 1 or more. */
  readonly keys: number;
  /** Part of all writes, above 0 and at most 1. */
  readonly share: number;
}

/** How many keys there are, and how the writes spread over them. */
export interface Popularity {
  /** All keys, the hot ones included; whole, 1 or more. */
  readonly count: number;
  /** The rank-th key that is not hot takes writes in proportion to rank^-zipf, ranks from 1; 0, the default, is uniform. */
  readonly zipf?: number;
  readonly hot?: readonly HotKeys[];
}

/** Keys in a row, of nearly the same popularity. */
export interface KeyGroup {
  readonly keys: number;
  /** Chances that a write is to the last and to the first of them: the smallest and the largest. */
  readonly least: number;
  readonly most: number;
  /** Chance that a write is to any of them. */
  readonly mass: number;
  /** Chance that a write is to the key at this place, from 0. */
  chance(place: number): number;
}

/** Keys whose chance is scale * rank^-exponent, ranks from 1. */
interface Band {
  readonly keys: number;
  readonly scale: number;
  readonly exponent: number;
}

/** A sum over all keys as a sum over few chances. */
interface ChanceRule {
  readonly chances: readonly number[];
  readonly weights: readonly number[];
}

/** The law of the key of a write: hot keys first, then the others by rank. */
export class KeyLaw {
  readonly count: number;
  private readonly bands: readonly Band[];
  private readonly grouped = new Map<number, readonly KeyGroup[]>();
  private rule: ChanceRule | undefined;
  private squares: number | undefined;

  /** @throws RangeError for counts, exponents or shares that say no law. */
  constructor({ count, zipf = 0, hot = [] }: Popularity) {
    const hotKeys = total(hot.map(({ keys }) => keys));
    const hotShare = total(hot.map(({ share }) => share));
    if (!isCount(count))
      throw new RangeError(`the number of keys must be whole and at least 1, not ${count}`);
    if (!(zipf >= 0 && zipf < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`the exponent of a Zipf law must be 0 or more, not ${zipf}`);
    }
    for (const { keys, share } of hot) {
      if (!isCount(keys))
        throw new RangeError(`the number of hot keys must be whole and at least 1, not ${keys}`);
      if (!(share > 0 && share <= 1))
        throw new RangeError(`a share of the writes must lie in (0, 1], not ${share}`);
    }
    const left = 1 - hotShare;
    if (hotKeys > count) throw new RangeError(`${hotKeys} keys are hot, of only ${count}`);
    if (left < -slack) throw new RangeError(`the hot keys take ${hotShare} of the writes, more than all`);
    if (hotKeys === count && left > slack) {
      throw new RangeError(`every key is hot, but they take only ${hotShare} of the writes`);
    }
    this.count = count;
    const others = count - hotKeys;
    const weight = others === 0 ? 1 : sumOverRanks(1, others, (rank) => pow(rank, -zipf));
    this.bands = [
      ...hot.map(({ keys, share }) => ({ keys, scale: share / keys, exponent: 0 })),
      { keys: others, scale: left > slack ? left / weight : 0, exponent: zipf },
    ].filter(({ keys, scale }) => keys > 0 && scale > 0);
  }

  /**
   * Sum over all keys of `term` of the chance that a write is to the key: to rounding, for a term that is smooth and 0 for
   * keys that are never written. Takes some hundred terms, however many keys there are.
   */
  sum(term: (chance: number) => number): number {
    this.rule ??= ruleOf(this.bands);
    return weightedSum(this.rule.weights, this.rule.chances, term);
  }

  /** Sum over all keys of the square of the chance that a write is to the key: the chance that two writes are to one key. */
  get sumOfSquares(): number {
    this.squares ??= this.sum((chance) => chance * chance);
    return this.squares;
  }

  /** All keys that are ever written, in groups whose largest chance is at most `ratio` times their smallest. */
  groups(ratio: number): readonly KeyGroup[] {
    let groups = this.grouped.get(ratio);
    if (groups === undefined) {
      groups = this.bands.flatMap((band) => groupsOf(band, ratio));
      this.grouped.set(ratio, groups);
    }
    return groups;
  }
}

/** What rounding may leave of the shares of hot keys. */
const slack = 1e-12;

function ruleOf(bands: readonly Band[]): ChanceRule {
  const rules = bands.map(({ keys, scale, exponent }) => {
    if (exponent === 0) return { chances: [scale], weights: [keys] };
    const { ranks, weights } = rankRule(1, keys);
    return { chances: ranks.map((rank) => scale * pow(rank, -exponent)), weights };
  });
  return {
    chances: rules.flatMap(({ chances }) => chances),
    weights: rules.flatMap(({ weights }) => weights),
  };
}

function groupsOf(band: Band, ratio: number): KeyGroup[] {
  const { keys, exponent } = band;
  if (exponent === 0) return [group(band, 1, keys)];
  const reach = pow(ratio, 1 / exponent);
  const groups: KeyGroup[] = [];
  for (let first = 1, last: number; first <= keys; first = last + 1) {
    last = Math.max(first, Math.min(keys, Math.floor(first * reach)));
    groups.push(group(band, first, last));
  }
  return groups;
}

function group({ scale, exponent }: Band, first: number, last: number): KeyGroup {
  const keys = last - first + 1;
  const at = exponent === 0 ? () => scale : (rank: number) => scale * pow(rank, -exponent);
  const mass = exponent === 0 ? keys * scale : sumOverRanks(first, last, at);
  return { keys, least: at(last), most: at(first), mass, chance: (place) => at(first + place) };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
