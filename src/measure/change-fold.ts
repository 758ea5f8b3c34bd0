import type { Trace } from '../kernel/index.js';
import { type Curve, firstTime, integralOf, valueAt } from '../model/curve.js';
import type { TraceRecord, VersionReached } from '../model/trace.js';

/** A figure, its value, and whether it was not over by the horizon. */
type Told = readonly [figure: string, value: number, censored?: boolean];

/** A share of all requests that meets a version, for a time. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly record: VersionReached;
}

/** What new versions of a run meant for its clients, put together from which share of them met which version. */
export class ChangeFold {
  private reached = new Map<string, VersionReached[]>();
  private began = 0;
  private rolledBack = 0;
  private damaged = new Map<string, number>();

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
    trace.subscribe('writes-damaged', ({ store, count }) => {
      this.damaged.set(store, this.damagedOf(store) + count);
    });
  }

  begin(): void {
    this.reached = new Map();
    this.began = 0;
    this.rolledBack = 0;
    this.damaged = new Map();
  }

  /** Writes of a store that a defect damaged. */
  damagedOf(store: string): number {
    return this.damaged.get(store) ?? 0;
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
      ...mixingOf(changes.flat()),
      ['reachedRegions', worst(({ regions }) => regions)],
      ['reachedShare', worst(({ share }) => share)],
      ['defectRequests', rate * defects.reduce((sum, { time }) => sum + time, 0)],
      ['defectTime', worst(({ lasts }) => lasts) / 1e6, defects.some(({ open }) => open)],
      ['rolledBack', this.began === 0 ? 0 : this.rolledBack / this.began],
      ['damagedWrites', [...this.damaged.values()].reduce((sum, count) => sum + count, 0)],
    ];
  }
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
function mixingOf(pieces: readonly Piece[]): Told[] {
  const mixed = pieces.flatMap(mixedPart);
  let [time, met, whole, end] = [0, 0, 0, Number.NEGATIVE_INFINITY];
  for (const { from, to, record } of [...mixed].sort((a, b) => a.from - b.from)) {
    met += integralOf(record.share, from, to);
    whole += to - from;
    time += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return [
    ['mixedVersions', time / 1e6],
    ['newVersionShare', whole > 0 ? Math.min(1, Math.max(0, met / whole)) : 0],
  ];
}

/** The part of a piece in which some requests, but not all, meet the version. */
function mixedPart({ from, to, record }: Piece): Piece[] {
  const { share } = record;
  if (share.terms.length === 0) return isMixed(share.base) ? [{ from, to, record }] : [];
  const last = settled(share);
  const all = last > 1 - noticeable ? firstTime(share, 1 - noticeable, true, from, to) : undefined;
  const none = last < noticeable ? firstTime(share, noticeable, false, from, to) : undefined;
  const end = all ?? none ?? to;
  return end > from ? [{ from, to: end, record }] : [];
}

function isMixed(share: number): boolean {
  return share > noticeable && share < 1 - noticeable;
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
