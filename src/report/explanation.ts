/** One run as a timeline in words: what happened, when and to whom. Says nothing of what did not happen. */
import type { Explanation } from '../experiment/explain.js';
import type { Redirection } from '../measure/account.js';
import { recordInWords } from './explanation/record.js';
import type { Saying } from './explanation/saying.js';
import { serviceInWords } from './explanation/service.js';
import { listOf } from './explanation/words.js';
import { formatDuration, formatShare } from './format.js';

/** What happened at one instant. */
export interface Moment {
  /** Seconds since the start of the run. */
  readonly at: number;
  /** Seconds since the fault that began this trouble; absent before the first. */
  readonly after?: number;
  readonly sentences: readonly string[];
}

const microsPerSecond = 1e6;

/** The moments of a run at which something happened, in order. */
export function narrate(explanation: Explanation): Moment[] {
  const sayings = [
    ...explanation.account.records.flatMap((record) => recordInWords(record, explanation)),
    ...redirectionsInWords(explanation.account.redirections),
    ...serviceInWords(explanation),
  ];
  const starts = troublesOf(explanation);
  return groupBy(sayings, ({ at }) => at)
    .sort(([a], [b]) => a - b)
    .map(([at, group]) => {
      const start = starts.findLast((one) => one <= at);
      const sentences = [...group].sort((a, b) => a.rank - b.rank).map(({ sentence }) => sentence);
      return {
        at: at / microsPerSecond,
        ...(start === undefined ? {} : { after: (at - start) / microsPerSecond }),
        sentences,
      };
    });
}

/** The faults that begin while no other is in force and everybody is served. */
function troublesOf({ account: { records, service } }: Explanation): number[] {
  let active = 0;
  return records.flatMap((record) => {
    if (record.type === 'fault-ended') active -= 1;
    if (record.type !== 'fault-began') return [];
    const suffering = service.some(({ below }) =>
      below.some(({ from, to }) => from < record.at && (to === undefined || to > record.at)),
    );
    active += 1;
    return active === 1 && !suffering ? [record.at] : [];
  });
}

/** Populations that are sent the same way at the same time are named together. */
function redirectionsInWords(redirections: readonly Redirection[]): Saying[] {
  const alike = groupBy(redirections, ({ at, regions, halfAfter, most, by }) =>
    JSON.stringify([at, regions, halfAfter, most, by]),
  );
  return alike.map(([, group]) => {
    const { at, regions, halfAfter, most, by } = group[0]!;
    const populations = listOf(group.map(({ population }) => population));
    const pace =
      most.after === 0
        ? 'they follow at once'
        : `half of the clients follow ${within(halfAfter)}, ${formatShare(most.share)} ${within(most.after)}`;
    return { at, rank: 5, sentence: `${sends(populations, regions, by)}: ${pace}.` };
  });
}

function sends(populations: string, regions: readonly string[], by: Redirection['by']): string {
  const nowhere = regions.length === 0;
  switch (by) {
    case 'network':
      return nowhere
        ? `The network has no way for ${populations} any more`
        : `The network takes ${populations} to ${listOf(regions)}`;
    case 'edge':
      return nowhere
        ? `The accelerator has nobody for ${populations}`
        : `The accelerator sends ${populations} to ${listOf(regions)}`;
    default:
      return nowhere
        ? `DNS has no answer for ${populations} any more`
        : `DNS sends ${populations} to ${listOf(regions)}`;
  }
}

/** Some clients never follow. */
function within(micros: number): string {
  return micros === Number.POSITIVE_INFINITY ? 'never' : `within ${inSeconds(micros)}`;
}

function inSeconds(micros: number): string {
  return formatDuration(micros / microsPerSecond);
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups];
}
