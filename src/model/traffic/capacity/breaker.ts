import type { Micros } from '../../../kernel/index.js';

/**
 * A circuit breaker (Nygard, Release It!, 2007): open after a share of failures, it fails attempts at the client at once, until
 * after a time one attempt decides whether it closes.
 */
export interface BreakerOptions {
  /** Share of failed attempts from which on it opens. */
  readonly failures: number;
  /** Fewer attempts within the window decide nothing. */
  readonly minimum: number;
  readonly window: Micros;
  /** How long it stays open before it lets one attempt through. */
  readonly open: Micros;
}

/** Parts of the window: what it counts moves on by a part at a time (Hystrix: `metrics.rollingStats.numBuckets`). */
const parts = 10;

/** The breaker of a class on a route, shared by its clients. */
export class Breaker {
  private readonly ended = new Float64Array(parts);
  private readonly failed = new Float64Array(parts);
  private part = 0;
  private openUntil = 0;
  private isOpen = false;
  private isProbing = false;

  constructor(private readonly options: BreakerOptions) {}

  /** Whether an attempt may be made: 'probe' is the one that decides. */
  admit(now: Micros): 'pass' | 'probe' | 'break' {
    if (!this.isOpen) return 'pass';
    if (now < this.openUntil || this.isProbing) return 'break';
    this.isProbing = true;
    return 'probe';
  }

  /** An attempt ended. */
  note(now: Micros, hasFailed: boolean, isProbe: boolean): void {
    if (isProbe) this.concludeProbe(now, hasFailed);
    if (this.isOpen) return;
    this.moveOn(now);
    const slot = slotOf(this.part);
    this.ended[slot]! += 1;
    if (!hasFailed) return;
    this.failed[slot]! += 1;
    const { failures, minimum } = this.options;
    const ended = sum(this.ended);
    if (ended >= minimum && sum(this.failed) >= failures * ended) this.trip(now);
  }

  private concludeProbe(now: Micros, hasFailed: boolean): void {
    this.isProbing = false;
    if (hasFailed) this.trip(now);
    else this.isOpen = false;
  }

  private trip(now: Micros): void {
    this.isOpen = true;
    this.openUntil = now + this.options.open;
    this.ended.fill(0);
    this.failed.fill(0);
  }

  private moveOn(now: Micros): void {
    const part = Math.floor((now / this.options.window) * parts);
    for (let left = Math.min(part - this.part, parts); left > 0; left--) {
      const slot = slotOf(part - left + 1);
      this.ended[slot] = 0;
      this.failed[slot] = 0;
    }
    this.part = part;
  }
}

/** Also of what lies before the beginning of time, where a flow settles. */
function slotOf(part: number): number {
  return ((part % parts) + parts) % parts;
}

function sum(counts: Float64Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
