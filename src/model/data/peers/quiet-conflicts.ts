import type { Micros, Stream } from '../../../kernel/index.js';
import { drawPoisson } from '../../../kernel/index.js';
import type { KeyLaw } from '../conflicts/keys.js';
import type { Mesh } from './mesh.js';
import type { Peer } from './peer.js';

/** A stretch of commit time of one peer that belongs to a split. */
export interface SplitSpan {
  readonly peer: number;
  readonly from: Micros;
  readonly to: Micros;
}

/** A stretch of time in which all rates are constant, or are taken at their mean. */
interface Piece {
  readonly from: Micros;
  readonly to: Micros;
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
    private readonly options: { readonly keys: KeyLaw },
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
        for (const { from, to, rates } of pieces) mean += rates[a]! * rates[b]! * (to - from) * band;
        for (const spans of splits) mean -= this.massInSplit(a, b, spans);
      });
    });
    return drawPoisson(Math.max(0, mean * this.options.keys.sumOfSquares), stream);
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
    const changes = timelines.flatMap((timeline) => timeline.changes()).filter((at) => at > from && at < to);
    const times = [...new Set([from, ...changes, to])].sort((a, b) => a - b);
    return times.slice(1).map((end, index) => {
      const start = times[index]!;
      return { from: start, to: end, rates: timelines.map((one) => one.mass(start, end) / (end - start)) };
    });
  }
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
