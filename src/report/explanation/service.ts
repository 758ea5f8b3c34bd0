/** How many requests are answered, in sentences: only where that changes at once, or crosses the threshold. */
import type { Explanation } from '../../experiment/explain.js';
import type { ServiceAccount } from '../../measure/account.js';
import { formatShare } from '../format.js';
import type { Saying } from './saying.js';
import { listOf } from './words.js';

const microsPerSecond = 1e6;
const rank = 6;

/** The share that is answered from an instant on, of one kind of request of one population. */
interface Turn {
  readonly at: number;
  readonly share: number;
  /** It was lower before. */
  readonly rises: boolean;
  readonly of: Pick<ServiceAccount, 'population' | 'kind'>;
}

export function serviceInWords(explanation: Explanation): Saying[] {
  const { account, threshold } = explanation;
  const turns = account.service.flatMap((service) => turnsOf(service, threshold));
  const alike = new Map<string, Turn[]>();
  for (const turn of turns) {
    const key = `${turn.at} ${turn.share} ${turn.rises}`;
    alike.set(key, [...(alike.get(key) ?? []), turn]);
  }
  const told = [...alike.values()].map(
    (group): Saying => ({ at: group[0]!.at, rank, sentence: turnInWords(group, account.service) }),
  );
  return [...told, ...endInWords(explanation)];
}

/** Jumps, and the times at which a share that moves crosses the threshold. */
function turnsOf(service: ServiceAccount, threshold: number): Turn[] {
  const jumps = service.jumps.map(
    ({ at, before, after }): Turn => ({ at, share: after, rises: after > before, of: service }),
  );
  const crossings = service.below
    .flatMap(({ from, to }) => [
      { at: from, rises: false },
      ...(to === undefined ? [] : [{ at: to, rises: true }]),
    ])
    .filter(({ at }) => jumps.every((jump) => jump.at !== at))
    .map(({ at, rises }): Turn => ({ at, share: threshold, rises, of: service }));
  return [...jumps, ...crossings];
}

function turnInWords(group: readonly Turn[], all: readonly ServiceAccount[]): string {
  const { share, rises } = group[0]!;
  const who = requestsOf(
    group.map(({ of }) => of),
    all,
  );
  if (share === 0) return `No ${who} are answered.`;
  if (share > 1 - 1e-9) return `All ${who} are answered again.`;
  const percent = formatShare(share);
  return rises
    ? `${percent} of the ${who} are answered again.`
    : `Only ${percent} of the ${who} are answered.`;
}

/** Who is not served when the simulated time is up. */
function endInWords({ account: { service }, threshold, horizon }: Explanation): Saying[] {
  const down = service.filter(({ below }) => below.some(({ to }) => to === undefined));
  if (down.length === 0) return [];
  const sentence = `The simulated time is up, and fewer than ${formatShare(threshold)} of the ${requestsOf(down, service)} are answered.`;
  return [{ at: horizon * microsPerSecond, rank, sentence }];
}

/** `requests of europe`, `writes of americas and europe`, `reads of americas and requests of europe`, `requests`. */
function requestsOf(parts: readonly Turn['of'][], all: readonly ServiceAccount[]): string {
  if (parts.length === all.length && all.length > 1) return 'requests';
  const populations = [...new Set(parts.map(({ population }) => population))];
  const nouns = new Map<string, string[]>();
  for (const population of populations) {
    const own = parts.filter((part) => part.population === population);
    const whole = all.filter((one) => one.population === population).length === own.length;
    const noun = whole ? 'requests' : own[0]!.kind;
    nouns.set(noun, [...(nouns.get(noun) ?? []), population]);
  }
  return listOf([...nouns].map(([noun, names]) => `${noun} of ${listOf(names)}`));
}
