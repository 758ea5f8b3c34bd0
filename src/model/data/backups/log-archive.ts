import type { Micros } from '../../../kernel/index.js';
import type { Draws } from '../../quantity.js';
import { always, lastTaken, type Search, type Taking } from './backup.js';
import { type JobOptions, openVerification } from './job.js';
import { Luck } from './luck.js';
import { drawSchedule, Schedule } from './schedule.js';
import { SilentStops } from './silent-stops.js';

/** What is looked for, and when the vault took what it still has. */
interface LogSearch extends Search {
  readonly taken?: readonly Taking[];
}

/** The log of a store, archived piece after piece: with a backup before it, it leads to any instant that it reaches. */
export class LogArchive {
  /** When pieces end; undefined where the log is handed on as it is written. */
  private readonly pieces: Schedule | undefined;
  private readonly stops: SilentStops | undefined;
  private readonly flawLuck: Luck;
  /** Time from the end of a piece until it has arrived. */
  private delay: Micros | undefined;

  constructor(
    readonly options: JobOptions,
    entity: string,
    private readonly draws: Draws,
  ) {
    const { schedule, verify, stops } = options;
    const { streams } = draws;
    this.pieces = schedule.every > 0 ? drawSchedule(schedule, `backups ${entity}`, streams) : undefined;
    const verification = verify && openVerification(verify, this.pieces ?? new Schedule(1, 0), entity, draws);
    if (stops !== undefined) {
      const noticed = verify?.catches.stop ?? 0;
      this.stops = new SilentStops(entity, { mean: stops, noticed }, verification?.schedule, streams);
    }
    this.flawLuck = new Luck(`flaws of ${entity}`, streams);
  }

  get name(): string {
    return this.options.name;
  }

  isStopped(at: Micros): boolean {
    return this.stops?.stoppedSince(at) !== undefined;
  }

  /**
   * How far it leads from the state of an instant on: to the end of the newest piece that has arrived, or to the first gap (it had
   * stopped, or a piece is bad); to where it starts if it leads nowhere.
   */
  reach(from: Micros, { notAfter, readyBy, asOf, taken = always }: LogSearch): Micros {
    const { keep } = this.options;
    if (keep.kind === 'age' && asOf - from > keep.age) return from;
    if (this.isStopped(from)) return from;
    if ((taken[0]?.from ?? asOf) >= from) return from;
    this.delay ??= this.draws.duration(this.options.takes, 'upload', this.name);
    // What comes while the vault is down is sent again when it is back.
    let end = this.endOf(lastTaken(taken, readyBy) - this.delay);
    const stop = this.stops?.nextStop(from, end);
    if (stop !== undefined) end = this.endOf(stop);
    return Math.max(from, Math.min(this.firstBad(from, end) ?? end, notAfter));
  }

  private endOf(upTo: Micros): Micros {
    return this.pieces?.lastBefore(upTo) ?? Math.floor(upTo);
  }

  /** Where the first bad piece begins, of those that lead from one instant to another. */
  private firstBad(from: Micros, to: Micros): Micros | undefined {
    const bad = this.options.flaws.corrupt;
    const { pieces } = this;
    if (bad === 0 || !pieces) return undefined;
    for (let ordinal = pieces.newest(from); pieces.timeOf(ordinal) < to; ordinal += 1)
      if (this.flawLuck.of(ordinal) < bad) return pieces.timeOf(ordinal);
    return undefined;
  }
}
