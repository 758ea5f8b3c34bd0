import type { Micros, Trace } from '../kernel/index.js';
import type { TraceRecord } from '../model/trace.js';

/** Folds how often, and how long, regions that answered everybody were held unhealthy. */
export class MistakeFold {
  private verdicts = 0;
  private time: Micros = 0;
  private readonly since = new Map<string, Micros>();

  constructor(trace: Trace<TraceRecord>) {
    trace.subscribe('verdict', ({ at, subject, mistaken }) => {
      if (!mistaken) return;
      // One that was found so before the run began is not one of its verdicts.
      if (at > 0) this.verdicts += 1;
      this.since.set(subject, at);
    });
    trace.subscribe('mistake-ended', ({ at, subject }) => {
      this.time += at - (this.since.get(subject) ?? at);
      this.since.delete(subject);
    });
  }

  begin(): void {
    this.verdicts = 0;
    this.time = 0;
    this.since.clear();
  }

  /** At the end of a run: the number of mistaken verdicts, and the time that they held, microseconds. */
  figures(horizon: Micros): { verdicts: number; time: Micros } {
    let { time } = this;
    for (const from of this.since.values()) time += horizon - from;
    return { verdicts: this.verdicts, time };
  }
}
