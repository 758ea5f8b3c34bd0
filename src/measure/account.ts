import type { Curve } from '../model/curve.js';
import { addCurves, valueAt } from '../model/curve.js';
import { demandAt } from '../model/demand.js';
import { stepsOf } from '../model/steps.js';
import type {
  Answer,
  Committing,
  DemandChanged,
  GoodputChanged,
  KeysDecided,
  LoggedIn,
  Misdirected,
  Redirector,
  RequestKind,
  Routed,
  TimelineClosed,
  TraceRecord,
  VersionReached,
} from '../model/trace.js';
import { ServiceLevel } from './service-level.js';

/** Records that histories are made of. */
type HistoryRecord = KeysDecided | Committing | TimelineClosed;

/** Records that tell people something; the curves of others are in the series of an account. */
export type PlainRecord = Exclude<
  TraceRecord,
  Routed | Misdirected | GoodputChanged | DemandChanged | LoggedIn | VersionReached | HistoryRecord
>;

const forHistories: ReadonlySet<TraceRecord['type']> = new Set<HistoryRecord['type']>([
  'keys-decided',
  'committing',
  'timeline-closed',
]);

function isForHistories(record: TraceRecord): record is HistoryRecord {
  return forHistories.has(record.type);
}

/** A value from a time on, until the next point. */
export interface Point {
  /** Microseconds since the start of the run. */
  readonly at: number;
  /** A share of 1. */
  readonly share: number;
}

/** A stretch of time with goodput below the threshold, microseconds. */
export interface Shortfall {
  readonly from: number;
  /** Absent when it lasted to the horizon. */
  readonly to?: number;
}

/** An event changed the share that is answered, all at once. */
export interface Jump {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** The requests of one kind of one population: which share of them was answered, and when too few were. */
export interface ServiceAccount {
  readonly population: string;
  readonly kind: RequestKind;
  readonly answered: readonly Point[];
  readonly jumps: readonly Jump[];
  readonly below: readonly Shortfall[];
}

/** A population was sent elsewhere by DNS; delays after `at` until a share of its clients had followed, microseconds. */
export interface Redirection {
  readonly at: number;
  readonly population: string;
  /** Regions in the new answer. */
  readonly regions: readonly string[];
  readonly halfAfter: number;
  readonly most: { readonly share: number; readonly after: number };
  readonly by?: Redirector;
}

/** One run as plain data: what happened in order, and how service and traffic went. */
export interface Account {
  readonly records: readonly PlainRecord[];
  readonly service: readonly ServiceAccount[];
  readonly redirections: readonly Redirection[];
  /** The regions that each population is sent to when the run begins. */
  readonly firstAnswers: Readonly<Record<string, readonly string[]>>;
  /** Share of all requests that go to each region. */
  readonly traffic: Readonly<Record<string, readonly Point[]>>;
}

export interface AccountOptions {
  readonly regions: readonly string[];
  /** Requests per microsecond, and the share of them that are writes. */
  readonly populations: readonly { name: string; rate: number; writes: number }[];
  /** Share of goodput below which service is down. */
  readonly threshold: number;
  /** Microseconds. */
  readonly horizon: number;
}

/** A curve that is in force from a time on. */
interface Piece {
  readonly from: number;
  readonly curve: Curve;
}

/** Keeps the trace of one run and tells it as plain data; curves are looked at when the run is over. */
export class RunAccount {
  private readonly records: PlainRecord[] = [];
  private readonly routed: Routed[] = [];
  private readonly goodput: GoodputChanged[] = [];
  private readonly demands: DemandChanged[] = [];

  constructor(private readonly options: AccountOptions) {}

  note(record: TraceRecord): void {
    if (record.type === 'routed') this.routed.push(record);
    else if (record.type === 'goodput') this.goodput.push(record);
    else if (record.type === 'logged-in') return;
    else if (record.type === 'demand') this.demands.push(record);
    else if (record.type === 'version-reached' || record.type === 'misdirected') return;
    else if (!isForHistories(record)) this.records.push(record);
  }

  close(): Account {
    return {
      records: this.records,
      service: this.options.populations.flatMap((population) => this.serviceOf(population)),
      redirections: this.records.flatMap((record) => this.redirection(record)),
      firstAnswers: this.firstAnswers(),
      traffic: this.traffic(),
    };
  }

  private serviceOf({ name, rate, writes }: AccountOptions['populations'][number]): ServiceAccount[] {
    const parts = { reads: rate * (1 - writes), writes: rate * writes };
    return (['reads', 'writes'] as const)
      .filter((kind) => parts[kind] > 0)
      .map((kind) => {
        const own = this.goodput.filter((one) => one.population === name && one.kind === kind);
        // The last word of an instant counts.
        const last = own.filter(({ at }, index) => own[index + 1]?.at !== at);
        const pieces = last.map(({ at, share }) => ({ from: at, curve: share }));
        return {
          population: name,
          kind,
          answered: sample(pieces, this.options.horizon),
          jumps: jumpsBetween(pieces),
          below: this.shortfalls(own, parts[kind]),
        };
      });
  }

  private shortfalls(changes: readonly GoodputChanged[], rate: number): Shortfall[] {
    const { threshold, horizon } = this.options;
    const level = new ServiceLevel(rate, threshold);
    for (const change of changes) level.fold(change);
    level.end(horizon);
    return level.dips.map(({ from, to }) => (to < horizon ? { from, to } : { from }));
  }

