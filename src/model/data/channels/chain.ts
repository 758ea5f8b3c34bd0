import type { Distribution, Micros, Stream } from '../../../kernel/index.js';
import type { Timeline } from '../timeline.js';
import { type Ending, type Glimpse, TailChannel } from './channel.js';

/**
 * A standby that follows another standby, not the primary (PostgreSQL, "Cascading Replication"): it has what that one had
 * when the last hop sent it. So it is never ahead of the one that it follows, and the lags of the hops add up.
 */
export class ChainChannel extends TailChannel {
  constructor(
    private readonly hop: TailChannel,
    /** How the standby that it follows is fed. */
    private readonly upstream: () => TailChannel,
  ) {
    super();
  }

  protected position(at: Micros, ending: Ending, timeline: Timeline): Micros {
    this.hop.interrupt(timeline, at, ending);
    const sent = this.hop.missing().from;
    this.hop.resume();
    return this.upstream().reachedBy(timeline, sent, at);
  }

  protected glimpsePosition(at: Micros, stream: Stream, timeline: Timeline): Micros {
    const sent: Glimpse = this.hop.glimpse(timeline, at, stream);
    return this.upstream().glimpse(timeline, at, stream).upTo - (at - sent.upTo);
  }

  /** The last hop's law, later by the mean of those before. */
  override staleness(): { lag: Distribution; floor: Micros } | undefined {
    const last = this.hop.staleness?.();
    const before = this.upstream().staleness?.();
    if (!last || !before) return last ?? before;
    return { lag: later(last.lag, Math.max(before.lag.mean, before.floor)), floor: last.floor };
  }
}

/** A law, so much later. */
function later(law: Distribution, by: Micros): Distribution {
  return {
    mean: law.mean + by,
    quantile: (u) => law.quantile(u) + by,
    cdf: (x) => law.cdf(x - by),
    excess: (x) => law.excess(x - by),
  };
}
