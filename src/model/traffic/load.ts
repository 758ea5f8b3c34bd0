import { day, type Micros, type RunStreams } from '../../kernel/index.js';
import type { Load } from '../steps.js';

/** From a time of the cycle on, clients ask for so many times their mean. */
export interface LoadStep {
  readonly from: Micros;
  readonly factor: number;
}

/** How demand goes over a cycle of whole days that begins at midnight UTC, and then again; its mean factor is 1. */
export interface LoadShape {
  readonly period: Micros;
  /** In order, the first at 0. */
  readonly steps: readonly LoadStep[];
}

/** The shape as a run meets it, which begins at some time of the cycle. */
export class CyclicLoad implements Load {
  readonly least: number;
  readonly most: number;
  private readonly starts: Float64Array;
  private readonly factors: Float64Array;
  /** Integral of the factor from the start of the cycle to each step, and over all of it. */
  private readonly before: Float64Array;
  private readonly whole: number;

  /** `begins`: the time of the cycle at which the run begins. */
  constructor(
    private readonly shape: LoadShape,
    private readonly begins: Micros,
  ) {
    const { steps, period } = shape;
    this.starts = Float64Array.from(steps, ({ from }) => from);
    this.factors = Float64Array.from(steps, ({ factor }) => factor);
    this.before = new Float64Array(steps.length);
    let sum = 0;
    steps.forEach(({ from, factor }, i) => {
      this.before[i] = sum;
      sum += factor * ((steps[i + 1]?.from ?? period) - from);
    });
    this.whole = sum;
    this.least = Math.min(...this.factors);
    this.most = Math.max(...this.factors);
  }

  get period(): Micros {
    return this.shape.period;
  }

  factorAt(at: Micros): number {
    return this.factors[this.stepAt(this.place(at).within)]!;
  }

  integral(from: Micros, to: Micros): number {
    return this.since(to) - this.since(from);
  }

  stepAfter(at: Micros): Micros {
    const { cycle, within } = this.place(at);
    const next = this.starts[this.stepAt(within) + 1] ?? this.shape.period;
    return cycle * this.shape.period + next - this.begins;
  }

  /** Integral from the start of the cycle in which the run begins. */
  private since(at: Micros): number {
    const { cycle, within } = this.place(at);
    const step = this.stepAt(within);
    return cycle * this.whole + this.before[step]! + this.factors[step]! * (within - this.starts[step]!);
  }

  private place(at: Micros): { cycle: number; within: Micros } {
    const { period } = this.shape;
    const since = at + this.begins;
    const cycle = Math.floor(since / period);
    return { cycle, within: since - cycle * period };
  }

  private stepAt(within: Micros): number {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! <= within) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** When a run begins by the clock, and by whose. */
export interface CalendarOptions {
  /** Time of the day, microseconds; absent = drawn. */
  readonly begins?: Micros;
  /** That clock is so much ahead of UTC, microseconds. */
  readonly ahead: Micros;
  /** The population whose clock it is. */
  readonly clockOf: string;
  /** Days after which all loads begin anew. */
  readonly days: number;
}

/** A moment of the cycle of all loads. */
export interface Beginning {
  /** Since the start of the cycle, midnight UTC. */
  readonly inCycle: Micros;
  /** Time of the day by the clock of the calendar. */
  readonly timeOfDay: Micros;
}

/** When a run begins: one uniform number, for the time of the day or, where that is stated, for the day of the cycle. */
export function drawBeginning({ begins, ahead, days }: CalendarOptions, streams: RunStreams): Beginning {
  const u = days === 1 && begins !== undefined ? 0 : streams.open('beginning of the run').next();
  const local = begins === undefined ? Math.floor(u * days * day) : Math.floor(u * days) * day + begins;
  const cycle = days * day;
  const inCycle = (((local - ahead) % cycle) + cycle) % cycle;
  return { inCycle, timeOfDay: local % day };
}
