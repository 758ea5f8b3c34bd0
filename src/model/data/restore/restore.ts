import type { EventHandle, Micros, Simulation, Trace } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Path } from '../../path.js';
import { type Draws, type Quantity, wholeDuration } from '../../quantity.js';
import type { Action } from '../../recovery/action.js';
import type { RestoreStep, TraceRecord } from '../../trace.js';
import type { Backup, RestorePoint } from '../backups/backup.js';
import { type Answer, type Catalogue, nameOf, spoilt } from '../backups/catalogue.js';
import type { Vault } from '../backups/vault.js';
import type { SinglePrimary } from '../single-primary.js';
import type { RestoreCause, RestoreOptions } from './restore-options.js';

/** What a restore works on. */
export interface RestoreStage {
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly network: Network;
  readonly draws: Draws;
  readonly shard: SinglePrimary;
  readonly catalogue: Catalogue;
  readonly vaults: ReadonlyMap<string, Vault>;
  readonly onChange: (path: Path) => void;
}

/**
 * Restores a store from the newest backup that is good: one after the other is tried, and each that turns out to be bad has taken its
 * time. It goes on step after step; where the place that it restores to is down, or nothing can be reached, it waits.
 */
export class Restore implements Action {
  readonly phase = 'act';
  private readonly bad = new Set<string>();
  private attempts = 0;
  private wasted: Micros = 0;
  private began: Micros = 0;
  private tried: Micros = 0;
  private to: number | undefined;
  private pending: EventHandle | undefined;
  /** What is being read. */
  private reading: { readonly part: Backup; readonly stop: () => void } | undefined;
  /** What goes on as soon as it can. */
  private waiting: (() => void) | undefined;
  private done: (worked: boolean) => void = () => {};

  constructor(
    private readonly stage: RestoreStage,
    private readonly options: RestoreOptions,
    readonly cause: RestoreCause,
    /** How it came to it. */
    private readonly path: Path,
  ) {}

  begin(done: (worked: boolean) => void): () => void {
    const { shard, catalogue } = this.stage;
    this.done = done;
    this.began = this.now;
    const { faultAt } = this.cause;
    const stopped = catalogue.isStopped(faultAt);
    this.emit({ type: 'restore-began', at: this.now, ...this.names, faultAt, stopped });
    if (!this.options.beside) shard.condition.closed = true;
    this.take('queue', this.options.queue, () =>
      this.take('provision', this.options.provision, () => this.attempt()),
    );
    this.stage.onChange(this.milestones());
    return () => this.callOff();
  }

  /** Goes on where it waits for something that has changed; begins anew where what it reads, or where it reads to, is gone. */
  follow(): void {
    if (this.reading && this.isInVain(this.reading.part)) {
      this.reading.stop();
      this.reading = undefined;
      this.attempt();
    }
    this.waiting?.();
  }

  /** What it would go back to if it looked now. */
  find(): Answer {
    const to = this.site();
    if (to === undefined) return 'unreachable';
    const { notAfter, goneAt, noticedAt: asOf } = this.cause;
    const { shard, catalogue } = this.stage;
    const lastOurs = (upTo: Micros) => shard.condition.lastOurs(upTo);
    return catalogue.newest({ notAfter, readyBy: goneAt ?? this.now, asOf, to, bad: this.bad, lastOurs });
  }

  /** Whether the vault that it reads from was emptied, or its place is down and there is another one. */
  private isInVain({ vault, ready }: Backup): boolean {
    if (!this.stage.vaults.get(vault)!.has(ready)) return true;
    return !this.stage.network.runs(this.to!) && this.site() !== undefined;
  }

  private get now(): Micros {
    return this.stage.simulation.now;
  }

  private get names() {
    const { store, name: shard } = this.stage.shard;
    return { store, shard };
  }

  private attempt(): void {
    this.to = this.site();
    this.stage.shard.goingBack = undefined;
    const found = this.find();
    if (found === 'unreachable') this.waitFor(() => this.attempt());
    else if (found === 'none') this.giveUp();
    else this.tryOut(found);
  }

  private tryOut(point: RestorePoint): void {
    this.attempts += 1;
    this.tried = this.now;
    this.stage.shard.goingBack = { faultAt: this.cause.faultAt, point: point.point };
    const part = spoilt(point);
    // Without its key nothing is read.
    if (part?.flaw === 'unreadable') {
      this.reject(point);
      return;
    }
    this.read(point, 0, () =>
      this.take('replay', this.replayTime(point), () =>
        this.take('index', this.options.index, () =>
          this.take('check', this.options.check, () => (part ? this.reject(point) : this.reapply(point))),
        ),
      ),
    );
  }

