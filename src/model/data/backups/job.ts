import { type Micros, toWholeMicros } from '../../../kernel/index.js';
import { type Draws, type Quantity, wholeDuration } from '../../quantity.js';
import { type Backup, type Flaw, flaws, type RestorePoint, type Search, type Source } from './backup.js';
import { Luck } from './luck.js';
import { drawAligned, drawSchedule, type Schedule, type ScheduleOptions } from './schedule.js';
import { SilentStops } from './silent-stops.js';

/** How long backups are kept: so many of them, or for so long. */
export type Retention =
  | { readonly kind: 'all' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'age'; readonly age: Micros };

export interface VerificationOptions {
  readonly every: Micros;
  readonly at?: Micros;
  /** Each verification comes with a backup, which it is the first to be after. */
  readonly aligned: boolean;
  /** Chance to notice. */
  readonly catches: Readonly<Record<Flaw | 'stop', number>>;
}

export interface JobOptions {
  readonly name: string;
  readonly schedule: ScheduleOptions;
  /** Until it begins to be taken, or handed on. */
  readonly hold: Micros;
  /** It hands on backups of another job: each of its instants is one of that job's, or it takes the newest one that is there. */
  readonly aligned: boolean;
  /** From the start of a backup until it can be restored. */
  readonly takes: Quantity;
  readonly keep: Retention;
  /** Chance of each backup to have a flaw of this kind. */
  readonly flaws: Readonly<Record<Flaw, number>>;
  /** Chance of each backup to fail, which its job reports. */
  readonly fails: number;
  /** Mean time until the job stops in silence; absent = it does not. */
  readonly stops?: Micros;
  readonly verify?: VerificationOptions;
  readonly bytes: number;
  readonly vault: string;
  readonly key?: string;
}

/** What verifies a series of backups, and what it finds. */
export class Verification {
  private readonly luck: Luck;

  constructor(
    readonly schedule: Schedule,
    readonly options: VerificationOptions,
    name: string,
    draws: Draws,
  ) {
    this.luck = new Luck(`flaws noticed of ${name}`, draws.streams);
  }

  /** Whether one that looks at the newest backup in (from, to] notices this flaw. */
  notices(flaw: Flaw, from: Micros, to: Micros): boolean {
    const chance = this.options.catches[flaw];
    if (chance === 0) return false;
    for (let ordinal = this.schedule.newest(from) + 1; this.schedule.timeOf(ordinal) <= to; ordinal += 1)
      if (this.luck.of(ordinal) < chance) return true;
    return false;
  }
}

/** What is looked for of a job: a search; what is newer than `notAfter` may be left out. */
type Made = Pick<Search, 'readyBy' | 'asOf'> & Partial<Search>;

/** The backups of one job, one after the other, as far as anybody asks. */
export class Job implements Source {
  readonly schedule: Schedule;
  readonly stops: SilentStops | undefined;
  private readonly verification: Verification | undefined;
  private readonly flawLuck: Luck;
  private readonly failLuck: Luck;
  private readonly takesLuck: Luck;

  constructor(
    readonly options: JobOptions,
    /** What the names of its random numbers end with. */
    entity: string,
    private readonly draws: Draws,
    /** The job whose backups it hands on; absent where it takes them from the store. */
    private readonly upstream?: Job,
  ) {
    const { schedule, verify, stops, aligned } = options;
    const { streams } = draws;
    const name = `backups ${entity}`;
    this.schedule =
      upstream && aligned
        ? drawAligned(upstream.schedule, schedule.every, name, streams)
        : drawSchedule(schedule, name, streams);
    this.verification = verify && openVerification(verify, this.schedule, entity, draws);
    if (stops !== undefined) {
      const noticed = verify?.catches.stop ?? 0;
      this.stops = new SilentStops(entity, { mean: stops, noticed }, this.verification?.schedule, streams);
    }
    this.flawLuck = new Luck(`flaws of ${entity}`, streams);
    this.failLuck = new Luck(`failures of ${entity}`, streams);
    this.takesLuck = new Luck(`takes of ${entity}`, streams);
  }

  get name(): string {
    return this.options.name;
  }

  isStopped(at: Micros): boolean {
    return this.stops?.stoppedSince(at) !== undefined;
  }

