import type { ConflictPolicy, Fate, Side, Version } from './policy.js';
import { common, contains, has, members, next, type SpanSet, setOf, union, without } from './span-set.js';
import type { Split } from './split.js';

/** What is known of the writes of one key when the sides are gone through. */
export interface Writes {
  /** Spans that wrote the key. */
  readonly written: SpanSet;
  /** Whether the last write of span a has a later stamp than that of span b. */
  isLater(a: number, b: number): boolean;
  /** The version of a side as the policy is shown it. */
  show(version: Offered): Version;
}

/** A version that a side brings to a join. */
export interface Offered {
  readonly side: number;
  /** Span of its last write by stamp. */
  readonly head: number;
  /** Spans that it has and not all the others. */
  readonly own: SpanSet;
}

/** What became of the writes of one key. */
export interface Outcome {
  /** By span: of all its writes if each built on the ones before, and of its last one if it replaced what was there. */
  readonly building: readonly Fate[];
  readonly replacing: readonly Fate[];
  /** Spans of which all writes are lost in conflict, and of which the last one is. */
  readonly lost: readonly number[];
  readonly lostLast: readonly number[];
  /** Versions kept side by side, 0 for one. */
  readonly siblings: number;
  /** Versions that met without having seen each other, join by join. */
  readonly contests: readonly (readonly SpanSet[])[];
}

/** What a side has of a key. */
interface State {
  /** Writes that the value builds on, itself included. */
  readonly lineage: SpanSet;
  /** Spans whose last write is the value, or one of the values kept side by side. */
  readonly heads: SpanSet;
  /** Writes that the side has ever had, kept or not. */
  readonly seen: SpanSet;
  readonly siblings: boolean;
}

/**
 * Takes one key through the sides of a split. A version is known by the spans whose writes it builds on; it gives way in
 * silence to one that has seen it, as with version vectors (Parker et al. 1983, "Detection of mutual inconsistency in
 * distributed systems"); of others the policy decides, and the joined side goes on with what is kept.
 */
export class Lineages {
  /** Spans of each side. */
  readonly spansOf: readonly SpanSet[];
  /** Pairs of spans whose writes cannot have seen each other. */
  readonly concurrent: readonly (readonly [number, number])[];
  /** By side: those that it joins. A policy may be somebody else's code: they cannot be changed. */
  private readonly joined: readonly (readonly Side[])[];
  private readonly keptSide: readonly (number | undefined)[];
  private readonly nothing: SpanSet;

  /** @throws RangeError if sides or spans do not make a split. */
  constructor(
    private readonly split: Split,
    private readonly policy: ConflictPolicy,
  ) {
    check(split);
    const { sides, spans } = split;
    this.nothing = setOf([], spans.length);
    this.spansOf = sides.map((_, i) => {
      const places = spans.flatMap(({ side }, place) => (side === i ? [place] : []));
      return setOf(places, spans.length);
    });
    const seenBy: SpanSet[] = [];
    sides.forEach(({ from }, i) => {
      seenBy.push(from.reduce((set, side) => union(set, seenBy[side]!), this.spansOf[i]!));
    });
    const pairs: [number, number][] = [];
    spans.forEach(({ side: a }, s) => {
      spans.slice(0, s).forEach(({ side: b }, t) => {
        if (!has(seenBy[a]!, t) && !has(seenBy[b]!, s)) pairs.push([t, s]);
      });
    });
    this.concurrent = pairs;
    const shown = sides.map(({ regions }, side) =>
      Object.freeze({ side, regions: Object.freeze([...regions]) }),
    );
    this.joined = sides.map(({ from }) => Object.freeze(from.map((side) => shown[side]!)));
    this.keptSide = sides.map(({ from }, side) =>
      policy.decides === 'side' && from.length > 1
        ? from.indexOf(policy.keptSide(this.joined[side]!))
        : undefined,
    );
  }

