import type { Micros } from '../../kernel/index.js';
import { drawExponential } from '../../kernel/index.js';
import type { WritesClassified } from '../trace.js';
import type { Missing } from './channel.js';
import type { Timeline } from './timeline.js';

/** What became of the writes of a primary that the surviving copy lacks. */
export type Settlement = Omit<WritesClassified, 'type' | 'at' | 'store' | 'shard'>;

/** Gives the writes up to a commit time that the surviving copy lacks their class, and draws how many and which they are. */
export function classifyMissing(
  timeline: Timeline,
  missing: Missing,
  faultAt: Micros,
  as: 'lostInFailover' | 'pending',
  to: Micros,
): Settlement {
  if (missing.kind === 'scattered') {
    const { mass, count, oldest, newest } = missing;
    timeline.scatter(mass, count);
    return count > 0 ? { class: as, faultAt, count, oldest, newest } : { class: as, faultAt, count };
  }
  const settlement: Settlement = { class: as, faultAt, count: timeline.classify(missing.from, to, as) };
  const extremes = timeline.extremes(missing.from, to);
  if (extremes) {
    settlement.oldest = extremes.oldest;
    settlement.newest = extremes.newest;
  }
  settlement.staleness = Math.max(0, faultAt - missing.from);
  const age = sinceNewestSurvivor(timeline, missing.from);
  if (age !== undefined) settlement.newestSurvivingAge = settlement.staleness + age;
  return settlement;
}

/** Backward recurrence: the last write before the tail is an exponential time before it. */
function sinceNewestSurvivor(timeline: Timeline, from: Micros): Micros | undefined {
  const rate = timeline.rateAt(Math.max(from - 1, timeline.began));
  return rate > 0 ? drawExponential(1 / rate, timeline.stream()) : undefined;
}
