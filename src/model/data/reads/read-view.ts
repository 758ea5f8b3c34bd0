import type { Micros } from '../../../kernel/index.js';
import { integralOf, isNothing, valueAt } from '../../curve.js';
import type { ReadTally } from '../../trace.js';
import { Lacking } from './lacking.js';
import { backwardMoves } from './moves.js';
import { integrate, panelsOf } from './panels.js';
import type { Behind } from './read-source.js';
import type { RegionReads, ServedReads } from './served-reads.js';

/** From where the reads of a population are served for a while, and what they miss: expected numbers, by time. */
export class ReadView {
  constructor(readonly options: ServedReads) {}

  /** What is expected of the reads and writes of a stretch of time. */
  between(from: Micros, to: Micros): ReadTally {
    const { regions, readRate, writeRate } = this.options;
    const tally = { reads: 0, stale: 0, age: 0, ownReads: 0, ownMissed: 0, backwards: 0 };
    if (to <= from) return tally;
    for (const one of regions) {
      tally.reads += readRate * integralOf(one.reads, from, to);
      tally.ownReads += writeRate * integralOf(one.writes, from, to);
      tally.ownMissed += writeRate * this.missedOwn(one, from, to);
      const { stale, age } = this.staleIn(one, from, to);
      tally.stale += readRate * stale;
      tally.age += readRate * age;
    }
    tally.backwards = readRate * backwardMoves(this.options, from, to);
    return tally;
  }

  /** Integral of the share of own writes that a read after the think time does not see. */
  private missedOwn({ writes, sources }: RegionReads, from: Micros, to: Micros): number {
    const { think } = this.options;
    const away = sources.find(({ commits }) => !commits);
    if (!away) return 0;
    const { behind } = away;
    if (behind.kind === 'follows') return missedAfter(behind, think) * integralOf(writes, from, to);
    const first = Math.max(from, behind.upTo + think);
    return first < to ? integralOf(writes, first, to) : 0;
  }

  /** Integrals of the share of reads that are stale, and of the ages of what they miss. */
  private staleIn({ reads, sources }: RegionReads, from: Micros, to: Micros): { stale: number; age: number } {
    const total = { stale: 0, age: 0 };
    if (sources.length === 0 || isNothing(reads)) return total;
    const lacking = new Lacking(sources, this.options.consistency);
    const curves = [reads, ...sources.flatMap(({ timeline }) => timeline.rates(from, to))];
    const times = sources.flatMap(({ timeline }) => timeline.changesIn(from, to));
    for (const panel of panelsOf(curves, times, from, to, lacking.isStationary)) {
      if (panel.steady && lacking.isStationary) {
        const share = valueAt(reads, panel.from) * (panel.to - panel.from) * panel.times;
        if (share === 0) continue;
        total.stale += share * lacking.stale(panel.from);
        total.age += share * lacking.age(panel.from);
      } else {
        total.stale += integrate((at) => valueAt(reads, at) * lacking.stale(at), panel);
        total.age += integrate((at) => valueAt(reads, at) * lacking.age(at), panel);
      }
    }
    return total;
  }
}

/** Share of the writes that a read so much later does not see on a copy that follows. */
function missedAfter({ lag, floor }: Behind & { kind: 'follows' }, time: Micros): number {
  return time < floor ? 1 : 1 - lag.cdf(time);
}