  private redirection(record: PlainRecord): Redirection[] {
    if (record.type !== 'record-changed') return [];
    const { at, population, regions, by } = record;
    const routed = this.routed.find((one) => one.at === at && one.population === population);
    const cutover = routed?.answers.at(-1)?.cutover;
    if (cutover === undefined) return [];
    const after = (share: number) => cutover.reaches(share) - at;
    const share = this.options.threshold;
    const most = { share, after: after(share) };
    return [{ at, population, regions, halfAfter: after(0.5), most, ...(by ? { by } : {}) }];
  }

  private firstAnswers(): Record<string, string[]> {
    const { regions, populations } = this.options;
    return Object.fromEntries(
      populations.map(({ name }) => {
        const shares = this.routed.find(({ population }) => population === name)?.answers[0]?.shares ?? [];
        return [name, regions.filter((_, region) => (shares[region] ?? 0) > 0)];
      }),
    );
  }

  private traffic(): Record<string, Point[]> {
    const { regions, populations, horizon } = this.options;
    const changes = distinct([...this.routed.map(({ at }) => at), ...this.demandSteps()]);
    return Object.fromEntries(
      regions.map((name, region) => {
        const pieces = changes.map((from): Piece => {
          const rates = populations.map(
            (population) => population.rate * this.demandFrom(population.name, from),
          );
          const total = rates.reduce((sum, rate) => sum + rate, 0);
          const parts = populations.map((population, i) => ({
            factor: total > 0 ? rates[i]! / total : 0,
            curve: shareTo(this.answersAt(population.name, from), region),
          }));
          return { from, curve: addCurves(parts) };
        });
        return [name, sample(pieces, horizon)];
      }),
    );
  }

  /** When what some population asks for changes; over many days, only where that is no step of a load. */
  private demandSteps(): number[] {
    const { horizon } = this.options;
    return this.demands.flatMap(({ at, load }) => {
      const steps = load ? stepsOf([load], at, Math.min(horizon, at + longestDrawn)) : [];
      return [at, ...steps];
    });
  }

  private demandFrom(population: string, at: number): number {
    const last = this.demands.findLast((one) => one.population === population && one.at <= at);
    return last ? demandAt(last, at) : 1;
  }

  private answersAt(population: string, at: number): readonly Answer[] {
    return this.routed.findLast((one) => one.population === population && one.at <= at)?.answers ?? [];
  }
}

/** Share of a population that is sent to a region. */
export function shareTo(answers: readonly Answer[], region: number): Curve {
  let before = answers[0]?.shares[region] ?? 0;
  const parts = [{ factor: 1, curve: { base: before, terms: [] } as Curve }];
  for (const { shares, cutover } of answers.slice(1)) {
    const weight = shares[region]! - before;
    before = shares[region]!;
    if (weight !== 0 && cutover) parts.push({ factor: 1, curve: { base: 0, terms: [{ weight, cutover }] } });
  }
  return addCurves(parts);
}

/** Smaller differences are the rounding of sums of shares. */
const noticeable = 1e-9;

/** Before the run everything was answered: a fault at its very beginning is a jump too. */
function jumpsBetween(pieces: readonly Piece[]): Jump[] {
  return pieces.flatMap(({ from: at, curve }, index) => {
    const earlier = pieces[index - 1];
    const [before, after] = [earlier ? valueAt(earlier.curve, at) : 1, valueAt(curve, at)];
    return Math.abs(after - before) > noticeable ? [{ at, before, after }] : [];
  });
}

/** Steps of a load are drawn for so long after the last change, microseconds: a week. */
const longestDrawn = 7 * 24 * 3.6e9;

/** Points between two knots of a curve that moves. */
const pointsBetween = 16;

/** The values of curves that follow each other, where they change. */
function sample(pieces: readonly Piece[], horizon: number): Point[] {
  const points: Point[] = [];
  pieces.forEach(({ from, curve }, index) => {
    const to = pieces[index + 1]?.from ?? horizon;
    for (const at of timesOf(curve, from, to)) {
      // A sum of shares may miss 0 or 1 by its rounding.
      const share = Math.min(1, Math.max(0, valueAt(curve, at)));
      if (points.at(-1)?.share !== share) points.push({ at, share });
    }
  });
  return points;
}

/** More points of a stretch than this nobody tells apart. */
const mostKnots = 400;

/** Where a curve has its knots in [from, to), and times between them while it moves. */
function timesOf({ terms }: Curve, from: number, to: number): number[] {
  if (from >= to) return [];
  const moving = terms.filter(({ cutover }) => cutover.settled > from);
  if (moving.length === 0) return [from];
  const settled = Math.min(to, Math.max(...moving.map(({ cutover }) => cutover.settled)));
  const steps = moving.flatMap(({ cutover }) => cutover.knots(from, to)).sort((a, b) => a - b);
  const stride = Math.ceil(steps.length / mostKnots);
  const knots = distinct([
    from,
    ...steps.filter((_, index) => index % stride === 0),
    ...moving.map(({ cutover }) => cutover.settled).filter((at) => at < to),
    settled,
  ]);
  const few = knots.length < pointsBetween;
  return knots
    .flatMap((knot, index) => {
      const next = knots[index + 1];
      const pieces = few && next !== undefined ? pointsBetween : 1;
      return Array.from({ length: pieces }, (_, i) =>
        i === 0 ? knot : Math.floor(knot + ((next! - knot) * i) / pieces),
      );
    })
    .filter((at) => at < to);
}

function distinct(times: readonly number[]): number[] {
  return [...new Set(times)].sort((a, b) => a - b);
}
