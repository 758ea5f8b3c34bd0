import type { EventHandle, Micros } from '../../../kernel/index.js';
import type { Path } from '../../path.js';
import type { Action } from '../../recovery/action.js';
import { Restore, type RestoreStage } from './restore.js';
import type { RestoreCause, RestoreOptions } from './restore-options.js';

/** Has a store restored when no copy of it is left, or when people notice that its data are harmed. */
export class Restorer {
  private current: Restore | undefined;
  private deciding: EventHandle | undefined;
  /** Since when no copy is left. */
  private goneAt: Micros | undefined;
  /** Harms that people know of, by when they were done, and since when they do. */
  private readonly known = new Map<Micros, Micros>();
  /** What could not be undone: the harm of an instant, or that no copy is left. */
  private readonly hopeless = new Set<Micros | 'gone'>();
  private readonly listeners: ((path: Path, since: Micros) => void)[] = [];
  /** Steps that want a restore while another one is under way. */
  private queue: (() => void)[] = [];

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
    this.noteGone();
    if (this.standing) this.decide();
  }

  /** Disks of sites are destroyed. */
  destroy(sites: readonly number[]): void {
    this.stage.catalogue.destroy(sites);
  }

  /** Tells when people notice that the data are harmed, and since when they are. */
  listen(listener: (path: Path, since: Micros) => void): void {
    this.listeners.push(listener);
  }

  /** Whether there is nothing to flee, as far as people know. */
  get isSound(): boolean {
    return this.goneAt === undefined && this.knownHarm() === undefined;
  }

  /** People notice the harm that was done at an instant. */
  notice(since: Micros): void {
    const { shard, simulation } = this.stage;
    if (!shard.condition.harms.includes(since)) return;
    this.known.set(since, simulation.now);
    const path: Path = [{ phase: 'detect', until: simulation.now }];
    for (const listener of this.listeners) listener(path, since);
    if (this.standing) this.decide();
  }

  /** A restore for whoever asks, after the one that is under way; nothing where there is nothing to flee. */
  open(path: Path): Action | undefined {
    if (this.isSound) return undefined;
    return {
      phase: 'act',
      begin: (done) => {
        let end = () => {};
        const begin = () => {
          const cause = this.causeOf(this.knownHarm());
          if (this.current) this.queue.push(begin);
          else if (cause) end = this.begin(cause, path, done);
          else done(true, 'idle');
        };
        begin();
        return () => {
          this.queue = this.queue.filter((one) => one !== begin);
          end();
        };
      },
    };
  }

  /** The run is over: a restore that is under way, or to come, leaves what it goes back to waiting for it. */
  close(): void {
    const { shard } = this.stage;
    const comes = this.current || this.deciding || (this.goneAt !== undefined && !this.hopeless.has('gone'));
    const cause = this.pressing();
    if (shard.goingBack || !comes || !cause) return;
    const restore = this.current ?? new Restore(this.stage, this.options, cause, []);
    const found = restore.find();
    if (found === 'none') return;
    const point = found === 'unreachable' ? undefined : found.point;
    shard.goingBack = { faultAt: restore.cause.faultAt, ...(point === undefined ? {} : { point }) };
  }

  private noteGone(): void {
    const { shard, simulation } = this.stage;
    this.goneAt = shard.isGone ? (this.goneAt ?? simulation.now) : undefined;
  }

  /** The oldest harm that people know of, and that the data have. */
  private knownHarm(): Micros | undefined {
    const harms = this.stage.shard.condition.harms.filter((at) => this.known.has(at));
    return harms.length === 0 ? undefined : Math.min(...harms);
  }

  /** Why a restore is to begin now; nothing where none is, or where it would be of no use. */
  private pressing(): RestoreCause | undefined {
    const harm = this.knownHarm();
    if (harm !== undefined && !this.hopeless.has(harm)) return this.causeOf(harm);
    return this.hopeless.has('gone') ? undefined : this.causeOf(undefined);
  }

  private causeOf(harm: Micros | undefined): RestoreCause | undefined {
    const { goneAt } = this;
    const faultAt = harm ?? goneAt;
    if (faultAt === undefined) return undefined;
    const { diedAt } = this.stage.shard.writer;
    const lasted = goneAt === undefined ? Number.POSITIVE_INFINITY : (diedAt ?? goneAt);
    return {
      why: harm === undefined ? 'gone' : 'harm',
      faultAt,
      notAfter: Math.min(harm ?? Number.POSITIVE_INFINITY, lasted),
      noticedAt: (harm === undefined ? goneAt : this.known.get(harm))!,
      ...(goneAt === undefined ? {} : { goneAt }),
    };
  }

  /** Somebody decides that it is restored, and then it is, if it still has to be. */
  private decide(): void {
    const first = this.pressing();
    if (!first || this.current || this.deciding !== undefined) return;
    const { simulation, draws, shard } = this.stage;
    const takes = draws.duration(this.options.decide, 'restore decide', shard.store);
    const begin = () => {
      this.deciding = undefined;
      const cause = this.pressing();
      if (!cause) return;
      const { now } = simulation;
      const path = pathTo(first);
      this.begin(cause, takes > 0 ? [...path, { phase: 'decide', until: now }] : path, () => {});
    };
    if (takes === 0) begin();
    else this.deciding = simulation.schedule(takes, begin);
  }

  private begin(cause: RestoreCause, path: Path, done: (worked: boolean) => void): () => void {
    const restore = new Restore(this.stage, this.options, cause, path);
    this.current = restore;
    const end = restore.begin((worked) => {
      if (!worked) this.hopeless.add(cause.why === 'gone' ? 'gone' : cause.faultAt);
      this.current = undefined;
      this.noteGone();
      done(worked);
      this.queue.shift()?.();
    });
    return () => {
      // What has been restored stays so.
      if (this.current !== restore) return;
      this.current = undefined;
      end();
      this.queue.shift()?.();
    };
  }
}

/** How it was found out: a harm is noticed, the loss of the last copy is plain. */
function pathTo({ why, noticedAt }: RestoreCause): Path {
  return why === 'gone' ? [] : [{ phase: 'detect', until: noticedAt }];
}
