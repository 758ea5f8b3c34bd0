import type { Distribution, EventHandle, Micros, Simulation } from '../../../kernel/index.js';
import type { Path } from '../../path.js';
import type { Server, Writer } from '../copy.js';

/** The primary, and those that follow it. */
interface Following {
  readonly writer: Writer;
  standbys(): Server[];
}

/**
 * A bound on how far behind all standbys of a primary may be at once: what would be committed beyond it waits until one of them has
 * caught up (Amazon Aurora, `rds.global_db_rpo`; bounded staleness of Azure Cosmos DB). A standby that is cut off has what it had,
 * so that it is over the bound that long after its last commit; no span of lost commits is ever longer than the bound.
 */
export class LagLimit {
  /** When the last of those that are cut off comes over the bound. */
  private due: EventHandle | undefined;

  constructor(
    private readonly maximum: Micros,
    private readonly followers: Following,
    private readonly simulation: Simulation,
    private readonly onChange: (path: Path) => void,
  ) {}

  /** Standbys that are within the bound. */
  within(): number {
    const { now } = this.simulation;
    return this.joined().filter((copy) => this.overdueAt(copy) > now).length;
  }

  /** Looks again when the last one comes over the bound. */
  follow(): void {
    if (this.due !== undefined) this.simulation.cancel(this.due);
    this.due = undefined;
    const last = Math.ceil(Math.max(...this.joined().map((copy) => this.overdueAt(copy))));
    if (last <= this.simulation.now || !Number.isFinite(last)) return;
    this.due = this.simulation.scheduleAt(last, () => {
      this.due = undefined;
      this.onChange([]);
    });
  }

  private joined(): Server[] {
    return this.followers.standbys().filter((copy) => copy.channel);
  }

  private overdueAt(copy: Server): number {
    if (copy.connected) return Number.POSITIVE_INFINITY;
    const missing = copy.channel!.missing(this.followers.writer.timeline, this.simulation.now);
    return (missing.kind === 'tail' ? missing.from : missing.since) + this.maximum;
  }
}

/** Mean time for which commits wait while the only standby is cut off for so long: E max(0, interruption + lag - bound); one unit. */
export function meanWithheld(interruption: number, bound: number, lag: Distribution): number {
  const slack = bound - interruption;
  return slack >= 0 ? lag.excess(slack) : lag.mean - slack;
}
