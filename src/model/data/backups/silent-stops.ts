import { lnOnePlus, type Micros, type RunStreams } from '../../../kernel/index.js';
import { Luck } from './luck.js';
import type { Schedule } from './schedule.js';

export interface SilentStopOptions {
  /** Mean time until it stops without a word: it is as likely at any time (exponential). */
  readonly mean: Micros;
  /** Chance that a verification notices that it has stopped. */
  readonly noticed: number;
}

/**
 * When a job stands still without anybody knowing: it stops at a constant hazard, and runs again from the next verification that
 * notices. Verifications that notice whatever the state of the job begin it anew, so that the state at any time follows from the
 * luck of those since the last of them: the stationary law, drawn as far back as it is asked for (coupling from the past).
 * Where no verification would ever notice, the job runs when the run begins.
 */
export class SilentStops {
  private readonly stops: Luck;
  private readonly finds: Luck;

  constructor(
    name: string,
    private readonly options: SilentStopOptions,
    private readonly verification: Schedule | undefined,
    streams: RunStreams,
  ) {
    this.stops = new Luck(`silent stops of ${name}`, streams);
    this.finds = new Luck(`stops noticed of ${name}`, streams);
  }

  /** Since when it has stood still at a time; undefined where it runs. */
  stoppedSince(at: Micros): Micros | undefined {
    const { verification } = this;
    if (!verification || this.options.noticed === 0) {
      const stop = this.life(0);
      return at >= 0 && stop <= at ? stop : undefined;
    }
    const last = verification.newest(at);
    let ordinal = last;
    while (this.finds.of(ordinal) >= this.options.noticed) ordinal -= 1;
    for (; ordinal <= last; ordinal += 1) {
      const stop = verification.timeOf(ordinal) + this.life(ordinal);
      if (stop <= Math.min(at, verification.timeOf(ordinal + 1))) return stop;
    }
    return undefined;
  }

  /** When it stops next, of a job that runs at a time; undefined if that is not before `until`. */
  nextStop(from: Micros, until: Micros): Micros | undefined {
    const { verification } = this;
    if (!verification || this.options.noticed === 0) {
      const stop = this.life(0);
      return stop >= from && stop < until ? stop : undefined;
    }
    for (let ordinal = verification.newest(from); verification.timeOf(ordinal) < until; ordinal += 1) {
      const stop = verification.timeOf(ordinal) + this.life(ordinal);
      if (stop < verification.timeOf(ordinal + 1)) return stop < until ? stop : undefined;
    }
    return undefined;
  }

  /** How long it goes on from the verification with this number, if it runs then: what has no memory may be drawn anew. */
  private life(ordinal: number): Micros {
    return -this.options.mean * lnOnePlus(-this.stops.of(ordinal));
  }
}
