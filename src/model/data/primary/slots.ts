import type { EventHandle, Simulation, Trace } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Path } from '../../path.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import { type Server, servesData, type Writer } from '../copy.js';
import { WriteAlarm } from '../write-alarm.js';

export interface SlotOptions {
  /** Writes whose log fills the disk of the primary. */
  readonly disk: number;
  /** Writes whose log is kept for a standby at most (max_slot_wal_keep_size); absent = all. */
  readonly keep?: number;
  /** Time to build a standby anew; absent = nobody does. */
  readonly rebuild?: Quantity;
}

/** The primary, and those that follow it. */
interface Following {
  readonly writer: Writer;
  standbys(): Server[];
  talksTo(copy: Server): boolean;
}

/**
 * Replication slots: a primary keeps its log for each standby that does not take it (PostgreSQL, "Replication Slots").
 * When the log of one that is away fills the disk, the primary takes no writes until that standby is back; where only so
 * much is kept, the standby is given up first, and has to be rebuilt.
 */
export class Slots {
  private readonly pinned = new Map<Server, WriteAlarm>();
  private readonly rebuilds = new Map<Server, EventHandle>();
  /** The standby whose log fills the disk. */
  private filledBy: Server | undefined;

  constructor(
    private readonly shard: string,
    private readonly options: SlotOptions,
    private readonly followers: Following,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly draws: Draws,
    private readonly onChange: (path: Path) => void,
  ) {}

  /** Whether there is no room for another write. */
  get isFull(): boolean {
    return this.filledBy !== undefined;
  }

  follow(): void {
    for (const copy of this.followers.standbys()) {
      if (copy.outdated) this.followRebuild(copy);
      else if (copy.channel && !copy.connected) this.pin(copy);
      else this.free(copy);
    }
  }

  /** Another primary, and another log. */
  forget(): void {
    for (const copy of [...this.pinned.keys()]) this.free(copy);
    this.filledBy = undefined;
  }

  private pin(copy: Server): void {
    if (this.pinned.has(copy) || this.filledBy === copy) return;
    const { disk, keep = disk } = this.options;
    const { timeline } = this.followers.writer;
    const alarm = new WriteAlarm(this.simulation, timeline, copy.interruptedAt, keep, () =>
      this.overflow(copy),
    );
    this.pinned.set(copy, alarm);
  }

  private free(copy: Server): void {
    this.pinned.get(copy)?.stop();
    this.pinned.delete(copy);
    if (this.filledBy === copy) this.filledBy = undefined;
  }

  private overflow(copy: Server): void {
    this.pinned.delete(copy);
    const given = this.options.keep !== undefined;
    if (given) this.giveUp(copy);
    else this.filledBy = copy;
    const site = this.network.options.sites[copy.site]!;
    const type = given ? 'slot-given-up' : 'log-full';
    this.trace.emit({ type, at: this.simulation.now, shard: this.shard, site });
    this.onChange([]);
  }

  private giveUp(copy: Server): void {
    copy.channel?.close?.();
    copy.channel = undefined;
    copy.outdated = true;
  }

  /** A rebuild begins anew when it is interrupted. */
  private followRebuild(copy: Server): void {
    const { rebuild } = this.options;
    const { writer } = this.followers;
    const able =
      servesData(copy, this.network) && servesData(writer.copy, this.network) && this.followers.talksTo(copy);
    const under = this.rebuilds.get(copy);
    if (!able && under !== undefined) {
      this.simulation.cancel(under);
      this.rebuilds.delete(copy);
    }
    if (!able || under !== undefined || !rebuild) return;
    const takes = this.draws.duration(rebuild, 'rebuild', `${this.shard} on ${copy.site}`);
    const done = this.simulation.schedule(takes, () => {
      this.rebuilds.delete(copy);
      copy.outdated = false;
      this.onChange([]);
    });
    this.rebuilds.set(copy, done);
  }
}
