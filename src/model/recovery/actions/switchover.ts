import type { Micros } from '../../../kernel/index.js';
import type { Server } from '../../data/copy.js';
import type { SinglePrimary } from '../../data/single-primary.js';
import type { Action, Done } from '../action.js';
import type { ActionStage } from './action-stage.js';

/**
 * A planned change of the primary: the old one takes no more writes, the new one is waited for until it has all of them, and takes over.
 * Nothing is lost. A site that is not there, or does not follow, is waited for first.
 */
export class Switchover implements Action {
  readonly phase = 'act';

  constructor(
    private readonly store: string,
    /** Where to; absent = where each shard was when the run began. */
    private readonly to: number | undefined,
    private readonly stage: ActionStage,
    private readonly watch: (again: () => void) => () => void,
  ) {}

  begin(done: Done): () => void {
    const left = new Set(this.stage.shardsOf(this.store));
    const idle = [...left].every((shard) => shard.writer.copy.site === this.siteFor(shard))
      ? 'idle'
      : undefined;
    const ends: (() => void)[] = [];
    const finish = (shard: SinglePrimary) => {
      left.delete(shard);
      if (left.size === 0) done(true, idle);
    };
    // A list, for a shard that is there already is finished at once.
    for (const shard of [...left]) ends.push(this.move(shard, () => finish(shard)));
    return () => {
      for (const end of ends) end();
    };
  }

  private move(shard: SinglePrimary, finish: () => void): () => void {
    const { simulation, onChange } = this.stage;
    const to = this.siteFor(shard);
    if (shard.writer.copy.site === to) {
      finish();
      return () => {};
    }
    let stop = () => {};
    let stopped = false;
    const attempt = () => {
      const copy = this.follower(shard, to);
      if (!copy || stopped) return;
      stop();
      const until = this.freeze(shard, copy);
      const handle = simulation.scheduleAt(until, () => {
        // It may have been cut off meanwhile: then the old primary goes on, and it is tried again.
        if (this.follower(shard, to) !== copy) {
          shard.reinstate();
          stop = this.watch(attempt);
        } else {
          shard.handOver(copy);
          finish();
        }
      });
      stop = () => {
        simulation.cancel(handle);
        shard.reinstate();
        stopped = true;
      };
      onChange([]);
    };
    stop = this.watch(attempt);
    attempt();
    return () => {
      stopped = true;
      stop();
    };
  }

  private siteFor(shard: SinglePrimary): number {
    return this.to ?? shard.options.sites[0]!;
  }

  /** A standby that could take over without loss once it has caught up. */
  private follower(shard: SinglePrimary, site: number): Server | undefined {
    const { network } = this.stage;
    const { copy: leading } = shard.writer;
    const standby = shard.standbys().find((copy) => copy.site === site);
    const isReady = standby?.channel && standby.connected && standby.intact && shard.isAlive(standby);
    return isReady && shard.isAlive(leading) && network.talks(leading.site, site) ? standby : undefined;
  }

  /** Until when the standby has caught up: what it lacks now is on its way, the oldest of it for as long as it is behind. */
  private freeze(shard: SinglePrimary, copy: Server): Micros {
    const { simulation, trace } = this.stage;
    const { now } = simulation;
    const missing = shard.lacking(copy);
    const from = missing.kind === 'tail' ? missing.from : Math.min(missing.oldest, missing.since);
    const until = Math.max(now, Math.ceil(now + (now - Math.min(from, now))));
    shard.demote(shard.writer);
    trace.emit({
      type: 'switchover-began',
      at: now,
      shard: shard.name,
      from: shard.siteName(shard.writer.copy),
      to: shard.siteName(copy),
      until,
    });
    return until;
  }
}
