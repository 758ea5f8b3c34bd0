import type { Micros } from '../../../kernel/index.js';
import type { Consistency, Following } from './consistency.js';
import type { ReadSource } from './read-source.js';

type FollowingSource = ReadSource & { readonly behind: Following };
type CutOffSource = ReadSource & { readonly behind: { readonly kind: 'cut-off' } };

/** One way in which the copies that follow may be late, and how likely it is. */
interface Late {
  readonly share: number;
  /** By source that follows. */
  readonly lags: readonly Micros[];
}

/** What reads from one copy lack, by time. Where it follows several writers, the lags are those of one quantile. */
export class Lacking {
  private readonly following: readonly FollowingSource[];
  private readonly cutOff: readonly CutOffSource[];
  private readonly ways: readonly Late[];

  constructor(
    sources: readonly ReadSource[],
    private readonly consistency: Consistency,
  ) {
    this.following = sources.filter((one): one is FollowingSource => one.behind.kind === 'follows');
    this.cutOff = sources.filter((one): one is CutOffSource => one.behind.kind === 'cut-off');
    const cells = this.following.map(({ behind }) => consistency.cells(behind));
    const longest = cells.reduce((a, b) => (b.length > a.length ? b : a), [{ share: 1, lag: 0 }]);
    // A fixed lag is one cell.
    const lagIn = (i: number) => cells.map((own) => (own.length === 1 ? own[0]! : own[i]!).lag);
    this.ways = longest.map(({ share }, i) => ({ share, lags: lagIn(i) }));
  }

  /** Whether it is the same at all times at which writes are made at the same rate. */
  get isStationary(): boolean {
    return this.cutOff.length === 0;
  }

  /** The chance that a read misses a write. */
  stale(at: Micros): number {
    const only = this.onlySource();
    if (only) return this.consistency.staleBy(only.behind).at(only.timeline.rateAt(at));
    const rates = this.following.map(({ timeline }) => timeline.rateAt(at));
    const cut = this.cutUpTo(at);
    let total = 0;
    for (const { share, lags } of this.ways) {
      let mass = cut;
      for (let i = 0; i < lags.length; i++) mass += rates[i]! * lags[i]!;
      total += share * this.consistency.keys.chance(mass);
    }
    return total;
  }

  /** Mean, over all reads, of the age of the oldest write that is missed, 0 where none is. */
  age(at: Micros): Micros {
    const only = this.onlySource();
    if (only) return this.consistency.ageBy(only.behind).at(only.timeline.rateAt(at));
    const rates = this.following.map(({ timeline }) => timeline.rateAt(at));
    const turns = this.cutOff.flatMap(({ timeline, behind }) => [
      behind.upTo,
      ...timeline.turnsIn(behind.upTo, at),
    ]);
    let total = 0;
    for (const { share, lags } of this.ways) {
      const starts = lags.map((lag) => at - lag);
      const massTo = (time: Micros) =>
        starts.reduce((sum, start, i) => sum + rates[i]! * Math.max(0, time - start), this.cutUpTo(time));
      total += share * this.waited([...starts, ...turns], massTo, at);
    }
    return total;
  }

  /** The one writer that it follows, where there is no other. */
  private onlySource(): FollowingSource | undefined {
    return this.cutOff.length === 0 && this.following.length === 1 ? this.following[0] : undefined;
  }

  /** The oldest missed write is older than x if one of those before x is missed: its age is an integral of chances. */
  private waited(turns: readonly Micros[], massTo: (time: Micros) => number, at: Micros): Micros {
    const inner = turns.filter((time) => time < at).sort((a, b) => a - b);
    let total = 0;
    inner.forEach((start, i) => {
      const end = inner[i + 1] ?? at;
      if (end > start) total += (end - start) * this.consistency.keys.meanChance(massTo(start), massTo(end));
    });
    return total;
  }

  /** Writes expected to be missing from those that are cut off, committed up to a time. */
  private cutUpTo(time: Micros): number {
    let total = 0;
    for (const { timeline, behind } of this.cutOff)
      if (time >= behind.upTo) total += behind.missing + timeline.mass(behind.upTo, time);
    return total;
  }
}
