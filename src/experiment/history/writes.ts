import type { Micros, Stream } from '../../kernel/index.js';
import type { TimelineClosed, WriteClass, WritesClassified } from '../../model/trace.js';
import type { Inflow, Request } from './inflow.js';
import { pickPosition } from './pick.js';

/** An acknowledged write and what became of it. */
export interface Write extends Request {
  readonly timeline: number;
  readonly class: WriteClass;
  /** It shipped on its own, and never arrived. */
  readonly scattered: boolean;
  readonly acknowledgedAt: number;
}

/** Some writes of one class, their number and extremes as they were drawn in the run. */
interface Batch {
  readonly from: Micros;
  readonly to: Micros;
  readonly count: number;
  readonly class: WriteClass;
  readonly scattered: boolean;
}

/**
 * The single writes of a timeline, given what the run knows of them: their number in each span, their class, and the oldest and
 * the newest of those that were classified together. All others are independent, the rate their density.
 */
export function drawWrites(
  closed: TimelineClosed,
  classified: readonly WritesClassified[],
  inflow: Inflow,
  stream: Stream,
): Write[] {
  const { spans, scattered, timeline } = closed;
  const batches = [
    ...spans.map((span): Batch => ({ class: 'surviving', scattered: false, ...span })),
    ...scattered.map(
      ({ oldest, newest, ...writes }): Batch => ({ ...writes, scattered: true, from: oldest, to: newest }),
    ),
  ];
  const drawn = batches.flatMap((batch) =>
    drawBatch(batch, extremesOf(batch, classified), inflow, stream).map((request) => ({
      ...request,
      class: batch.class,
      scattered: batch.scattered,
    })),
  );
  const rest = drawRest(closed, inflow, stream).map((request) => {
    return { ...request, class: 'surviving', scattered: false } as const;
  });
  return [...drawn, ...rest].map((write) => {
    return { ...write, timeline, acknowledgedAt: acknowledgedAt(write.at, closed) };
  });
}

function acknowledgedAt(at: number, { waits }: TimelineClosed): number {
  const wait = waits.find(({ from, to }) => from < at && at <= to);
  return wait ? (wait.until ?? at + (wait.after ?? 0)) : at;
}

/** What was said of the writes of this class that these are among. */
function extremesOf(
  { class: as, from, to, count }: Batch,
  classified: readonly WritesClassified[],
): { oldest: Micros; newest: Micros } | undefined {
  if (as === 'surviving' || count === 0) return undefined;
  const told = classified.find(
    (one) => one.class === as && one.count >= count && one.oldest! <= to && one.newest! >= from,
  );
  return told && { oldest: told.oldest!, newest: told.newest! };
}

function drawBatch(
  { from, to, count }: Batch,
  extremes: { oldest: Micros; newest: Micros } | undefined,
  inflow: Inflow,
  stream: Stream,
): Request[] {
  if (!extremes) return inflow.draw(count, from, to, stream);
  const { oldest, newest } = extremes;
  const ends = oldest === newest ? [oldest] : [oldest, newest];
  const pinned = ends.filter((at) => at >= from && at <= to).slice(0, count);
  const left = count - pinned.length;
  return [
    ...pinned.map((at) => inflow.drawAt(at, stream)),
    ...inflow.draw(left, Math.max(from, oldest), Math.min(to, newest), stream),
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
