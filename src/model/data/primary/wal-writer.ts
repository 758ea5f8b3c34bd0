import type { Micros, Stream } from '../../../kernel/index.js';
import type { Timeline } from '../timeline.js';

export interface WalWriterOptions {
  /** From one flush to the next (wal_writer_delay). */
  readonly delay: Micros;
  /** Writes that fill a page of the log. */
  readonly writesPerPage: number;
}

/**
 * Flushes the log of a primary that waits for nothing (PostgreSQL, synchronous_commit = off: "Asynchronous Commit", and
 * XLogBackgroundFlush in xlog.c). Every delay it flushes the pages that have been filled; the page in hand it flushes only
 * when none was filled since the last time. What is not flushed when the primary stops is at most two delays old, plus what
 * the flushes themselves take; the documentation's bound is three.
 */
export class WalWriter {
  /** A time at which it flushed. */
  private flushed: Micros | undefined;

  constructor(
    private readonly options: WalWriterOptions,
    private readonly timeline: Timeline,
    private readonly stream: () => Stream,
  ) {}

  /** Commit time up to which the log is on disk; asked when the primary stops. */
  flushedUpTo(at: Micros): Micros {
    const { delay, writesPerPage } = this.options;
    this.flushed ??= at - this.stream().next() * delay;
    const last = this.flushed + Math.floor((at - this.flushed) / delay) * delay;
    const rate = this.timeline.rateAt(Math.max(this.timeline.began, at - 1));
    // The page in hand was begun at a random time of the filling of one.
    const begun = rate > 0 ? (this.stream().next() * writesPerPage) / rate : Number.POSITIVE_INFINITY;
    return begun < delay ? last - begun : last;
  }
}

/** Mean age of what is not flushed at a random instant, where a page takes so long to fill; in the unit of its arguments. */
export function meanUnflushedAge(delay: number, pageFill: number): number {
  return pageFill <= delay ? (delay + pageFill) / 2 : delay / 2 + (delay * delay) / (2 * pageFill);
}
