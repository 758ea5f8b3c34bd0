/**
 * One run in the Trace Event Format of Chrome (docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsNchNAySU), which
 * ui.perfetto.dev opens: a track for each fault, verdict, failover and population, counters for service and traffic.
 */
import type { Explanation } from '../experiment/explain.js';
import type { PlainRecord, Point } from '../measure/account.js';

/** Times in microseconds of simulated time. */
export interface TraceEvent {
  /** M names a track, X is a slice, i an instant, C a counter. */
  ph: 'M' | 'X' | 'i' | 'C';
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** An instant of its track only. */
  s?: 't';
  args?: Record<string, unknown>;
}

export interface PerfettoTrace {
  displayTimeUnit: 'ms';
  otherData: Record<string, unknown>;
  traceEvents: TraceEvent[];
}

/** Groups of tracks, in the order in which they are shown. */
const groups = ['faults', 'verdicts', 'failover', 'writes', 'DNS answers', 'answered', 'traffic'] as const;
type Group = (typeof groups)[number];

/** The whole run, from its start to its horizon. */
export function perfettoTrace(explanation: Explanation): PerfettoTrace {
  const tracks = new Tracks(explanation.horizon * 1e6);
  for (const record of explanation.account.records) tellRecord(record, tracks);
  const { redirections, firstAnswers, service, traffic } = explanation.account;
  for (const [population, regions] of Object.entries(firstAnswers)) {
    tracks.begin('DNS answers', population, 0, regions.join(', '));
  }
  for (const { at, population, regions } of redirections) {
    tracks.begin('DNS answers', population, at, regions.join(', '));
  }
  for (const { population, kind, answered } of service) {
    tracks.count('answered', `answered: ${kind} of ${population}`, answered);
  }
  for (const [region, points] of Object.entries(traffic)) {
    tracks.count('traffic', `traffic to ${region}`, points);
  }
  const { regionfall, scenario, seed, run } = explanation;
  return {
    displayTimeUnit: 'ms',
    otherData: { regionfall, scenario, seed, run },
    traceEvents: tracks.close(),
  };
}

type Of<T extends PlainRecord['type']> = Extract<PlainRecord, { type: T }>;

function tellRecord(record: PlainRecord, tracks: Tracks): void {
  const { at } = record;
  switch (record.type) {
    case 'fault-began':
      tracks.begin('faults', record.fault, at, `${record.kind}: ${record.on}`);
      break;
    case 'fault-ended':
      tracks.end('faults', record.fault, at);
      break;
    case 'verdict':
      if (record.healthy) tracks.end('verdicts', record.subject, at);
      else tracks.begin('verdicts', record.subject, at, 'unhealthy', { by: record.by });
      break;
    case 'step-began':
      tellStep(record, tracks);
      break;
    case 'failover-called-off':
      tracks.end('failover', record.shard, at);
      tracks.mark('failover', record.shard, at, 'called off');
      break;
    case 'fenced':
    case 'leader-elected':
    case 'fence-failed':
    case 'lease-released':
    case 'demoted':
    case 'rejoined':
      tracks.mark('failover', record.shard, at, `${record.type}: ${record.site}`);
      break;
    case 'promoted':
      tracks.end('failover', record.shard, at);
      tracks.mark('failover', record.shard, at, `promoted: ${record.to}`, {
        from: record.from,
        twoPrimaries: record.split,
      });
      break;
    case 'caught-up':
      tracks.span('failover', record.shard, record.healedAt, at, `${record.site} catches up`, {
        writes: record.served,
      });
      break;
    case 'parted':
      tracks.begin('failover', `${record.shard}: apart`, at, 'writers apart');
      break;
    case 'reconciled':
      tracks.end('failover', `${record.shard}: apart`, at);
      tracks.mark('failover', `${record.shard}: apart`, at, `keys in conflict: ${record.keysInConflict}`);
      break;
    case 'commits-waited':
      tracks.span('failover', record.shard, record.since, at, 'without its standbys', {
        unreplicatedWrites: record.unreplicated,
        waitedSeconds: record.waited / 1e6,
      });
      break;
    case 'restore-began':
      tracks.begin('failover', `${record.shard}: restore`, at, 'restore');
      break;
    case 'restore-step':
      tracks.mark('failover', `${record.shard}: restore`, at, record.step);
      break;
    case 'backup-bad':
      tracks.mark('failover', `${record.shard}: restore`, at, `bad: ${record.of}`, { flaw: record.flaw });
      break;
    case 'restored':
    case 'restore-failed':
    case 'restore-called-off':
      tracks.end('failover', `${record.shard}: restore`, at);
      tracks.mark('failover', `${record.shard}: restore`, at, record.type);
      break;
    case 'writes-classified':
      tellWrites(record, tracks);
      break;
  }
}

