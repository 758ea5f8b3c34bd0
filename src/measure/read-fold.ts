import type { Trace } from '../kernel/index.js';
import type { ReadsServed, ReadTally, TraceRecord } from '../model/trace.js';
import type { Incident, Stretch } from './incident.js';

type Period = 'Before' | 'During' | 'After';

const none: ReadTally = { reads: 0, stale: 0, age: 0, ownReads: 0, ownMissed: 0, backwards: 0 };

/** What the reads of a run miss, by population: views of where they are served from, put together over the periods of the run. */
export class ReadFold {
  private views: ReadsServed[] = [];
  private faults: Stretch[] = [];
  private open = new Map<string, number[]>();

  constructor(
    private readonly populations: readonly string[],
    trace: Trace<TraceRecord>,
  ) {
    trace.subscribe('reads-served', (record) => this.views.push(record));
    trace.subscribe('fault-began', ({ fault, at }) => {
      this.open.set(fault, [...(this.open.get(fault) ?? []), at]);
    });
    trace.subscribe('fault-ended', ({ fault, at }) => {
      const from = this.open.get(fault)!.shift()!;
      this.faults.push({ from, to: at });
    });
  }

  begin(): void {
    this.views = [];
    this.faults = [];
    this.open = new Map();
  }

  /** The figures of each population, by name; none where nothing was told of reads. */
  figures(incidents: readonly Incident[], horizon: number): [figure: string, value: number][][] {
    if (this.views.length === 0) return this.populations.map(() => []);
    const periods = this.periods(incidents, horizon);
    return this.populations.map((name) => {
      const own = this.views.filter(({ population }) => population === name);
      const tallies = periods.map(({ period, stretches }) => ({
        period,
        tally: sum(own.flatMap((view, i) => tallyOf(view, own.slice(i + 1), stretches, horizon))),
      }));
      const all = sum(tallies.map(({ tally }) => tally));
      return [
        ...tallies.flatMap(({ period, tally }): [string, number][] => [
          [`staleReads${period}`, shareOf(tally.stale, tally.reads)],
          [`ownWritesMissed${period}`, shareOf(tally.ownMissed, tally.ownReads)],
          [`backwardReads${period}`, shareOf(tally.backwards, tally.reads)],
        ]),
        ['staleAge', all.stale > 0 ? all.age / all.stale / 1e6 : 0],
      ];
    });
  }

  private periods(
    incidents: readonly Incident[],
    horizon: number,
  ): { period: Period; stretches: Stretch[] }[] {
    const lasting = [...this.open.values()].flat().map((from): Stretch => ({ from, to: horizon }));
    const faults = [...this.faults, ...lasting];
    const disturbed = union(
      [...faults, ...incidents.map(({ opened, closed }) => ({ from: opened, to: closed }))],
      horizon,
    );
    const first = disturbed[0]?.from ?? horizon;
    return [
      { period: 'Before', stretches: [{ from: 0, to: first }] },
      { period: 'During', stretches: disturbed },
      {
        period: 'After',
        stretches: disturbed.map(({ to }, i) => ({ from: to, to: disturbed[i + 1]?.from ?? horizon })),
      },
    ];
  }
}

/** A view is in force until the next one of its population and store. */
function tallyOf(
  { at, store, view }: ReadsServed,
  later: readonly ReadsServed[],
  stretches: readonly Stretch[],
  horizon: number,
): ReadTally[] {
  const end = later.find((one) => one.store === store)?.at ?? horizon;
  return stretches
    .map(({ from, to }): Stretch => ({ from: Math.max(from, at), to: Math.min(to, end) }))
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => view.between(from, to));
}

function sum(tallies: readonly ReadTally[]): ReadTally {
  return tallies.reduce(
    (a, b) => ({
      reads: a.reads + b.reads,
      stale: a.stale + b.stale,
      age: a.age + b.age,
      ownReads: a.ownReads + b.ownReads,
      ownMissed: a.ownMissed + b.ownMissed,
      backwards: a.backwards + b.backwards,
    }),
    none,
  );
}

/** Rounding may leave a little more than all, or less than nothing. */
function shareOf(part: number, whole: number): number {
  return whole > 0 ? Math.max(0, Math.min(1, part / whole)) : 0;
}

/** Stretches joined where they touch, in order, up to the horizon. */
function union(stretches: readonly Stretch[], horizon: number): Stretch[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, Math.min(to, horizon));
    else if (from < horizon) joined.push({ from, to: Math.min(to, horizon) });
  }
  return joined;
}
