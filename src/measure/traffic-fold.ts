import type { Trace } from '../kernel/index.js';
import { type Curve, type Cutover, constantCurve, integralOf } from '../model/curve.js';
import type { Answer, TraceRecord } from '../model/trace.js';

/** A figure of one run: seconds or a share; `censored` where it is at least that. */
export interface TrafficFigure {
  readonly value: number;
  readonly censored: boolean;
}

/** Figures of how the clients of one population move, and what share of its requests goes to regions that do not answer. */
export interface PopulationTraffic {
  /** `moved50`, `moved95`, `moved99`. */
  readonly moved: ReadonlyMap<string, TrafficFigure>;
  readonly stale: StaleTime;
  /** The largest share that a change of routes took away from regions that answered. */
  readonly shifted: number;
}

/** Times in microseconds. */
export interface StaleTime {
  /** Integral, while some region does not answer, of the share of the requests that goes to such a region. */
  readonly stale: number;
  /** Time in which some region does not answer. */
  readonly closed: number;
}

const shares: readonly (readonly [figure: string, share: number])[] = [
  ['moved50', 0.5],
  ['moved95', 0.95],
  ['moved99', 0.99],
];

/** Folds what the trace of a run says of where requests go. */
export class TrafficFold {
  private moves: MoveFold[] = [];
  private misdirected: MisdirectedFold[] = [];
  private shifted: number[] = [];

  constructor(
    private readonly populations: readonly string[],
    trace: Trace<TraceRecord>,
  ) {
    const indexOf = new Map(populations.map((name, index) => [name, index]));
    trace.subscribe('routed', ({ at, population, answers }) => {
      this.moves[indexOf.get(population)!]!.fold(at, answers);
    });
    trace.subscribe('record-changed', ({ population, shifted = 0 }) => {
      const index = indexOf.get(population)!;
      this.shifted[index] = Math.max(this.shifted[index]!, shifted);
    });
    trace.subscribe('misdirected', ({ at, population, share, closed }) => {
      this.misdirected[indexOf.get(population)!]!.fold(at, share, closed);
    });
  }

  begin(): void {
    this.moves = this.populations.map(() => new MoveFold());
    this.misdirected = this.populations.map(() => new MisdirectedFold());
    this.shifted = this.populations.map(() => 0);
  }

  /** By population, when the trace is complete. */
  figures(horizon: number): PopulationTraffic[] {
    return this.populations.map((_, index) => ({
      moved: this.moves[index]!.end(horizon),
      stale: this.misdirected[index]!.end(horizon),
      shifted: this.shifted[index]!,
    }));
  }
}

/** When shares of a population have moved to its first changed answer, or to a later one. */
class MoveFold {
  private changedAt: number | undefined;
  /** How they move, from a time on: connections that break change it. */
  private present: { cutover: Cutover; from: number } | undefined;
  private readonly reached: (number | undefined)[] = shares.map(() => undefined);

  fold(at: number, answers: readonly Answer[]): void {
    this.changedAt ??= answers[1]?.cutover?.at;
    if (this.changedAt === undefined) return;
    this.complete(at);
    const first = answers.find(({ cutover }) => cutover?.at === this.changedAt)?.cutover;
    if (first) this.present = { cutover: first, from: at };
    // Everybody had moved when it was forgotten.
    else this.present = undefined;
  }

  end(horizon: number): Map<string, TrafficFigure> {
    this.complete(horizon + 1);
    const since = this.changedAt ?? horizon;
    return new Map(
      shares.map(([figure], i) => {
        const { changedAt } = this;
        const at = changedAt === undefined ? since : this.reached[i];
        return [figure, { value: ((at ?? horizon) - since) / 1e6, censored: at === undefined }];
      }),
    );
  }

  private complete(to: number): void {
    if (!this.present) return;
    const { cutover, from } = this.present;
    shares.forEach(([, share], i) => {
      if (this.reached[i] !== undefined) return;
      const at = Math.max(from, cutover.reaches(share));
      const known = at < to || (cutover.settled <= to && at < Number.POSITIVE_INFINITY);
      if (known) this.reached[i] = Math.min(at, to);
    });
  }
}

/** Requests to regions that do not answer. */
class MisdirectedFold {
  private stale = 0;
  private closed = 0;
  private present: { share: Curve; closed: boolean; from: number } = {
    share: constantCurve(0),
    closed: false,
    from: 0,
  };

  fold(at: number, share: Curve, closed: boolean): void {
    this.complete(at);
    this.present = { share, closed, from: at };
  }

  end(horizon: number): StaleTime {
    this.complete(horizon);
    return { stale: this.stale, closed: this.closed };
  }

  private complete(to: number): void {
    const { share, closed, from } = this.present;
    if (!closed || to <= from) return;
    this.closed += to - from;
    this.stale += integralOf(share, from, to);
  }
}