/** A promotion waits for a standby that can be promoted; the other steps take what they take. */
function tellStep({ at, shard, step, until }: Of<'step-began'>, tracks: Tracks): void {
  tracks.begin('failover', shard, at, step, {}, step === 'promote' ? undefined : until - at);
}

/** An instant for when they got their class, and a slice over the time in which they were committed. */
function tellWrites(record: Of<'writes-classified'>, tracks: Tracks): void {
  const { at, store, class: as, count, oldest, newest } = record;
  if (as === 'surviving' || count === 0) return;
  tracks.mark('writes', store, at, `${as}: ${count}`, { count });
  if (oldest === undefined || newest === undefined) return;
  tracks.span('writes', `${store}: commit times`, oldest, newest, `${as}: ${count}`, { count });
}

/** Slices that are open, by track, and the events so far. */
class Tracks {
  private readonly events: TraceEvent[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly open = new Map<number, TraceEvent>();

  constructor(private readonly horizon: number) {
    groups.forEach((name, index) => {
      this.events.push({ ph: 'M', name: 'process_name', ...place(index + 1, 0), args: { name } });
      const args = { sort_index: index };
      this.events.push({ ph: 'M', name: 'process_sort_index', ...place(index + 1, 0), args });
    });
  }

  /** Opens a slice, of a known length or until it is ended; one that is open on the track ends here. */
  begin(
    group: Group,
    track: string,
    ts: number,
    name: string,
    args: Record<string, unknown> = {},
    dur?: number,
  ): void {
    this.end(group, track, ts);
    const event: TraceEvent = { ph: 'X', name, ...this.track(group, track), ts, args };
    if (dur !== undefined) event.dur = dur;
    this.open.set(event.tid, event);
    this.events.push(event);
  }

  end(group: Group, track: string, ts: number): void {
    const { tid } = this.track(group, track);
    const event = this.open.get(tid);
    if (event) event.dur = Math.min(event.dur ?? Number.POSITIVE_INFINITY, ts - event.ts);
    this.open.delete(tid);
  }

  span(
    group: Group,
    track: string,
    from: number,
    to: number,
    name: string,
    args: Record<string, unknown>,
  ): void {
    this.events.push({ ph: 'X', name, ...this.track(group, track), ts: from, dur: to - from, args });
  }

  mark(group: Group, track: string, ts: number, name: string, args: Record<string, unknown> = {}): void {
    this.events.push({ ph: 'i', s: 't', name, ...this.track(group, track), ts, args });
  }

  count(group: Group, name: string, points: readonly Point[]): void {
    const pid = groups.indexOf(group) + 1;
    for (const { at, share } of points) {
      this.events.push({ ph: 'C', name, pid, tid: 0, ts: at, args: { percent: 100 * share } });
    }
  }

  /** Ends what is open at the horizon. */
  close(): TraceEvent[] {
    for (const event of this.open.values()) event.dur ??= this.horizon - event.ts;
    return this.events.sort((a, b) => a.ts - b.ts);
  }

  private track(group: Group, track: string): { pid: number; tid: number } {
    const pid = groups.indexOf(group) + 1;
    const key = `${pid} ${track}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return { pid, tid: known };
    const tid = this.numbers.size + 1;
    this.numbers.set(key, tid);
    this.events.push({ ph: 'M', name: 'thread_name', ...place(pid, tid), args: { name: track } });
    return { pid, tid };
  }
}

function place(pid: number, tid: number): { pid: number; tid: number; ts: number } {
  return { pid, tid, ts: 0 };
}
