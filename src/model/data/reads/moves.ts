import type { Micros } from '../../../kernel/index.js';
import type { Answer } from '../../trace.js';
import { integrate, panelsOf } from './panels.js';
import type { RegionReads, ServedReads } from './served-reads.js';

/**
 * Integral of the chance that of two reads of one client, a think time apart, the second goes to another copy and sees an older
 * state of the key than the first. Clients that look up anew get the newest answer: those that held an older one as their cutover
 * says, the others by chance, as many as the law of the ages leaves.
 */
export function backwardMoves(options: ServedReads, from: Micros, to: Micros): number {
  const { regions, answers, renewed } = options;
  const served = regions.filter(({ reads }) => reads.base !== 0 || reads.terms.length > 0);
  if (served.length < 2 || renewed === 0 || served.every(({ source }) => !source)) return 0;
  const cuts = answers.flatMap(({ cutover }) => (cutover ? [{ weight: 1, cutover }] : []));
  const curves = [
    { base: 0, terms: cuts },
    ...served.flatMap(({ source }) => source?.timeline.rates(from, to) ?? []),
  ];
  const times = served.flatMap(({ source }) => source?.timeline.changes() ?? []);
  let total = 0;
  for (const panel of panelsOf(curves, times, from, to)) {
    const chance = (at: Micros) => chanceAt(options, served, at);
    const cutOff = served.some(({ source }) => source?.behind.kind === 'cut-off');
    total +=
      panel.steady && !cutOff ? chance(panel.from) * (panel.to - panel.from) : integrate(chance, panel);
  }
  return total;
}

function chanceAt(options: ServedReads, served: readonly RegionReads[], at: Micros): number {
  const moves = movesAt(options, at);
  const newest = options.answers.at(-1)!.shares;
  let total = 0;
  for (const first of served)
    for (const second of served) {
      if (first === second || !second.source || newest[second.region] === 0) continue;
      const leaving = moves.reduce((sum, { weight, shares }) => sum + weight * shares[first.region]!, 0);
      if (leaving > 0) total += leaving * newest[second.region]! * olderChance(options, first, second, at);
    }
  return total;
}

/** Clients that look up anew within the think time, by the answer that they held. */
function movesAt(
  { answers, think, renewed }: ServedReads,
  at: Micros,
): { weight: number; shares: readonly number[] }[] {
  const acting = (answer: Answer | undefined, time: Micros) =>
    answer ? (answer.cutover?.share(time) ?? 1) : 0;
  let left = renewed;
  const moves = answers.slice(0, -1).map((answer, i) => {
    const next = answers[i + 1];
    const held = acting(answer, at) - acting(next, at);
    const kept = acting(answer, at + think) - acting(next, at + think);
    const weight = Math.max(0, held - kept);
    left -= weight;
    return { weight, shares: answer.shares };
  });
  const last = answers.at(-1)!;
  return [...moves, { weight: Math.max(0, Math.min(left, acting(last, at))), shares: last.shares }];
}

/** Chance that a read from the second copy, a think time later, does not see a write that the read from the first one saw. */
function olderChance(
  { consistency, think }: ServedReads,
  first: RegionReads,
  second: RegionReads,
  at: Micros,
): number {
  const { timeline, behind } = second.source!;
  const { keys } = consistency;
  const earlier = first.source?.behind;
  if (behind.kind === 'follows') {
    if (earlier?.kind !== 'cut-off')
      return consistency.backwards(earlier, behind, think).at(timeline.rateAt(at));
    // What was cut off for longer than the other copy lags saw nothing that this one lacks.
    const away = at + think - earlier.upTo;
    return consistency
      .of(behind)
      .average((lag) => keys.chance(timeline.rateAt(at) * Math.max(0, lag - away)));
  }
  const seen = (upTo: Micros) => (upTo > behind.upTo ? keys.chance(timeline.mass(behind.upTo, upTo)) : 0);
  if (earlier === undefined) return seen(at);
  return earlier.kind === 'cut-off'
    ? seen(earlier.upTo)
    : consistency.of(earlier).average((lag) => seen(at - lag));
}
