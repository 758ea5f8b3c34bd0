import { type Micros, type RunStreams, toWholeMicros } from '../../../kernel/index.js';

export interface ScheduleOptions {
  readonly every: Micros;
  /** Time of one of them, since the start of the run; absent = at a random phase. */
  readonly at?: Micros;
}

/** Instants at equal distances, those before the start of the run included: they are numbered, and come at no cost. */
export class Schedule {
  constructor(
    readonly every: Micros,
    /** The instant with number 0. */
    readonly first: Micros,
  ) {}

  timeOf(ordinal: number): Micros {
    return this.first + ordinal * this.every;
  }

  /** The number of the last instant at or before a time. */
  newest(upTo: Micros): number {
    return Math.floor((upTo - this.first) / this.every);
  }

  /** The last instant at or before a time. */
  lastBefore(upTo: Micros): Micros {
    return this.timeOf(this.newest(upTo));
  }
}

/** A schedule in one run: nothing starts cold, so its phase is uniform unless a time is stated. */
export function drawSchedule({ every, at }: ScheduleOptions, name: string, streams: RunStreams): Schedule {
  const first = at ?? Math.floor(streams.open(`phase of ${name}`).next() * every);
  return new Schedule(toWholeMicros(every), toWholeMicros(first));
}

/** A schedule of a whole multiple of another one's distance, each of whose instants is one of the other's, whichever. */
export function drawAligned(to: Schedule, every: Micros, name: string, streams: RunStreams): Schedule {
  const multiple = Math.max(1, Math.round(every / to.every));
  const turn = Math.floor(streams.open(`phase of ${name}`).next() * multiple);
  return new Schedule(to.every * multiple, to.timeOf(turn));
}