  /** The backup with this number; undefined where it failed, or the job had stopped. */
  at(ordinal: number): Backup | undefined {
    const { name, bytes, vault, key, fails, hold } = this.options;
    if (fails > 0 && this.failLuck.of(ordinal) < fails) return undefined;
    const from = this.begun(ordinal);
    if (!from || this.isStopped(from.at)) return undefined;
    const ready = from.at + hold + this.takes(ordinal);
    const flaw = from.flaw ?? this.flawOf(ordinal);
    return {
      job: name,
      ordinal,
      point: from.point,
      ready,
      flaw,
      isKnownBad: (by) => flaw !== undefined && this.isFound(flaw, ordinal, ready, by),
      bytes,
      vault,
      ...(key === undefined ? {} : { key }),
    };
  }

  /** Those that are there, the newest first. */
  *existing(search: Made): Generator<Backup> {
    for (const { backup, kept } of this.made(search)) {
      if (!kept) return;
      yield backup;
    }
  }

  /** Those that were made, the newest first, and whether retention has left them: from one that is gone on, all are. */
  *made({ readyBy, asOf, notAfter }: Made): Generator<{ backup: Backup; kept: boolean }> {
    const { keep, fails } = this.options;
    if (fails >= 1) return;
    // Those that came after people knew have pushed nothing out.
    let newer = 0;
    let ordinal = this.schedule.newest(this.passesOver(notAfter) ? Math.min(readyBy, notAfter!) : readyBy);
    for (;;) {
      const time = this.schedule.timeOf(ordinal);
      if (asOf - time > century) return;
      const stopped = this.stops?.stoppedSince(time);
      if (stopped !== undefined) {
        ordinal = Math.min(ordinal - 1, this.schedule.newest(stopped));
        continue;
      }
      const backup = this.at(ordinal);
      ordinal -= 1;
      if (!backup || backup.ready > readyBy) continue;
      yield { backup, kept: !isExpired(keep, newer, asOf - time) };
      if (backup.ready <= asOf) newer += 1;
    }
  }

  /** Whether nothing newer than an instant has to be looked at: what is older is kept whatever came later, and bears its own time. */
  private passesOver(notAfter: Micros | undefined): boolean {
    const { keep, aligned } = this.options;
    return notAfter !== undefined && keep.kind !== 'count' && (aligned || !this.upstream);
  }

  *points(search: Search): Generator<RestorePoint> {
    for (const backup of this.existing(search)) {
      const { point } = backup;
      if (point <= search.notAfter) yield { of: this.name, point, base: point, parts: [backup] };
    }
  }

  /** What the backup with this number is of, and when it is there to be taken; undefined where there is nothing. */
  private begun(ordinal: number): { point: Micros; at: Micros; flaw: Flaw | undefined } | undefined {
    const time = this.schedule.timeOf(ordinal);
    const { upstream } = this;
    if (!upstream) return { point: time, at: time, flaw: undefined };
    if (this.options.aligned) {
      const one = upstream.at(upstream.schedule.newest(time));
      return one && { point: one.point, at: one.ready, flaw: one.flaw };
    }
    const [one] = upstream.existing({ readyBy: time, asOf: time });
    return one && { point: one.point, at: time, flaw: one.flaw };
  }

  private takes(ordinal: number): Micros {
    const { takes, name } = this.options;
    if (takes.fixed !== undefined) return toWholeMicros(takes.fixed);
    if (takes.drawn !== 'use') return this.draws.duration(takes, 'backup', name);
    return wholeDuration(takes.law.quantile(this.takesLuck.of(ordinal)));
  }

  private flawOf(ordinal: number): Flaw | undefined {
    let below = 0;
    for (const flaw of flaws) {
      below += this.options.flaws[flaw];
      // Nothing is drawn for what cannot be.
      if (below > 0 && this.flawLuck.of(ordinal) < below) return flaw;
    }
    return undefined;
  }

  /** A verification looks at the newest backup that is ready. */
  private isFound(flaw: Flaw, ordinal: number, ready: Micros, by: Micros): boolean {
    if (!this.verification) return false;
    const next = this.schedule.timeOf(ordinal + 1) + this.takes(ordinal + 1);
    return this.verification.notices(flaw, ready, Math.min(by, next));
  }
}

export function isExpired(keep: Retention, newer: number, age: Micros): boolean {
  if (keep.kind === 'count') return newer >= keep.count;
  return keep.kind === 'age' && age > keep.age;
}

/** All that is kept for so long is enough to look through. */
const century = 100 * 365.25 * 86_400e6;

export function openVerification(
  verify: VerificationOptions,
  schedule: Schedule,
  entity: string,
  draws: Draws,
): Verification {
  const { every, at, aligned } = verify;
  const name = `verifications of ${entity}`;
  const own = aligned
    ? drawAligned(schedule, every, name, draws.streams)
    : drawSchedule({ every, ...(at === undefined ? {} : { at }) }, name, draws.streams);
  return new Verification(own, verify, entity, draws);
}
