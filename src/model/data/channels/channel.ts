import type { Micros } from '../../../kernel/index.js';
import type { Timeline } from '../timeline.js';

/** What happens to what is on its way when the primary ends: it arrives (a crash), or it is gone (a lost site, a cut). */
export type Ending = 'arrives' | 'gone';

/** Writes that a standby does not have. */
export type Missing =
  /** All after this commit time: the log ships in order. */
  | { readonly kind: 'tail'; readonly from: Micros }
  /** Those drawn one by one up to a time, and all after it: items ship on their own. */
  | {
      readonly kind: 'scattered';
      /** How many were expected. */
      readonly mass: number;
      readonly count: number;
      readonly oldest: Micros;
      readonly newest: Micros;
      /** Nothing was sent any more. */
      readonly since: Micros;
    };

/** How commits travel from a primary to one standby. */
export interface Channel {
  /** From now on nothing is sent: the standby is out of reach, or the primary has ended. Twice is once. */
  interrupt(timeline: Timeline, at: Micros, ending: Ending): void;
  /** And on it goes. */
  resume(timeline: Timeline, at: Micros): void;
  /** What an interrupted standby lacks of the timeline, and, after a commit time before it began, of earlier ones. */
  missing(timeline: Timeline, at: Micros): Missing;
  /** Nobody uses the channel any more. */
  close?(): void;
  /** The standby had this channel from the primary before, and keeps what came through it. */
  succeed?(before: Channel): void;
}

/** A channel of which only the position matters: the commit time up to which the standby has everything. */
export abstract class TailChannel implements Channel {
  private held: Micros = Number.NEGATIVE_INFINITY;
  private interrupted = false;

  interrupt(_timeline: Timeline, at: Micros, ending: Ending): void {
    // A position never moves back, whatever is drawn for it.
    if (!this.interrupted) this.held = Math.max(this.held, this.position(at, ending));
    this.interrupted = true;
  }

  resume(): void {
    this.interrupted = false;
  }

  missing(): Missing {
    return { kind: 'tail', from: this.held };
  }

  succeed(before: Channel): void {
    if (before instanceof TailChannel) this.held = before.held;
  }

  /** Commits up to here are on the standby, or will be. */
  protected abstract position(at: Micros, ending: Ending): Micros;
}

/** A standby that is waited for: nothing is acknowledged without as many of them as the mode wants. */
export class SynchronousChannel extends TailChannel {
  /** `slack`: how much later this standby has a write than the client its acknowledgement. */
  constructor(private readonly slack: () => Micros) {
    super();
  }

  protected position(at: Micros, ending: Ending): Micros {
    return ending === 'arrives' ? at : at - this.slack();
  }
}
