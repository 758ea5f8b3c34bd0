import type { Trace } from '../kernel/index.js';
import type {
  BackupBad,
  RestoreBegan,
  RestoreCalledOff,
  Restored,
  RestoreFailed,
  TraceRecord,
} from '../model/trace.js';
import { joinDips, type Stretch } from './incident.js';
import type { Dip } from './service-level.js';

/** A figure, its value, and whether it was not over by the horizon. */
type Told = readonly [figure: string, value: number, censored?: boolean];

type Ended = Restored | RestoreFailed | RestoreCalledOff;

/** The restores of one run, store by store. */
export class RestoreFold {
  private began: RestoreBegan[] = [];
  private ended: Ended[] = [];
  /** By shard, and when they had begun. */
  private endings = new Map<string, Ended>();
  private bad: BackupBad[] = [];
  private missing = new Map<string, number>();
  /** When data were harmed. */
  private harmed: number[] = [];

  constructor(trace: Trace<TraceRecord>) {
    trace.subscribe('fault-began', ({ kind, at }) => {
      if (kind === 'corrupt') this.harmed.push(at);
    });
    trace.subscribe('restore-began', (record) => this.began.push(record));
    trace.subscribe('restored', (record) => this.end(record));
    trace.subscribe('restore-failed', (record) => this.end(record));
    trace.subscribe('restore-called-off', (record) => this.end(record));
    trace.subscribe('backup-bad', (record) => this.bad.push(record));
    trace.subscribe('objects-missing', ({ store, count }) => {
      this.missing.set(store, this.missingOf(store) + count);
    });
  }

  begin(): void {
    this.began = [];
    this.ended = [];
    this.endings = new Map();
    this.bad = [];
    this.missing = new Map();
    this.harmed = [];
  }

  /** Harms that no dip tells of: with them data are corrupt all the same, and an incident opens. */
  unseen(dips: readonly Dip[]): Dip[] {
    const spells = joinDips(dips, 0);
    let next = 0;
    // Told in order.
    const isSeen = (time: number) => {
      while (next < spells.length && spells[next]!.to <= time) next += 1;
      return next < spells.length && spells[next]!.from <= time;
    };
    return this.harmed.filter((time) => !isSeen(time)).map((time) => ({ from: time, to: time }));
  }

  /** Rows of a store whose objects are not there. */
  missingOf(store: string): number {
    return this.missing.get(store) ?? 0;
  }

  /** Until when writes are being restored. */
  busy(horizon: number): Stretch[] {
    return this.began.map(({ at, shard }) => ({ from: at, to: this.endOf(at, shard)?.at ?? horizon }));
  }

  /** Of one store, microseconds told in seconds. */
  figuresOf(store: string, horizon: number): Told[] {
    const began = this.began.filter((one) => one.store === store);
    if (began.length === 0) return [];
    const ended = this.ended.filter((one) => one.store === store);
    const restored = ended.filter((one): one is Restored => one.type === 'restored');
    const failed = ended.filter((one): one is RestoreFailed => one.type === 'restore-failed');
    const open = began.filter(({ at, shard }) => this.endOf(at, shard) === undefined);
    const bad = this.bad.filter((one) => one.store === store);
    const wasted = bad.reduce((sum, { at, tried }) => sum + at - tried, 0);
    const longest = Math.max(
      0,
      ...restored.map(({ at, began: from }) => at - from),
      ...open.map(({ at }) => horizon - at),
    );
    // What nothing was restored of is older than all that a run has.
    const oldest = Math.max(0, ...restored.map(ageOf), ...failed.map(({ faultAt }) => faultAt));
    return [
      ['restoreTime', longest / 1e6, open.length > 0],
      ['restoreAttempts', bad.length + restored.length],
      ['wastedRestore', wasted / 1e6],
      ['restorePointAge', oldest / 1e6, failed.length > 0 || open.length > 0],
      ['noGoodBackup', failed.length > 0 ? 1 : 0],
      ['stoppedBackups', began.some(({ stopped }) => stopped) ? 1 : 0],
    ];
  }

  private endOf(from: number, shard: string): Ended | undefined {
    return this.endings.get(`${shard} ${from}`);
  }

  private end(record: Ended): void {
    this.ended.push(record);
    this.endings.set(`${record.shard} ${record.began}`, record);
  }
}

function ageOf({ faultAt, point }: Restored): number {
  return faultAt - point;
}
