import type { Micros, Stream } from '../../../kernel/index.js';
import { drawBinomial, drawPoisson } from '../../../kernel/index.js';
import { betweenSteps, loadsOf, type Repeated } from '../../steps.js';
import { quietLosses } from '../conflicts/concurrency.js';
import type { KeyLaw } from '../conflicts/keys.js';
import type { ConflictPolicy, Fate, Version } from '../conflicts/policy.js';
import type { Mesh } from './mesh.js';
import type { Peer } from './peer.js';

/** A stretch of commit time of one peer that belongs to a split. */
export interface SplitSpan {
  readonly peer: number;
  readonly from: Micros;
  readonly to: Micros;
}

/** A stretch of time in which all rates are constant, or are taken at their mean; and as many more of it, one a day each. */
interface Piece extends Repeated {
  /** Writes per microsecond, by peer. */
  readonly rates: readonly number[];
}

/**
 * Writes that cross each other on their way while nothing keeps their writers apart: those of a peer are unknown to
 * another for as long as the lag between them.
 */
export class QuietConflicts {
  private readonly lags: readonly (readonly number[])[];

  constructor(
    private readonly options: { readonly keys: KeyLaw; readonly policy: ConflictPolicy },
    private readonly peers: readonly Peer[],
    mesh: Mesh,
  ) {
    this.lags = peers.map((_, from) => peers.map((_, to) => (from === to ? 0 : mesh.meanLag(from, to))));
  }

  /**
   * Pairs of concurrent writes up to a time, beyond those of splits (which are drawn key by key): a Poisson number, its mean
   * exact for lags that are constant.
   */
  drawPairs(to: Micros, splits: readonly (readonly SplitSpan[])[], stream: Stream): number {
    const pieces = this.pieces(0, to);
    let mean = 0;
    this.peers.forEach((_, a) => {
      this.peers.slice(0, a).forEach((_, b) => {
        const band = this.lags[a]![b]! + this.lags[b]![a]!;
        for (const { rates, ...piece } of pieces) mean += rates[a]! * rates[b]! * lengthOf(piece) * band;
        for (const spans of splits) mean -= this.massInSplit(a, b, spans);
      });
    });
    return drawPoisson(Math.max(0, mean * this.options.keys.sumOfSquares), stream);
  }

  /**
   * Of so many writes outside of splits, how many met the fate of the loser, by fate: a binomial number, its mean exact for fixed
   * lags. `stampAt` is what the clock of a peer says at a true time.
   */
  drawLosers(
    to: Micros,
    splits: readonly (readonly SplitSpan[])[],
    writes: number,
    stream: Stream,
    stampAt: (peer: number, time: Micros) => number,
  ): ReadonlyMap<Fate, number> {
    const { policy } = this.options;
    const oneByOne = policy.decides === 'key' && policy.asks === 'versions';
    const alike = oneByOne ? undefined : this.fateOfAll();
    if (alike === 'surviving') return new Map();
    const pieces = gapsBetween(splits.flat(), to).flatMap((gap) => this.pieces(gap.from, gap.to));
    const losses = pieces.map(({ rates, ...piece }) => this.lossRate(rates) * lengthOf(piece));
    const lost = losses.reduce((sum, loss) => sum + loss, 0);
    const all = pieces.reduce((sum, { rates, ...piece }) => sum + totalOf(rates) * lengthOf(piece), 0);
    const losers = lost > 0 ? drawBinomial(writes, Math.min(1, lost / all), stream) : 0;
    if (alike) return new Map([[alike, losers]]);
    const asked = new Map<Fate, number>();
    for (let i = 0; i < Math.min(losers, mostAsked); i += 1) {
      const fate = loserOf(policy, this.drawCrossing(pieces, losses, stream, stampAt));
      asked.set(fate, (asked.get(fate) ?? 0) + 1);
    }
    return losers > mostAsked ? scaleUp(asked, losers, stream) : asked;
  }

  /** What becomes of the loser of two writes that crossed, where that is the same for all of them. */
  private fateOfAll(): Fate {
    const { policy } = this.options;
    // Without a split there is no minority: keys go to the last writer.
    if (policy.decides === 'side') return 'lostInConflict';
    return loserOf(
      policy,
      [0, 1].map((peer) => this.versionOf(peer, peer, peer)),
    );
  }

  /** Two single writes that had not seen each other: the time between them is uniform in the window of both lags. */
  private drawCrossing(
    pieces: readonly Piece[],
    losses: readonly number[],
    stream: Stream,
    stampAt: (peer: number, time: Micros) => number,
  ): Version[] {
    const { from, to, rates, times, period } = pieces[pick(losses, stream)]!;
    const pairs = rates.flatMap((_, b) => rates.slice(0, b).map((_, a) => [a, b] as const));
    const weights = pairs.map(([a, b]) => rates[a]! * rates[b]! * (this.lags[a]![b]! + this.lags[b]![a]!));
    const [a, b] = pairs[pick(weights, stream)]!;
    const whole = times > 1 ? Math.floor(stream.next() * times) * period : 0;
    const time = from + whole + stream.next() * (to - from);
    const window = this.lags[a]![b]! + this.lags[b]![a]!;
    const later = Math.max(0, time - this.lags[b]![a]! + stream.next() * window);
    return [this.versionOf(a, time, stampAt(a, time)), this.versionOf(b, later, stampAt(b, later))];
  }

