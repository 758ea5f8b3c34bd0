import type { Micros } from '../../../kernel/index.js';
import { type CeilingOptions, committedShare } from '../commit-ceiling.js';

/** What a primary commits of the writes that it is asked for, in one run. */
export class Ceiling {
  /** Share of them when nothing is wrong. */
  usual: number;
  /** The same now. */
  now: number;
  /** Writes that are asked for now, in times the mean. */
  private asked = 1;

  constructor(
    private readonly options: CeilingOptions,
    /** Mean latency of a commit when nothing is wrong. */
    private readonly usualLatency: Micros,
  ) {
    this.usual = this.shareOf(1, usualLatency);
    this.now = this.usual;
  }

  /** So many times the mean are asked for when nothing is wrong, and now. */
  ask(usual: number, asked: number): void {
    this.usual = this.shareOf(usual, this.usualLatency);
    this.asked = asked;
  }

  /** Commits take so long now. */
  follow(latency: Micros): void {
    this.now = this.shareOf(this.asked, latency);
  }

  /** Share of the writes that can be committed when so many times the mean are asked for, each of this latency. */
  shareOf(asked: number, latency: Micros): number {
    const { rate } = this.options;
    return committedShare({ ...this.options, rate: rate * asked }, latency);
  }
}
