import type { Micros } from '../../kernel/index.js';
import { drawExponential } from '../../kernel/index.js';
import type { WritesClassified } from '../trace.js';
import type { Missing } from './channels/channel.js';
import type { Timeline } from './timeline.js';

/** What became of the writes of a primary that the surviving copy lacks. */
export type Settlement = Omit<WritesClassified, 'type' | 'at' | 'store' | 'shard'>;

/** Where writes end that the surviving copy lacks. */
export type Loss = 'lostInFailover' | 'lostInConflict' | 'lostInRestore' | 'pending';

/** Gives the writes up to a commit time that the surviving copy lacks their class, and draws how many and which they are. */
export function classifyMissing(
  timeline: Timeline,
  missing: Missing,
  faultAt: Micros,
  as: Loss,
  to: Micros,
): Settlement {
  if (missing.kind === 'scattered') return classifyScattered(timeline, missing, faultAt, as, to);
  const settlement = classifySpan(timeline, missing.from, to, faultAt, as);
  settlement.staleness = Math.max(0, faultAt - missing.from);
  const age = sinceNewestSurvivor(timeline, missing.from);
  if (age !== undefined) settlement.newestSurvivingAge = settlement.staleness + age;
  return settlement;
}

/** Gives all writes of a span of commit time their class. */
export function classifySpan(
  timeline: Timeline,
  from: Micros,
  to: Micros,
  faultAt: Micros,
  as: Loss,
): Settlement {
  const settlement: Settlement = { class: as, faultAt, count: timeline.classify(from, to, as) };
  const extremes = timeline.extremes(from, to, as);
  if (extremes) {
    settlement.oldest = extremes.oldest;
    settlement.newest = extremes.newest;
  }
  return settlement;
}

function classifyScattered(
  timeline: Timeline,
  missing: Missing & { kind: 'scattered' },
  faultAt: Micros,
  as: Loss,
  to: Micros,
): Settlement {
  const { mass, count, oldest, newest, since } = missing;
  timeline.scatter(mass, { count, oldest, newest, class: as });
  const after = timeline.classify(since, to, as);
  const settlement: Settlement = { class: as, faultAt, count: count + after };
  const late = timeline.extremes(since, to, as);
  if (count > 0 || late) {
    settlement.oldest = count > 0 ? oldest : late!.oldest;
    settlement.newest = late ? late.newest : newest;
  }
  return settlement;
}

/** Backward recurrence: the last write before the tail is an exponential time before it. */
function sinceNewestSurvivor(timeline: Timeline, from: Micros): Micros | undefined {
  const rate = timeline.rateAt(Math.max(from - 1, timeline.began));
  return rate > 0 ? drawExponential(1 / rate, timeline.stream()) : undefined;
}