  follow(writes: Writes): Outcome {
    const { sides } = this.split;
    const passage = new Passage(this.split.spans.length);
    const states: State[] = [];
    for (let i = 0; i < sides.length; i += 1) {
      const inherited = this.inherit(i, states, writes, passage);
      const own = common(this.spansOf[i]!, writes.written);
      states.push(!own ? inherited : passage.write(inherited, own, writes));
    }
    return passage.outcome(writes.written, states.at(-1)!);
  }

  private inherit(side: number, states: readonly State[], writes: Writes, passage: Passage): State {
    const { from } = this.split.sides[side]!;
    const { nothing } = this;
    if (from.length === 0) return { lineage: nothing, heads: nothing, seen: nothing, siblings: false };
    if (from.length === 1) return states[from[0]!]!;
    const joined = from.map((parent) => states[parent]!);
    const kept = this.keptSide[side];
    if (kept !== undefined) return passage.keepOne(joined, kept);
    return this.join(this.joined[side]!, joined, writes, passage);
  }

  private join(sides: readonly Side[], joined: readonly State[], writes: Writes, passage: Passage): State {
    const seen = unionOf(joined, (state) => state.seen);
    const states = joined.filter((_, i) => !isKnown(i, joined));
    if (states.length === 1) return { ...states[0]!, seen };
    let shared = states[0]!.lineage;
    for (const { lineage } of states) shared = common(shared, lineage);
    const versions = states.map((state) =>
      writes.show({
        side: sides[joined.indexOf(state)]!.side,
        head: latestOf(state.heads, writes),
        own: without(state.lineage, shared),
      }),
    );
    const { fates, siblings } = this.policy.resolve({ versions, sides });
    const { lineage, heads } = passage.settle(states, shared, fates);
    return { lineage, heads, seen, siblings: siblings > 0 };
  }
}

/** What happens to the writes of one key on their way. */
class Passage {
  /** By span, what the last join said of its writes, and of its last one. */
  private readonly said: (Fate | undefined)[];
  private readonly saidOfLast: (Fate | undefined)[];
  /** Spans whose last write was replaced by one that had seen it. */
  private replaced: SpanSet;
  private readonly contests: SpanSet[][] = [];

  constructor(private readonly spans: number) {
    this.replaced = setOf([], spans);
    this.said = new Array(spans).fill(undefined);
    this.saidOfLast = new Array(spans).fill(undefined);
  }

  /** A side writes on top of what it has. */
  write(before: State, own: SpanSet, writes: Writes): State {
    const head = setOf([latestOf(own, writes)], this.spans);
    this.replaced = union(this.replaced, union(before.heads, without(own, head)));
    return {
      lineage: union(before.lineage, own),
      heads: head,
      seen: union(before.seen, own),
      siblings: false,
    };
  }

  /** A policy that decides by side keeps what one of them has. */
  keepOne(joined: readonly State[], kept: number): State {
    return { ...joined[kept]!, seen: unionOf(joined, ({ seen }) => seen) };
  }

  /** A conflict was decided: notes what of, and says what the joined side goes on with. */
  settle(
    states: readonly State[],
    shared: SpanSet,
    fates: readonly Fate[],
  ): Pick<State, 'lineage' | 'heads'> {
    this.contests.push(states.map(({ lineage }) => lineage));
    const isKept = (i: number) => fates[i] === 'surviving' || fates[i] === 'merged';
    const any = states.some((_, i) => isKept(i));
    const kept = states.filter((_, i) => !any || isKept(i));
    note(
      this.said,
      states.map(({ lineage }) => without(lineage, shared)),
      fates,
    );
    note(
      this.saidOfLast,
      states.map(({ heads }) => heads),
      fates,
    );
    const lineage = unionOf(kept, (state) => state.lineage);
    const heads = unionOf(kept, (state) => state.heads);
    // What another kept version builds on is no value of its own any more.
    const built = unionOf(kept, (state) => without(state.lineage, state.heads));
    return { lineage, heads: without(heads, built) };
  }