  /** Reads the parts one after the other. */
  private read(point: RestorePoint, index: number, then: () => void): void {
    const part = point.parts[index];
    if (!part) {
      then();
      return;
    }
    if (part.bytes > 0 && index === 0) this.tell('transfer');
    const vault = this.stage.vaults.get(part.vault)!;
    const stop = vault.read(part.bytes, this.to!, () => {
      this.reading = undefined;
      this.read(point, index + 1, then);
    });
    this.reading = { part, stop };
  }

  private replayTime({ point, base }: RestorePoint): Micros {
    return wholeDuration(Math.ceil((point - base) / this.options.replay));
  }

  private reject(point: RestorePoint): void {
    const part = spoilt(point)!;
    this.bad.add(nameOf(part));
    this.wasted += this.now - this.tried;
    const { of, point: state } = point;
    const flaw = part.flaw!;
    this.emit({ type: 'backup-bad', at: this.now, ...this.names, of, point: state, flaw, tried: this.tried });
    this.attempt();
  }

  /** Writes since the point are kept where there is still something to read them from. */
  private reapply(point: RestorePoint): void {
    const { reapply } = this.options;
    if (!reapply || this.stage.shard.isGone || this.stage.shard.condition.isEncrypted) {
      this.take('cut over', this.options.cutOver, () => this.conclude(point, 1));
      return;
    }
    const writes = this.stage.shard.writesAfter(point.point);
    this.take('reapply', wholeDuration(Math.ceil(writes / reapply.rate)), () =>
      this.take('cut over', this.options.cutOver, () => this.conclude(point, reapply.conflicts)),
    );
  }

  private conclude({ of, point }: RestorePoint, lost: number): void {
    const { shard, draws } = this.stage;
    const { faultAt } = this.cause;
    const rebuild = draws.duration(this.options.rebuild, 'rebuild', shard.store);
    shard.restore({ point, site: this.to!, faultAt, lost, rebuild });
    const { attempts, wasted, began } = this;
    this.emit({ type: 'restored', at: this.now, ...this.names, of, point, faultAt, began, attempts, wasted });
    this.slowDown();
    this.done(true);
    this.stage.onChange(this.milestones());
  }

  private slowDown(): void {
    const { slow } = this.options;
    const { shard, draws, simulation } = this.stage;
    if (!slow) return;
    const path = this.milestones();
    const lasts = draws.duration(slow.lasts, 'slow time', shard.store);
    const end = shard.condition.slowDown(slow.pace);
    simulation.schedule(lasts, () => {
      end();
      this.stage.onChange([...path, { phase: 'absorb', until: simulation.now }]);
    });
  }

  private giveUp(): void {
    const { shard } = this.stage;
    const { attempts, wasted } = this;
    const { faultAt } = this.cause;
    this.emit({
      type: 'restore-failed',
      at: this.now,
      ...this.names,
      faultAt,
      began: this.began,
      attempts,
      wasted,
    });
    shard.goingBack = undefined;
    shard.condition.closed = false;
    this.done(false);
    this.stage.onChange(this.milestones());
  }

  private callOff(): void {
    if (this.pending !== undefined) this.stage.simulation.cancel(this.pending);
    this.reading?.stop();
    this.reading = undefined;
    this.waiting = undefined;
    this.stage.shard.goingBack = undefined;
    this.stage.shard.condition.closed = false;
    this.emit({ type: 'restore-called-off', at: this.now, ...this.names, began: this.began });
  }

  private milestones(): Path {
    return [...this.path, { phase: 'act', until: this.now }];
  }

  /** Where it restores to: a place that runs. */
  private site(): number | undefined {
    const { shard, network } = this.stage;
    const places = this.options.to === undefined ? shard.options.sites : [this.options.to];
    const own = this.options.to ?? shard.writer.copy.site;
    return [own, ...places].find((one) => network.runs(one));
  }

  /** Goes on at the next change after which it can. */
  private waitFor(then: () => void): void {
    this.waiting = () => {
      this.waiting = undefined;
      then();
    };
  }

  private take(step: RestoreStep['step'], takes: Quantity | Micros, then: () => void): void {
    const { draws, shard, simulation, network } = this.stage;
    const lasts = typeof takes === 'number' ? takes : draws.duration(takes, `restore ${step}`, shard.store);
    if (lasts === 0) {
      then();
      return;
    }
    this.tell(step);
    this.pending = simulation.schedule(lasts, () => {
      this.pending = undefined;
      if (this.to === undefined || network.runs(this.to)) then();
      // What was restored so far is on its disks, if these are still there.
      else this.waitFor(() => this.attempt());
    });
  }

  private tell(step: RestoreStep['step']): void {
    this.emit({ type: 'restore-step', at: this.now, ...this.names, step });
  }

  private emit(record: TraceRecord): void {
    this.stage.trace.emit(record);
  }
}
