import type { Curve } from '../model/curve.js';
import { firstTime, integralOf } from '../model/curve.js';
import type { Path } from '../model/path.js';
import type { GoodputChanged } from '../model/trace.js';

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
  /** Integral of the share that is not answered, microseconds. */
  failedTime = 0;
  private present: { share: Curve; from: number; path: Path } | undefined;
  private below: number | undefined;

  constructor(
    /** Requests per microsecond. */
    readonly rate: number,
    private readonly threshold: number,
  ) {}

  fold(record: GoodputChanged): void {
    if (this.present?.from === record.at) {
      // The last word of an instant counts.
      this.present = { share: record.share, from: record.at, path: record.path };
      return;
    }
    this.complete(record.at);
    this.present = { share: record.share, from: record.at, path: record.path };
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
    const { share, from, path } = this.present;
    this.failedTime += to - from - integralOf(share, from, to);
    let at = from;
    while (at < to) {
      const next = firstTime(share, this.threshold, this.below !== undefined, at, to);
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
