import type { Distribution, Micros, Stream } from '../../../kernel/index.js';
import { drawBinomial, drawGamma, drawPoisson, regularisedGamma } from '../../../kernel/index.js';
import type { Timeline } from '../timeline.js';
import type { Ending } from './channel.js';
import { TailChannel } from './channel.js';

export interface ArchiveOptions {
  /** Writes that fill a segment. */
  readonly writes: number;
  /** After which a segment is ended though it is not full; Infinity = never. */
  readonly timeout: Micros;
  /** From the end of a segment until the standby has it; drawn for the segment asked about. */
  readonly upload: () => Micros;
  /** The law of that time. */
  readonly uploadLaw: Distribution;
  readonly stream: () => Stream;
}

/** The segment that is being filled at an instant: when it was begun, and the writes in it. */
interface OpenSegment {
  readonly start: Micros;
  /** Undefined where an epoch without writes before has not filled a segment. */
  readonly writes: number | undefined;
}

/**
 * A log that is shipped by whole segments, each of which ends when it is full or has been open for the timeout (as
 * PostgreSQL's WAL archive, archive_timeout). The standby has everything up to the segment that was open an upload ago. At
 * a random instant that segment is not a random one: long ones are met more often (renewal theory). It is drawn from
 * its stationary law at the rate of the writes then.
 */
export class ArchiveChannel extends TailChannel {
  /** The segment that readers found open. */
  private glimpsed: { start: Micros; end: Micros } | undefined;

  constructor(private readonly options: ArchiveOptions) {
    super();
  }

  protected position(at: Micros, ending: Ending, timeline: Timeline): Micros {
    const until = ending === 'arrives' ? at : at - this.options.upload();
    const { start, writes } = this.drawOpen(timeline, until, this.options.stream());
    const { began } = timeline;
    // An epoch begins with a segment; a run begins anywhere in one.
    if (began > 0 && start < began) return began;
    if (writes !== undefined && until > began && !timeline.isCounted(start, until)) {
      timeline.learn(Math.max(start, began), until, this.inEpoch(timeline, start, until, writes));
    }
    return start;
  }

  /** Readers follow the segments from the first that they find open, one after the other. */
  protected glimpsePosition(at: Micros, stream: Stream, timeline: Timeline): Micros {
    const until = at - this.options.uploadLaw.quantile(stream.next());
    if (!this.glimpsed) {
      const { start, writes = 0 } = this.drawOpen(timeline, until, stream);
      this.glimpsed = { start, end: this.endOf(timeline, start, until, writes, stream) };
    }
    while (this.glimpsed.end <= until) {
      const start: Micros = this.glimpsed.end;
      this.glimpsed = { start, end: this.endOf(timeline, start, start, 0, stream) };
    }
    return this.glimpsed.start;
  }

  /** When a segment ends that has so many writes at a time. */
  private endOf(timeline: Timeline, start: Micros, at: Micros, writes: number, stream: Stream): Micros {
    const mass = drawGamma(this.options.writes - writes, stream);
    const rate = timeline.rateAt(Math.max(timeline.began, at));
    return Math.min(start + this.options.timeout, rate > 0 ? at + mass / rate : Number.POSITIVE_INFINITY);
  }

  /** How many of the writes since a time came in the epoch, if that began later. */
  private inEpoch(timeline: Timeline, start: Micros, until: Micros, writes: number): number {
    if (start >= timeline.began || writes === 0) return writes;
    const share = timeline.mass(start, until) / this.massSince(timeline, start, until);
    return drawBinomial(writes, Math.min(1, share), this.options.stream());
  }

  /**
   * The segment that is open at an instant. By rejection: an age uniform below the timeout with the Poisson number of its
   * writes, if that is not yet a full segment; or the writes uniform below a full segment with the time that they took, if
   * that is below the timeout. Both give density (1 - F)/E of the age, F the law of a segment's life.
   */
  private drawOpen(timeline: Timeline, until: Micros, stream: Stream): OpenSegment {
    const { writes: full, timeout } = this.options;
    const rate = timeline.rateAt(Math.max(timeline.began, until - 1));
    for (;;) {
      if (timeout < Number.POSITIVE_INFINITY && timeout * rate < full) {
        const start = until - stream.next() * timeout;
        const writes = drawPoisson(this.massSince(timeline, start, until), stream);
        if (writes < full) return { start, writes };
      } else {
        const writes = Math.floor(stream.next() * full);
        const mass = drawGamma(writes + 1, stream);
        if (mass >= this.reach(timeline, until)) return { start: timeline.began, writes: undefined };
        const start = this.startOf(timeline, mass, until);
        if (until - start < timeout) return { start, writes };
      }
    }
  }

  /** Writes expected since a time that may lie before the epoch, as if it had begun earlier. */
  private massSince(timeline: Timeline, start: Micros, until: Micros): number {
    const before = Math.max(0, timeline.began - start);
    return timeline.mass(start, until) + (before > 0 ? before * timeline.rateAt(timeline.began) : 0);
  }

  /** The time since which so many writes are expected. */
  private startOf(timeline: Timeline, mass: number, until: Micros): Micros {
    const { began } = timeline;
    const all = timeline.mass(began, until);
    if (mass < all) return timeline.timeOfCommitted(began, all - mass, until) ?? until;
    return began - (mass - all) / timeline.rateAt(began);
  }

  /** Writes expected as far back as there were any. */
  private reach(timeline: Timeline, until: Micros): number {
    return timeline.rateAt(timeline.began) > 0
      ? Number.POSITIVE_INFINITY
      : timeline.mass(timeline.began, until);
  }
}

/** Time between the ends of two segments of a log that grows at a steady rate; in the unit of `timeout`, which 0 means never. */
export function segmentPeriod(segment: number, rate: number, timeout: number): number {
  const fills = segment / rate;
  return timeout > 0 ? Math.min(fills, timeout) : fills;
}

/** Mean time between the ends of two segments that so many Poisson writes fill or the timeout ends: E min(Gamma, timeout). */
export function meanSegmentLife(writes: number, rate: number, timeout: number): number {
  let sum = 0;
  for (let j = 0; j < writes; j++) sum += regularisedGamma(j + 1, rate * timeout);
  return sum / rate;
}

/** Mean age of the segment that is open at a random instant: E[X^2] / (2 E[X]), X the life of a segment. */
export function meanOpenSegmentAge(writes: number, rate: number, timeout: number): number {
  let sum = 0;
  for (let j = 0; j < writes; j++) sum += (j + 1) * regularisedGamma(j + 2, rate * timeout);
  return sum / (rate * rate) / meanSegmentLife(writes, rate, timeout);
}
