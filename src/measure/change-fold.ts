import type { Trace } from '../kernel/index.js';
import { type Curve, firstTime, integralOf, valueAt } from '../model/curve.js';
import type { TraceRecord, VersionReached } from '../model/trace.js';

/** A figure, its value, and whether it was not over by the horizon. */
type Told = readonly [figure: string, value: number, censored?: boolean];

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A share of all requests that meets a version, for a time. */
interface Piece extends Stretch {
  readonly record: VersionReached;
}

/** What new versions of a run meant for its clients, put together from which share of them met which version. */
export class ChangeFold {
  private reached = new Map<string, VersionReached[]>();
  private began = 0;
  private rolledBack = 0;
  private damaged = new Map<string, number>();
  private unreadable = new Map<string, number>();
  /** When requests were in flight at stacks that got no new ones. */
  private drains: Stretch[] = [];

  constructor(trace: Trace<TraceRecord>) {
    trace.subscribe('version-reached', (record) => {
      this.reached.set(record.change, [...(this.reached.get(record.change) ?? []), record]);
    });
    trace.subscribe('change-began', () => {
      this.began += 1;
    });
    trace.subscribe('change-ended', ({ as }) => {
      if (as === 'rolled back') this.rolledBack += 1;
    });
    trace.subscribe('stack-drained', ({ since, at }) => this.drains.push({ from: since, to: at }));
    trace.subscribe('writes-damaged', ({ store, count }) => {
      this.damaged.set(store, this.damagedOf(store) + count);
    });
    trace.subscribe('writes-unreadable', ({ store, count }) => {
      this.unreadable.set(store, this.unreadableOf(store) + count);
    });
  }

  begin(): void {
    this.reached = new Map();
    this.began = 0;
    this.rolledBack = 0;
    this.damaged = new Map();
    this.unreadable = new Map();
    this.drains = [];
  }

  /** Writes of a store that a defect damaged. */
  damagedOf(store: string): number {
    return this.damaged.get(store) ?? 0;
  }

  /** Writes of a store that a rollback left unreadable. */
  unreadableOf(store: string): number {
    return this.unreadable.get(store) ?? 0;
  }

  /** The figures of the run; `rate` is of all requests, per microsecond. */
  figures(rate: number, horizon: number): Told[] {
    const changes = [...this.reached.values()].map((records) => piecesOf(records, horizon));
    const defects = changes
      .filter(([first]) => first!.record.defective)
      .map((pieces) => defectOf(pieces, horizon));
    const worst = (of: (defect: Defect) => number) =>
      defects.reduce((most, one) => Math.max(most, of(one)), 0);
    return [
      ...mixingOf(changes.flat(), this.drains),
      ['reachedRegions', worst(({ regions }) => regions)],
      ['reachedShare', worst(({ share }) => share)],
      // What meets it for no time may come out as a rounding below it.
      [
        'defectRequests',
        rate *
          Math.max(
            0,
            defects.reduce((sum, { time }) => sum + time, 0),
          ),
      ],
      ['defectTime', worst(({ lasts }) => lasts) / 1e6, defects.some(({ open }) => open)],
      ['rolledBack', this.began === 0 ? 0 : this.rolledBack / this.began],
      ['damagedWrites', sumOf(this.damaged)],
      ['unreadableWrites', sumOf(this.unreadable)],
    ];
  }
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** The last word of an instant counts. */
function piecesOf(records: readonly VersionReached[], horizon: number): Piece[] {
  return records.flatMap((record, index) => {
    const to = records[index + 1]?.at ?? horizon;
    return to > record.at ? [{ from: record.at, to, record }] : [];
  });
}

/** Shares nearer to none or to all than this are the rounding of sums. */
const noticeable = 1e-9;

/** For how long clients met more than one version, and the share of the requests of that time that met the new one. */
function mixingOf(pieces: readonly Piece[], drains: readonly Stretch[]): Told[] {
  const mixed = pieces.flatMap(mixedPart);
  let [met, whole] = [0, 0];
  for (const { from, to, record } of mixed) {
    const share = integralOf(record.share, from, to);
    met += share;
    whole += share + integralOf(record.others, from, to);
  }
  return [
    ['mixedVersions', lengthOf([...mixed, ...drains]) / 1e6],
    ['newVersionShare', whole > 0 ? Math.min(1, Math.max(0, met / whole)) : 0],
  ];
}

/** Time that is in any of some stretches. */
function lengthOf(stretches: readonly Stretch[]): number {
  let [time, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    time += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return time;
}

/** The part of a piece in which some requests meet the version, and some another one. */
function mixedPart({ from, to, record }: Piece): Piece[] {
  const end = Math.min(endOf(record.share, from, to), endOf(record.others, from, to));
  return end > from ? [{ from, to: end, record }] : [];
}

/** Until when a share is more than none, `from` if it never is. A share that begins at nothing and grows is more than none. */
function endOf(share: Curve, from: number, to: number): number {
  if (settled(share) > noticeable) return to;
  return share.terms.length === 0 ? from : (firstTime(share, noticeable, false, from, to) ?? to);
}

/** What a curve comes to when everybody has moved. */
function settled({ base, terms }: Curve): number {
  return terms.reduce((sum, { weight }) => sum + weight, base);
}

/** What a defective version did. */
interface Defect {
  readonly regions: number;
  /** The largest share of all requests that met it. */
  readonly share: number;
  /** Integral of that share, microseconds. */
  readonly time: number;
  /** From its first showing until nobody met it. */
  readonly lasts: number;
  /** Whether somebody met it at the horizon. */
  readonly open: boolean;
}

function defectOf(pieces: readonly Piece[], horizon: number): Defect {
  const regions = new Set(pieces.flatMap(({ record }) => record.regions));
  const serving = pieces.filter(({ record }) => record.regions.length > 0);
  const first = serving.find(({ record }) => record.showing)?.from;
  const end = serving.at(-1)?.to ?? 0;
  let [share, time] = [0, 0];
  for (const { from, to, record } of serving) {
    share = Math.max(share, valueAt(record.share, from), valueAt(record.share, to - 1));
    time += integralOf(record.share, from, to);
  }
  return {
    regions: regions.size,
    share: Math.min(1, share),
    time,
    lasts: first === undefined ? 0 : end - first,
    open: first !== undefined && end === horizon,
  };
}
