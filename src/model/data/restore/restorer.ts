import type { EventHandle } from '../../../kernel/index.js';
import type { Milestone, Path } from '../../path.js';
import { Restore, type RestoreStage } from './restore.js';
import type { RestoreCause, RestoreOptions } from './restore-options.js';

/** Has a store restored when no copy of it is left, or when people notice that its data are harmed. */
export class Restorer {
  private current: Restore | undefined;
  private deciding: EventHandle | undefined;
  /** Of the last loss that nothing could be restored from. */
  private hopeless = false;

  constructor(
    private readonly stage: RestoreStage,
    private readonly options: RestoreOptions,
  ) {}

  /** Whether it is the one of this shard. */
  isFor(shard: string): boolean {
    return this.stage.shard.name === shard;
  }

  /** Begins when the last copy is gone; goes on where a restore waits. */
  follow(): void {
    for (const vault of this.stage.vaults.values()) vault.follow();
    this.current?.follow();
    const { shard, simulation } = this.stage;
    const { now } = simulation;
    if (this.isBusy || this.hopeless || !shard.isGone) return;
    const notAfter = shard.writer.diedAt ?? now;
    this.decide({ faultAt: now, notAfter, gone: true, noticedAt: now }, []);
  }

  /** People notice that the data are harmed. */
  notice(): void {
    const { shard, simulation } = this.stage;
    const { now } = simulation;
    const since = shard.corruptSince;
    if (this.isBusy || this.hopeless || since === undefined) return;
    const path: Path = [{ phase: 'detect', until: now }];
    this.decide({ faultAt: since, notAfter: since, gone: false, noticedAt: now }, path);
  }

  /** Starts a restore of the store now, whoever asks for it; nothing where there is nothing to flee. */
  open(path: Path): Restore | undefined {
    const { shard, simulation } = this.stage;
    const { now } = simulation;
    const since = shard.corruptSince;
    if (this.isBusy || (!shard.isGone && since === undefined)) return undefined;
    const notAfter = Math.min(since ?? now, shard.writer.diedAt ?? now);
    return new Restore(
      this.stage,
      this.options,
      { faultAt: since ?? now, notAfter, gone: shard.isGone, noticedAt: now },
      path,
    );
  }

  private get isBusy(): boolean {
    return this.current !== undefined || this.deciding !== undefined;
  }

  private decide(cause: RestoreCause, path: readonly Milestone[]): void {
    const { simulation, draws, shard } = this.stage;
    const takes = draws.duration(this.options.decide, 'restore decide', shard.store);
    const begin = () => {
      this.deciding = undefined;
      const known: Path = takes > 0 ? [...path, { phase: 'decide', until: simulation.now }] : path;
      const gone = shard.isGone;
      // A standby promoted meanwhile may never have had the harm.
      if (!gone && shard.corruptSince === undefined) return;
      this.current = new Restore(this.stage, this.options, { ...cause, gone }, known);
      this.current.begin((worked) => {
        this.current = undefined;
        this.hopeless = !worked;
      });
    };
    if (takes === 0) begin();
    else this.deciding = simulation.schedule(takes, begin);
  }
}