  private versionOf(peer: number, writtenAt: Micros, time: number): Version {
    const { region } = this.peers[peer]!;
    return { side: peer, region, writes: 1, stamp: { time, counter: 0, writer: peer }, writtenAt };
  }

  private lossRate(rates: readonly number[]): number {
    const { keys } = this.options;
    const known = lossRates.get(keys) ?? new Map<string, number>();
    lossRates.set(keys, known);
    const key = `${rates.join(' ')} | ${this.lags.join(' ')}`;
    const rate = known.get(key) ?? quietLosses(keys, { rates, lags: this.lags });
    // Rates that differ from run to run are not worth keeping for ever.
    if (known.size >= mostKnown) known.clear();
    known.set(key, rate);
    return rate;
  }

  /** Expected pairs within the lags of each other that both belong to a split, before the chance that they share a key. */
  private massInSplit(a: number, b: number, spans: readonly SplitSpan[]): number {
    let mass = 0;
    for (const one of spans.filter(({ peer }) => peer === a)) {
      for (const other of spans.filter(({ peer }) => peer === b)) {
        const rates = [one, other].map((span) => this.meanRate(span));
        mass += rates[0]! * rates[1]! * bandArea(one, other, this.lags[a]![b]!, this.lags[b]![a]!);
      }
    }
    return mass;
  }

  private meanRate({ peer, from, to }: SplitSpan): number {
    return to > from ? this.peers[peer]!.timeline.mass(from, to) / (to - from) : 0;
  }

  /** The rates of all peers between two times, piece by piece. */
  private pieces(from: Micros, to: Micros): Piece[] {
    const timelines = this.peers.map(({ timeline }) => timeline);
    const changes = timelines.flatMap((timeline) => timeline.changesIn(from, to));
    const times = [...new Set([from, ...changes, to])].sort((a, b) => a - b);
    return times.slice(1).flatMap((end, index) => {
      const start = times[index]!;
      const loads = loadsOf(timelines.flatMap((one) => one.rates(start, end)));
      return betweenSteps(loads, start, end).map((piece) => {
        const length = piece.to - piece.from;
        return { rates: timelines.map((one) => one.mass(piece.from, piece.to) / length), ...piece };
      });
    });
  }
}

/** A run asks a policy that wants to see everything about so many crossings; others share the fates of these. */
const mostAsked = 100;

function loserOf(policy: ConflictPolicy, versions: readonly Version[]): Fate {
  return policy.resolve({ versions }).fates.find((fate) => fate !== 'surviving') ?? 'surviving';
}

/** Of all that repeat. */
function lengthOf({ from, to, times }: Repeated): number {
  return (to - from) * times;
}

function totalOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** A place, each in proportion to its weight. */
function pick(weights: readonly number[], stream: Stream): number {
  let left = stream.next() * totalOf(weights);
  const last = weights.length - 1;
  for (let place = 0; place < last; place += 1) {
    left -= weights[place]!;
    if (left < 0) return place;
  }
  return last;
}

/** The fates of `total`, of which some are known: each of the others has one in their proportions. */
function scaleUp(known: ReadonlyMap<Fate, number>, total: number, stream: Stream): Map<Fate, number> {
  let rest = totalOf([...known.values()]);
  let left = total - rest;
  const all = new Map<Fate, number>();
  for (const [fate, count] of known) {
    const more = count >= rest ? left : drawBinomial(left, count / rest, stream);
    all.set(fate, count + more);
    rest -= count;
    left -= more;
  }
  return all;
}

/** The same in every run of a scenario. */
const mostKnown = 1_000;
const lossRates = new WeakMap<KeyLaw, Map<string, number>>();

/** The time up to a horizon that none of these spans covers. */
export function gapsBetween(spans: readonly SplitSpan[], to: Micros): { from: Micros; to: Micros }[] {
  const gaps: { from: Micros; to: Micros }[] = [];
  let from = 0;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.from > from) gaps.push({ from, to: span.from });
    from = Math.max(from, span.to);
  }
  return from < to ? [...gaps, { from, to }] : gaps;
}

/** Area of { t in one, u in the other: t - toOne < u < t + toOther }, exact. */
function bandArea(
  one: { from: Micros; to: Micros },
  other: { from: Micros; to: Micros },
  toOther: number,
  toOne: number,
): number {
  // Under u = t + shift, from the corner (one.from, other.from): the integral of a sum of ramps.
  const below = (shift: number) => areaBelow(one, other, shift);
  return below(toOther) - below(-toOne);
}

/** Area of { t in one, u in other: u < t + shift }. */
function areaBelow(
  one: { from: Micros; to: Micros },
  other: { from: Micros; to: Micros },
  shift: number,
): number {
  const height = other.to - other.from;
  const ramp = (x: number) => (Math.max(0, x) * Math.max(0, x)) / 2;
  const upTo = (t: number) => ramp(t + shift - other.from) - ramp(t + shift - other.from - height);
  return upTo(one.to) - upTo(one.from);
}
