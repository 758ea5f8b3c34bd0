import type { Trace } from '../kernel/index.js';
import type { RequestsCounted, TraceRecord } from '../model/trace.js';

/** Figures of queueing: a name and its value in the unit of the figure. */
export type QueueFigure = readonly [figure: string, value: number];

/** What became of the requests of one population, or of all. */
interface Outcomes {
  shed: number;
  timedOut: number;
  retried: number;
}

/** Keeps what a run says of requests that had to wait. */
export class QueueFold {
  private outcomes = new Map<string, Outcomes>();
  private waits = new Map<string, number>();
  private faultEnded = Number.NaN;
  private backlog = 0;
  /** From the end of the last fault until what had piled up by then was gone; undefined while it is not. */
  private drain: number | undefined = 0;

  constructor(trace: Trace<TraceRecord>) {
    trace.subscribe('requests-counted', (record) => this.count(record));
    trace.subscribe('request-sampled', ({ population, queueWait }) => this.waits.set(population, queueWait));
    trace.subscribe('fault-ended', ({ at }) => {
      this.faultEnded = at;
      this.backlog = 0;
      this.drain = 0;
    });
    trace.subscribe('backlog', ({ at, requests }) => {
      if (at !== this.faultEnded) return;
      this.backlog = requests;
      this.drain = undefined;
    });
    trace.subscribe('drained', ({ at }) => {
      this.drain ??= at - this.faultEnded;
    });
  }

  begin(): void {
    this.outcomes = new Map();
    this.waits = new Map();
    this.faultEnded = Number.NaN;
    this.backlog = 0;
    this.drain = 0;
  }

  private count({ population, shed, timedOut, retried }: RequestsCounted): void {
    const own = this.outcomes.get(population) ?? { shed: 0, timedOut: 0, retried: 0 };
    own.shed += shed;
    own.timedOut += timedOut;
    own.retried += retried;
    this.outcomes.set(population, own);
  }

  /** Of one population. */
  ofPopulation(name: string): QueueFigure[] {
    return [...figuresOf([this.outcomes.get(name)]), ['queueWait', (this.waits.get(name) ?? 0) / 1e6]];
  }

  /** Of the whole run. */
  ofRun(): QueueFigure[] {
    return [...figuresOf([...this.outcomes.values()]), ['backlog', this.backlog]];
  }

  /** Seconds, and whether the horizon came first. */
  drained(horizon: number): { time: number; censored: boolean } {
    const censored = this.drain === undefined;
    return { time: this.drain ?? horizon - this.faultEnded, censored };
  }
}

function figuresOf(all: readonly (Outcomes | undefined)[]): QueueFigure[] {
  const sum = (count: keyof Outcomes) => all.reduce((total, one) => total + (one?.[count] ?? 0), 0);
  return [
    ['shedRequests', sum('shed')],
    ['timedOutRequests', sum('timedOut')],
    ['retriedRequests', sum('retried')],
  ];
}