  outcome(written: SpanSet, final: State): Outcome {
    const building = this.said.map((said, s) => inTheEnd(said, has(final.lineage, s)));
    const replacing = this.saidOfLast.map((said, s) =>
      inTheEnd(said, has(final.lineage, s) || has(this.replaced, s)),
    );
    const lostOf = (fates: readonly Fate[]) => members(written).filter((s) => fates[s] === 'lostInConflict');
    const siblings = final.siblings ? members(final.heads).length : 0;
    return {
      building,
      replacing,
      lost: lostOf(building),
      lostLast: lostOf(replacing),
      siblings,
      contests: this.contests,
    };
  }
}

/** The end decides what survives: what a join threw away may have been kept elsewhere, and the other way round. */
function inTheEnd(said: Fate | undefined, isKept: boolean): Fate {
  if (isKept) return said === undefined || said === 'lostInConflict' ? 'surviving' : said;
  return said === 'pending' || said === 'diverged' ? said : 'lostInConflict';
}

/** From the best fate of a write that is in several versions to the worst. */
const order: readonly Fate[] = ['surviving', 'merged', 'pending', 'diverged', 'lostInConflict'];

function note(said: (Fate | undefined)[], sets: readonly SpanSet[], fates: readonly Fate[]): void {
  const ranks = fates.map((fate) => order.indexOf(fate));
  for (let s = 0; s < said.length; s += 1) {
    let least = order.length;
    for (let i = 0; i < sets.length; i += 1) if (has(sets[i]!, s) && ranks[i]! < least) least = ranks[i]!;
    const best = order[least];
    // Winning once more does not undo that it was merged, or that a person has to look at it.
    if (best && !(best === 'surviving' && said[s] && said[s] !== 'lostInConflict')) said[s] = best;
  }
}

/** Whether another side has seen what this one has. Of sides that have the same, the first is kept. */
function isKnown(i: number, states: readonly State[]): boolean {
  const { lineage, seen } = states[i]!;
  for (let j = 0; j < states.length; j += 1) {
    const other = states[j]!;
    if (i === j || !contains(other.seen, lineage)) continue;
    // Each may know the other's and have kept its own: that is a conflict.
    if (other.lineage === lineage ? j < i : !contains(seen, other.lineage)) return true;
  }
  return false;
}

function latestOf(set: SpanSet, writes: Writes): number {
  let latest: number | undefined;
  for (let s = 0, rest = set; rest; s += 1, rest = next(rest))
    if (has(rest, 0) && (latest === undefined || writes.isLater(s, latest))) latest = s;
  return latest!;
}

/** Of one or more. */
function unionOf(states: readonly State[], of: (state: State) => SpanSet): SpanSet {
  let all = of(states[0]!);
  for (let i = 1; i < states.length; i += 1) all = union(all, of(states[i]!));
  return all;
}

function check({ sides, spans }: Split): void {
  const last = sides.length - 1;
  sides.forEach(({ from }, i) => {
    const early = from.every((side) => Number.isSafeInteger(side) && side >= 0 && side < i);
    if (!early)
      throw new RangeError(`side ${i} comes from ${from.join(', ')}: sides come before their successors`);
    if (i !== last && !sides.some((other) => other.from.includes(i))) {
      throw new RangeError(`side ${i} is joined by nobody: leave out what is never seen by the others`);
    }
  });
  for (const { side, from, to, mass } of spans) {
    if (!(side >= 0 && side < last))
      throw new RangeError(`a span is of side ${side}, which is none of the split`);
    if (!(to >= from)) throw new RangeError(`a span ends at ${to}, before it begins at ${from}`);
    if (!(mass >= 0 && mass < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a span must have a finite number of expected writes, not ${mass}`);
    }
  }
}
