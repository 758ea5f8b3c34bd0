import type { Curve } from '../model/curve.js';
import { firstTime, integralOf } from '../model/curve.js';
import { type Demand, demandCurve, offeredOf, steadyDemand } from '../model/demand.js';
import type { Path } from '../model/path.js';
import type { DemandChanged, GoodputChanged } from '../model/trace.js';

/** A stretch of time, in microseconds, with goodput below the threshold. */
export interface Dip {
  readonly from: number;
  /** The horizon if it never ended. */
  readonly to: number;
  /** How its end came about; absent when it did not end. */
  readonly path?: Path;
}

/** Goodput of one population and kind of request over a run. */
export class ServiceLevel {
  readonly dips: Dip[] = [];
  /** Integral of the share that is not answered, times what is asked for, microseconds. */
  failedTime = 0;
  /** Integral of what is asked for, in times the mean, microseconds. */
  offeredTime = 0;
  private demand: Demand = steadyDemand;
  private present: { share: Curve; usual: number; from: number; path: Path } | undefined;
  private below: number | undefined;

  constructor(
    /** Requests per microsecond, of mean demand. */
    readonly rate: number,
    /** Share of what is answered with no fault. */
    private readonly threshold: number,
  ) {}

  fold(record: GoodputChanged): void {
    // The last word of an instant counts.
    if (this.present?.from !== record.at) this.complete(record.at);
    const { share, usual = 1, at, path } = record;
    this.present = { share, usual, from: at, path };
  }

  /** From now on so much is asked for. */
  follow({ at, load, surge }: DemandChanged): void {
    if (this.present && this.present.from < at) {
      this.complete(at);
      this.present = { ...this.present, from: at };
    }
    this.demand = load ? { load, surge } : { surge };
  }

  /** Takes in what lies before the horizon. */
  end(horizon: number): void {
    this.complete(horizon);
    this.present = undefined;
    if (this.below === undefined) return;
    if (this.below < horizon) this.dips.push({ from: this.below, to: horizon });
    this.below = undefined;
  }

  private complete(to: number): void {
    if (!this.present) return;
    const { share, usual, from, path } = this.present;
    const offered = integralOf(demandCurve(this.demand), from, to);
    this.offeredTime += offered;
    this.failedTime += offered - integralOf(offeredOf(this.demand, share), from, to);
    let at = from;
    while (at < to) {
      const next = firstTime(share, this.threshold * usual, this.below !== undefined, at, to);
      if (next === undefined) return;
      if (this.below === undefined) this.below = next;
      else {
        this.dips.push({ from: this.below, to: next, path: next === from ? path : pathOf(share, next) });
        this.below = undefined;
      }
      at = next;
    }
  }
}

/** Within a curve, goodput rises as clients move: the path is that of the change they move to. */
function pathOf(share: Curve, at: number): Path {
  const moving = share.terms.filter(({ weight, cutover }) => weight > 0 && cutover.at <= at);
  const path = moving.at(-1)?.cutover.path ?? [];
  return [...path, { phase: 'propagate', until: at }];
}
