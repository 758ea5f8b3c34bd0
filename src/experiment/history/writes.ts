import type { Micros, Stream } from '../../kernel/index.js';
import type { CountedSpan, TimelineClosed, WriteClass } from '../../model/trace.js';
import type { Extremes } from './extremes.js';
import type { Inflow, Request } from './inflow.js';
import { pickPosition } from './pick.js';

/** An acknowledged write and what became of it. */
export interface Write extends Request {
  readonly timeline: number;
  readonly class: WriteClass;
  /** It shipped on its own, and never arrived. */
  readonly scattered: boolean;
  readonly acknowledgedAt: number;
  /** When a policy decided that nobody finds it any more; Infinity for writes that no policy decides. */
  readonly goneAt: Micros;
  /** The beginning of the span of a split that it belongs to. */
  readonly decidedFrom?: Micros;
}

/** Some writes of one class, as many as were drawn in the run. */
interface Batch {
  readonly from: Micros;
  readonly to: Micros;
  readonly count: number;
  readonly class: WriteClass;
  readonly scattered: boolean;
  /** Whether it was decided key by key, with writes of others. */
  readonly decided: boolean;
}

/** What helps to draw the writes of a timeline. */
interface Knowledge {
  readonly extremes: Extremes;
  /** When splits of the shard were over. */
  readonly reconciled: readonly Micros[];
  readonly inflow: Inflow;
  readonly stream: Stream;
}

/**
 * The single writes of a timeline, given what the run knows of them: their number in each span, their class, and the oldest and
 * the newest of those that were classified together. All others are independent, the rate their density.
 */
export function drawWrites(
  closed: TimelineClosed,
  { extremes, reconciled, inflow, stream }: Knowledge,
): Write[] {
  const { spans, scattered, timeline } = closed;
  const batches = [
    ...spans.flatMap(batchesOf),
    ...scattered.map(
      ({ oldest, newest, ...writes }): Batch => ({
        ...writes,
        scattered: true,
        decided: false,
        from: oldest,
        to: newest,
      }),
    ),
  ];
  const drawn = batches.flatMap((batch) =>
    drawBatch(batch, extremes, inflow, stream).map((request) => ({
      ...request,
      class: batch.class,
      scattered: batch.scattered,
      goneAt: goneAt(batch, reconciled),
      ...(batch.decided ? { decidedFrom: batch.from } : {}),
    })),
  );
  const rest = drawRest(closed, inflow, stream).map((request) => {
    return { ...request, class: 'surviving', scattered: false, goneAt: never } as const;
  });
  return [...drawn, ...rest].map((write) => {
    return { ...write, timeline, acknowledgedAt: acknowledgedAt(write.at, closed) };
  });
}

const never = Number.POSITIVE_INFINITY;

/** Classes of writes that somebody finds after a policy has decided. */
const found: ReadonlySet<WriteClass> = new Set(['surviving', 'merged', 'diverged']);

function goneAt({ decided, class: as, to }: Batch, reconciled: readonly Micros[]): Micros {
  return decided && !found.has(as) ? (reconciled.find((at) => at >= to) ?? never) : never;
}

function acknowledgedAt(at: number, { waits }: TimelineClosed): number {
  const wait = waits.find(({ from, to }) => from < at && at <= to);
  return wait ? (wait.until ?? at + (wait.after ?? 0)) : at;
}

function batchesOf({ from, to, count, class: as = 'surviving', fates }: CountedSpan): Batch[] {
  const counts = fates ? Object.entries(fates) : [[as, count] as const];
  return counts.map(([fate, some]) => ({
    from,
    to,
    count: some,
    class: fate as WriteClass,
    scattered: false,
    decided: fates !== undefined,
  }));
}

function drawBatch(batch: Batch, extremes: Extremes, inflow: Inflow, stream: Stream): Request[] {
  const { from, to, count } = batch;
  if (count === 0) return [];
  const known = extremes.of(batch);
  const own = extremes.claim(batch);
  return [
    ...own.map((at) => inflow.drawAt(at, stream)),
    ...inflow.draw(count - own.length, Math.max(from, known.oldest), Math.min(to, known.newest), stream),
  ];
}

/** Writes outside the spans. */
function drawRest({ began, ended, spans, rest }: TimelineClosed, inflow: Inflow, stream: Stream): Request[] {
  const gaps: { from: Micros; to: Micros; mass: number }[] = [];
  let from = began;
  for (const span of [...spans, { from: ended, to: ended }]) {
    if (span.from > from) gaps.push({ from, to: span.from, mass: inflow.mass(from, span.from) });
    from = Math.max(from, span.to);
  }
  const masses = gaps.map(({ mass }) => mass);
  const counts = gaps.map(() => 0);
  for (let i = 0; i < rest; i++) counts[pickPosition(masses, stream)]! += 1;
  return gaps.flatMap((gap, index) => inflow.draw(counts[index]!, gap.from, gap.to, stream));
}
