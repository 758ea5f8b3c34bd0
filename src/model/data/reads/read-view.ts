import type { Micros } from '../../../kernel/index.js';
import type { Curve } from '../../curve.js';
import { integralOf, valueAt } from '../../curve.js';
import type { ReadTally } from '../../trace.js';
import { backwardMoves } from './moves.js';
import { integrate, type Panel, panelsOf } from './panels.js';
import type { Behind, ReadSource } from './read-source.js';
import type { ServedReads } from './served-reads.js';

/** From where the reads of a population are served for a while, and what they miss: expected numbers, by time. */
export class ReadView {
  constructor(readonly options: ServedReads) {}

  /** What is expected of the reads and writes of a stretch of time. */
  between(from: Micros, to: Micros): ReadTally {
    const { regions, readRate, writeRate, think } = this.options;
    const tally = { reads: 0, stale: 0, age: 0, ownReads: 0, ownMissed: 0, backwards: 0 };
    if (to <= from) return tally;
    for (const one of regions) {
      tally.reads += readRate * integralOf(one.reads, from, to);
      tally.ownReads += writeRate * integralOf(one.writes, from, to);
      if (!one.source) continue;
      const { timeline, behind, commits } = one.source;
      if (!commits) tally.ownMissed += writeRate * this.missedOwn(one.writes, behind, think, from, to);
      for (const panel of panelsOf([one.reads, ...timeline.rates(from, to)], timeline.changes(), from, to)) {
        const { stale, age } = this.staleIn(panel, one.reads, one.source);
        tally.stale += readRate * stale;
        tally.age += readRate * age;
      }
    }
    tally.backwards = readRate * backwardMoves(this.options, from, to);
    return tally;
  }

  /** Integral of the share of own writes that a read after the think time does not see. */
  private missedOwn(writes: Curve, behind: Behind, think: Micros, from: Micros, to: Micros): number {
    if (behind.kind === 'follows')
      return this.options.consistency.of(behind).missedAfter(think) * integralOf(writes, from, to);
    const first = Math.max(from, behind.upTo + think);
    return first < to ? integralOf(writes, first, to) : 0;
  }

  private staleIn(panel: Panel, reads: Curve, source: ReadSource): { stale: number; age: number } {
    const { stale, age } = this.missing(source);
    if (!panel.steady) {
      return {
        stale: integrate((at) => valueAt(reads, at) * stale(at), panel),
        age: integrate((at) => valueAt(reads, at) * age(at), panel),
      };
    }
    const share = valueAt(reads, panel.from);
    const length = panel.to - panel.from;
    if (share === 0) return { stale: 0, age: 0 };
    if (source.behind.kind === 'follows')
      return { stale: share * stale(panel.from) * length, age: share * age(panel.from) * length };
    return {
      stale: share * (age(panel.to) - age(panel.from)),
      age: share * integrate(age, panel),
    };
  }

  /** By time: the chance that a read is stale, and the mean age of the oldest write that it misses, 0 where it misses none. */
  private missing({ timeline, behind }: ReadSource): {
    stale: (at: Micros) => number;
    age: (at: Micros) => number;
  } {
    const { consistency } = this.options;
    if (behind.kind === 'follows') {
      const following = consistency.of(behind);
      return {
        stale: (at) => following.staleShare(timeline.rateAt(at)),
        age: (at) => following.meanAge(timeline.rateAt(at)),
      };
    }
    const { upTo, missing } = behind;
    const { keys } = consistency;
    const mass = (at: Micros) => missing + timeline.mass(upTo, at);
    // The oldest write that is missed is older than x if one of those up to x ago is missed: the age is an integral of chances.
    const age = (at: Micros) => {
      let total = 0;
      let start = Math.max(upTo, timeline.began);
      for (const end of [...timeline.changes().filter((time) => time > upTo && time < at), at]) {
        if (end <= start) continue;
        total += (end - start) * keys.meanChance(mass(start), mass(end));
        start = end;
      }
      return total;
    };
    return { stale: (at) => keys.chance(mass(at)), age };
  }
}
