import type { Micros } from '../../kernel/index.js';
import type { StandbyTimes } from './commit.js';
import type { Server, Writer } from './copy.js';

/**
 * The commit that a primary was waiting for at an instant. Whatever cuts off several standbys at once finds them all in this one
 * commit: it was acknowledged when the first of them had answered, so never can all of them lack what was.
 */
export class CommitUnderWay {
  private readonly times = new Map<Server, StandbyTimes>();

  constructor(
    private readonly writer: Writer,
    private readonly at: Micros,
    /** After which it was acknowledged without an answer. */
    readonly timeout: Micros,
    private readonly draw: (standby: Server) => StandbyTimes,
  ) {}

  /** Whether it is the one of this primary at this time. */
  isOf(writer: Writer, at: Micros): boolean {
    return this.writer === writer && this.at === at;
  }

  /** What a standby takes for it: drawn once. */
  timesOf(standby: Server): StandbyTimes {
    let times = this.times.get(standby);
    if (!times) {
      times = this.draw(standby);
      this.times.set(standby, times);
    }
    return times;
  }
}
