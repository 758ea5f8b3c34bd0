import type { Micros } from '../../../kernel/index.js';
import { isNothing, valueAt } from '../../curve.js';
import type { Answer } from '../../trace.js';
import type { Following } from './consistency.js';
import type { LagCell } from './lag-cells.js';
import { integrate, panelsOf } from './panels.js';
import type { ReadSource } from './read-source.js';
import type { RegionReads, ServedReads } from './served-reads.js';

/**
 * Integral of the chance that of two reads of one client, a think time apart, the second goes to another copy and sees an older
 * state of the key than the first. Clients that look up anew get the newest answer: those that held an older one as their cutover
 * says, the others by chance, as many as the law of the ages leaves.
 */
export function backwardMoves(options: ServedReads, from: Micros, to: Micros): number {
  const { regions, answers, renewed, demand } = options;
  const served = regions.filter(({ reads }) => !isNothing(reads));
  if (served.length < 2 || renewed === 0 || served.every(({ sources }) => sources.length === 0)) return 0;
  const cuts = answers.flatMap(({ cutover }) => (cutover ? [{ weight: 1, cutover }] : []));
  const curves = [
    { base: 0, terms: cuts },
    demand,
    ...served.flatMap(({ sources }) => sources.flatMap(({ timeline }) => timeline.rates(from, to))),
  ];
  const times = served.flatMap(({ sources }) =>
    sources.flatMap(({ timeline }) => timeline.changesIn(from, to)),
  );
  const cutOff = served.some(({ sources }) => sources.some(({ behind }) => behind.kind === 'cut-off'));
  const chance = (at: Micros) => chanceAt(options, served, at) * valueAt(demand, at);
  let total = 0;
  for (const panel of panelsOf(curves, times, from, to, !cutOff)) {
    total +=
      panel.steady && !cutOff
        ? chance(panel.from) * (panel.to - panel.from) * panel.times
        : integrate(chance, panel);
  }
  return total;
}

function chanceAt(options: ServedReads, served: readonly RegionReads[], at: Micros): number {
  const moves = movesAt(options, at);
  const newest = options.answers.at(-1)!.shares;
  let total = 0;
  for (const first of served)
    for (const second of served) {
      if (first === second || second.sources.length === 0 || newest[second.region] === 0) continue;
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
  const [only] = second.sources;
  if (second.sources.length === 1 && only!.behind.kind === 'follows') {
    const same = first.sources.find(({ timeline }) => timeline === only!.timeline);
    if (same?.behind.kind !== 'cut-off')
      return consistency.olderBy(only!.behind, same?.behind, think).at(only!.timeline.rateAt(at));
  }
  // Both lags vary: there are as many ways as the square.
  const pairs = [first, second].every(({ sources }) =>
    sources.some(({ behind }) => behind.kind === 'follows'),
  );
  const cellsOf = (behind: Following) =>
    pairs ? consistency.coarseCells(behind) : consistency.cells(behind);
  const earlier = waysToLack(first.sources, cellsOf);
  const later = waysToLack(second.sources, cellsOf);
  const rates = second.sources.map(({ timeline }) => timeline.rateAt(at));
  const places = second.sources.map(({ timeline }) =>
    first.sources.findIndex((one) => one.timeline === timeline),
  );
  let total = 0;
  for (const a of earlier)
    for (const b of later) {
      let mass = 0;
      second.sources.forEach(({ timeline, behind }, i) => {
        const place = places[i]!;
        const seen = place < 0 ? at : heldAt(first.sources[place]!, a.lags[place]!, at);
        if (behind.kind === 'follows') mass += rates[i]! * Math.max(0, seen - (at + think - b.lags[i]!));
        else mass += timeline.mass(behind.upTo, Math.max(behind.upTo, seen));
      });
      if (mass > 0) total += a.share * b.share * consistency.keys.chance(mass);
    }
  return total;
}

/** Up to which commit time a copy has a timeline, when it lags by so much if it follows. */
function heldAt({ behind }: ReadSource, lag: Micros, at: Micros): Micros {
  return behind.kind === 'follows' ? at - lag : behind.upTo;
}

interface Way {
  readonly share: number;
  /** By source; of one that is cut off, nothing. */
  readonly lags: readonly Micros[];
}

function waysToLack(
  sources: readonly ReadSource[],
  cellsOf: (behind: Following) => readonly LagCell[],
): Way[] {
  const cells = sources.map(({ behind }) =>
    behind.kind === 'follows' ? cellsOf(behind) : [{ share: 1, lag: 0 }],
  );
  const longest = cells.reduce((a, b) => (b.length > a.length ? b : a), [{ share: 1, lag: 0 }]);
  return longest.map(({ share }, i) => ({
    share,
    lags: cells.map((own) => (own.length === 1 ? own[0]! : own[i]!).lag),
  }));
}
