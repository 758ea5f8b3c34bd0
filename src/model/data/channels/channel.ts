import type { Distribution, Micros, Stream } from '../../../kernel/index.js';
import { constant } from '../../../kernel/index.js';
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

/**
 * What a reader finds on a standby: writes that had the time to arrive by `upTo`, each a lag after its commit; a log that ships in
 * order has everything up to then.
 */
export interface Glimpse {
  readonly upTo: Micros;
  /** Of one item that ships on its own, from a uniform number. */
  readonly lag?: (u: number) => Micros;
}

/** How commits travel from a primary to one standby. */
export interface Channel {
  /** From now on nothing is sent: the standby is out of reach, or the primary has ended. Twice is once. */
  interrupt(timeline: Timeline, at: Micros, ending: Ending): void;
  /** And on it goes. */
  resume(timeline: Timeline, at: Micros): void;
  /** What an interrupted standby lacks of the timeline, and, after a commit time before it began, of earlier ones. */
  missing(timeline: Timeline, at: Micros): Missing;
  /** What a reader finds now. Its luck comes from a stream of its own and changes nothing. */
  glimpse(timeline: Timeline, at: Micros, stream: Stream): Glimpse;
  /** The law of the staleness of a standby that follows, where it has one that does not depend on what is written. */
  staleness?(): { readonly lag: Distribution; readonly floor: Micros } | undefined;
  /** Nobody uses the channel any more. */
  close?(): void;
  /** The standby had this channel from the primary before, and keeps what came through it. */
  succeed?(before: Channel): void;
}

/** A channel of which only the position matters: the commit time up to which the standby has everything. */
export abstract class TailChannel implements Channel {
  private held: Micros = Number.NEGATIVE_INFINITY;
  private interrupted = false;
  private interruptedAt: Micros = 0;

  interrupt(timeline: Timeline, at: Micros, ending: Ending): void {
    // A position never moves back, whatever is drawn for it.
    if (this.interrupted) return;
    this.held = Math.max(this.held, this.position(at, ending, timeline));
    this.interrupted = true;
    this.interruptedAt = at;
  }

  resume(): void {
    this.interrupted = false;
  }

  missing(): Missing & { kind: 'tail' } {
    return { kind: 'tail', from: this.held };
  }

  staleness?(): { readonly lag: Distribution; readonly floor: Micros } | undefined;

  /** Commit time up to which the standby had everything at a time before now; as far behind then as now. */
  reachedBy(timeline: Timeline, time: Micros, now: Micros): Micros {
    if (!this.interrupted) return Math.max(this.held, this.position(now, 'gone', timeline)) - (now - time);
    return Math.min(this.held, this.held - (this.interruptedAt - time));
  }

  glimpse(timeline: Timeline, at: Micros, stream: Stream): Glimpse {
    const upTo = this.interrupted
      ? this.held
      : Math.max(this.held, this.glimpsePosition(at, stream, timeline));
    return { upTo };
  }

  succeed(before: Channel): void {
    if (before instanceof TailChannel) this.held = before.held;
  }

  /** Commits up to here are on the standby, or will be. */
  protected abstract position(at: Micros, ending: Ending, timeline: Timeline): Micros;

  /** The same of what has arrived, by the luck of a reader. */
  protected abstract glimpsePosition(at: Micros, stream: Stream, timeline: Timeline): Micros;
}

/** A standby that is waited for: nothing is acknowledged without as many of them as the mode wants. */
export class SynchronousChannel extends TailChannel {
  private shown: Distribution | undefined;

  /** `slack`: how much later this standby has a write than the client its acknowledgement. */
  constructor(
    private readonly slack: () => Micros,
    /** The same when every round trip is as long as its mean. */
    private readonly meanSlack: () => Micros,
  ) {
    super();
  }

  /** By mean times: what a client is told is committed, readers of the standby see so much later, if later at all. */
  override staleness(): { lag: Distribution; floor: Micros } {
    const slack = this.meanSlack();
    if (this.shown?.mean !== slack) this.shown = constant(slack);
    return { lag: this.shown, floor: 0 };
  }

  protected position(at: Micros, ending: Ending): Micros {
    return ending === 'arrives' ? at : at - this.slack();
  }

  protected glimpsePosition(at: Micros): Micros {
    return at - this.meanSlack();
  }
}
