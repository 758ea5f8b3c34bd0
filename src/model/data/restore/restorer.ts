import type { EventHandle, Micros } from '../../../kernel/index.js';
import type { Milestone, Path } from '../../path.js';
import type { Action } from '../../recovery/action.js';
import { Restore, type RestoreStage } from './restore.js';
import type { RestoreCause, RestoreOptions } from './restore-options.js';

/** Has a store restored when no copy of it is left, or when people notice that its data are harmed. */
export class Restorer {
  private current: Restore | undefined;
  private deciding: EventHandle | undefined;
  /** Of the last loss that nothing could be restored from. */
  private hopeless = false;
  /** Since when people know of a harm. */
  private noticedAt: Micros | undefined;
  private readonly listeners: ((path: Path, since: Micros) => void)[] = [];

  constructor(
    private readonly stage: RestoreStage,
    private readonly options: RestoreOptions,
    /** Nobody has to be told: it begins when it is known that it has to. Otherwise a runbook asks for it. */
    private readonly standing: boolean,
  ) {}

  get store(): string {
    return this.stage.shard.store;
  }

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
    if (!this.standing || this.isBusy || this.hopeless || !shard.isGone) return;
    const notAfter = shard.writer.diedAt ?? now;
    this.decide({ faultAt: now, notAfter, gone: true, noticedAt: now }, []);
  }

  /** Tells when people notice that the data are harmed, and since when they are. */
  listen(listener: (path: Path, since: Micros) => void): void {
    this.listeners.push(listener);
  }

  /** Whether there is anything to flee. */
  get isSound(): boolean {
    return !this.stage.shard.isGone && this.stage.shard.corruptSince === undefined;
  }

  /** People notice that the data are harmed. */
  notice(): void {
    const { shard, simulation } = this.stage;
    const { now } = simulation;
    const since = shard.corruptSince;
    if (this.isBusy || this.hopeless || since === undefined) return;
    const path: Path = [{ phase: 'detect', until: now }];
    this.noticedAt = now;
    for (const listener of this.listeners) listener(path, since);
    if (!this.standing) return;
    this.decide({ faultAt: since, notAfter: since, gone: false, noticedAt: now }, path);
  }

  /** A restore for whoever asks, to be begun; nothing where there is nothing to flee, or one is under way. */
  open(path: Path): Action | undefined {
    const { shard, simulation } = this.stage;
    const { now } = simulation;
    if (this.isBusy || this.isSound) return undefined;
    const since = shard.corruptSince;
    const faultAt = since ?? shard.writer.diedAt ?? now;
    const notAfter = Math.min(faultAt, shard.writer.diedAt ?? now);
    const noticedAt = since === undefined ? now : (this.noticedAt ?? now);
    const cause = { faultAt, notAfter, gone: shard.isGone, noticedAt };
    const restore = new Restore(this.stage, this.options, cause, path);
    return {
      phase: restore.phase,
      begin: (done) => {
        this.current = restore;
        const end = restore.begin((worked) => {
          this.current = undefined;
          done(worked);
        });
        return () => {
          // What has been restored stays so.
          if (this.current !== restore) return;
          this.current = undefined;
          end();
        };
      },
    };
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
