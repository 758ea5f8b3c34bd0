import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import { type Path, quote } from '../mistake.js';
import { lifeKeys } from '../resolvers.js';
import { printShare } from '../share.js';
import type { Declared } from './declared.js';
import { durationOf, type Findings, leastOf, listOf, mapOf, numberOf, shareOf, textOf } from './given.js';

/** Shares of resolvers and caches add up, each part has one rule, and the record's time to live changes within the run. */
export function checkResolvers(declared: Declared, findings: Findings): void {
  const { scenario, populations } = declared;
  const ttl = own(own(scenario, 'routing'), 'ttl');
  for (const [name, population] of Object.entries(mapOf(own(scenario, 'clients')))) {
    const path: Path = ['clients', name];
    const resolvers = own(population, 'resolvers');
    checkStretch([...path, 'resolvers'], resolvers, durationOf(own(ttl, 'initially') ?? ttl), findings);
    checkMix([...path, 'resolvers', 'mix'], listOf(own(resolvers, 'mix')), findings);
    checkMisplaced([...path, 'resolvers', 'misplaced', 'as'], resolvers, name, populations, findings);
    checkCaches([...path, 'cache'], listOf(own(population, 'cache')), findings);
  }
  checkTtl(['routing', 'ttl'], ttl, durationOf(own(scenario, 'horizon')), findings);
}

function checkStretch(path: Path, resolvers: unknown, ttl: number | undefined, findings: Findings): void {
  const count = own(resolvers, 'count');
  if (own(resolvers, 'weights') !== undefined && numberOf(count) === undefined && listOf(count).length === 0)
    findings.key([...path, 'weights'], 'has no meaning with many resolvers', 'it only with a number of them');
  const stretch = own(resolvers, 'stretch');
  if (stretch !== undefined && own(resolvers, 'mix') !== undefined)
    findings.key([...path, 'stretch'], 'stands beside mix', 'either of them; a part with atLeast stretches');
  const to = durationOf(own(stretch, 'to'));
  if (to !== undefined && ttl !== undefined && to <= ttl)
    findings.add(
      [...path, 'stretch', 'to'],
      'is not longer than the TTL, so nothing would be stretched',
      `more than routing.ttl, ${printDuration(ttl)}`,
    );
}

function checkMix(path: Path, parts: readonly unknown[], findings: Findings): void {
  for (const [index, part] of parts.entries()) {
    const [first, ...others] = lifeKeys.filter((key) => own(part, key) !== undefined);
    for (const other of others)
      findings.key([...path, index, other], `stands beside ${first}`, 'one rule for the life of an answer');
  }
  const sum = sumOf(parts);
  if (sum !== undefined && Math.abs(sum - 1) > rounding)
    findings.add(path, `has shares that add up to ${printShare(sum)}`, '100% over all parts');
}

function checkMisplaced(
  path: Path,
  resolvers: unknown,
  name: string,
  populations: readonly string[],
  findings: Findings,
): void {
  const as = textOf(own(own(resolvers, 'misplaced'), 'as'));
  if (as === undefined) return;
  const others = populations.filter((one) => one !== name);
  if (as === name) findings.add(path, `${quote(as)} is the population itself`, 'another population');
  else if (!others.includes(as)) findings.unknown(path, 'population', as, others);
}

function checkCaches(path: Path, parts: readonly unknown[], findings: Findings): void {
  const sum = sumOf(parts);
  if (sum !== undefined && sum > 1 + rounding)
    findings.add(path, `has shares that add up to ${printShare(sum)}`, 'no more than 100% over all parts');
}

function checkTtl(path: Path, ttl: unknown, horizon: number | undefined, findings: Findings): void {
  const [initially, becomes] = ['initially', 'becomes'].map((key) => durationOf(own(ttl, key)));
  if (initially !== undefined && initially === becomes)
    findings.add([...path, 'becomes'], 'is what it is initially', 'another duration, or no change');
  const at = own(ttl, 'at');
  if (horizon !== undefined && at !== undefined && leastOf(at) >= horizon)
    findings.add(
      [...path, 'at'],
      `is ${printDuration(leastOf(at))} at the earliest, beyond the horizon`,
      `less than the horizon, ${printDuration(horizon)}`,
    );
}

/** Of sums of shares. */
const rounding = 1e-9;

/** Undefined where a share is missing or malformed, which the declaration reports. */
function sumOf(parts: readonly unknown[]): number | undefined {
  const shares = parts.map((part) => shareOf(own(part, 'share')));
  if (shares.length === 0) return undefined;
  return shares.reduce(
    (sum, share) => (sum === undefined || share === undefined ? undefined : sum + share),
    0,
  );
}
