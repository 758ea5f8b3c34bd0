import type { EventHandle, Micros, Simulation } from '../../../kernel/index.js';
import { type Curve, integralOf, zero } from '../../curve.js';

/** When an alarm is raised. */
export interface AlarmRule {
  /** A period is bad when more than this share of its requests failed. */
  readonly errors: number;
  readonly period: Micros;
  /** So many bad ones among the last `of` periods raise the alarm. */
  readonly datapoints: number;
  readonly of: number;
  /** Expected requests in a period below which it says nothing, and counts as good. */
  readonly requests: number;
}

/** What is watched: requests per microsecond, and those of them that fail. */
export interface Watched {
  readonly requests: Curve;
  readonly failing: Curve;
}

const nothing: Watched = { requests: zero, failing: zero };

/**
 * An alarm on the share of requests that fail, period by period of a clock of its own (Amazon CloudWatch, "Using Amazon CloudWatch
 * alarms": M out of N datapoints). It looks at expected numbers of requests. Periods of which it is known that they are good, or as good
 * as the one before, are not looked at one by one.
 */
export class Alarm {
  private watched: Watched = nothing;
  /** Of the period in hand, up to `since`. */
  private requests = 0;
  private failed = 0;
  private since: Micros;
  /** Whether each of the last periods was bad, the newest last. */
  private readonly last: boolean[] = [];
  /** End of the last period that was looked at. */
  private closedAt: Micros;
  private next: EventHandle | undefined;
  private ended = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly rule: AlarmRule,
    /** When periods end: this, and whole periods before and after it. */
    private readonly phase: Micros,
    private readonly onRaise: () => void,
  ) {
    this.since = simulation.now;
    this.closedAt = this.endAfter(simulation.now) - rule.period;
  }

  /** What is watched from now on. */
  watch(watched: Watched): void {
    if (this.ended) return;
    this.skip();
    this.collect();
    this.watched = watched;
    if (this.next === undefined && this.mayBeBad()) this.schedule();
  }

  /** Nobody looks any more. */
  end(): void {
    this.ended = true;
    if (this.next !== undefined) this.simulation.cancel(this.next);
  }

  private schedule(): void {
    this.next = this.simulation.scheduleAt(this.endAfter(this.simulation.now), () => this.close());
  }

  private close(): void {
    this.next = undefined;
    this.collect();
    const { errors, requests } = this.rule;
    this.note(this.requests >= requests && this.failed > errors * this.requests + tie);
    this.requests = 0;
    this.failed = 0;
    this.closedAt = this.simulation.now;
    if (this.last.filter((bad) => bad).length >= this.rule.datapoints) {
      this.end();
      this.onRaise();
    } else if (this.mayBeBad()) this.schedule();
  }

  private note(bad: boolean): void {
    this.last.push(bad);
    if (this.last.length > this.rule.of) this.last.shift();
  }

  /** Periods that ended since anybody looked were good. */
  private skip(): void {
    if (this.next !== undefined) return;
    const { period, of } = this.rule;
    const end = this.endAfter(this.simulation.now) - period;
    const skipped = Math.round((end - this.closedAt) / period);
    if (skipped <= 0) return;
    for (let i = 0; i < Math.min(skipped, of); i++) this.note(false);
    this.closedAt = end;
    this.requests = 0;
    this.failed = 0;
    this.since = end;
  }

  /** Counts the requests up to now. */
  private collect(): void {
    const { now } = this.simulation;
    if (now === this.since) return;
    this.requests += integralOf(this.watched.requests, this.since, now);
    this.failed += integralOf(this.watched.failing, this.since, now);
    this.since = now;
  }

  /** False when no period can be bad until something else is watched. */
  private mayBeBad(): boolean {
    const { requests, failing } = this.watched;
    if (this.failed > tie) return true;
    if (moves(requests, this.simulation.now) || moves(failing, this.simulation.now)) return true;
    const [all, bad] = [settled(requests), settled(failing)];
    return bad > this.rule.errors * all + tie;
  }

  private endAfter(at: Micros): Micros {
    const { period } = this.rule;
    return this.phase + (Math.floor((at - this.phase) / period) + 1) * period;
  }
}

/** Absorbs the rounding of sums of shares. */
const tie = 1e-12;

function moves({ terms }: Curve, at: Micros): boolean {
  return terms.some(({ weight, cutover }) => weight !== 0 && cutover.settled > at);
}

/** The value of a curve that moves no more. */
function settled({ base, terms }: Curve): number {
  return terms.reduce((sum, { weight }) => sum + weight, base);
}
