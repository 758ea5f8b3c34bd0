import type { Conflict, KeyPolicy, Resolution, Version } from './policy.js';

/**
 * What an application says of a conflict: keep one version (itself, or its place in the versions given) and lose the others;
 * all of them are merged into one value; all are kept side by side; or a person has to decide.
 */
export type MergeAnswer = { readonly keep: number | Version } | 'merged' | 'siblings' | 'pending';

/**
 * Decides one conflict. It is given what is known of each version (who wrote last, when, how many writes), not a content: nothing
 * has one here. The versions come in order of their sides, in a list that cannot be changed, and are copies: to change one changes
 * nothing. How often and in which order conflicts are asked about says nothing.
 *
 * The same conflict must get the same answer, at once. A function that reads a clock (`Date`), draws (`Math.random`) or remembers
 * earlier calls makes results differ from run to run and with the number of workers, and nobody can tell; a promise is refused. A
 * function that does not come back cannot be stopped from outside while runs are made in its own thread.
 *
 * @example
 * // The last writer wins, by what the clocks said.
 * const keepNewest: MergeFunction = ({ versions }) => ({
 *   keep: versions.reduce((a, b) => (b.stamp.time > a.stamp.time ? b : a)),
 * });
 */
export type MergeFunction = (conflict: Conflict) => MergeAnswer;

/** A merge function and where it was found. */
export interface MergeSource {
  readonly merge: MergeFunction;
  /** The module, for messages: its path. */
  readonly module: string;
  /** Name of its export. */
  readonly export: string;
}

/** A merge function threw, or gave an answer that is none. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/**
 * A function of the application decides each conflict.
 *
 * @param rate Keys left to people that they settle a microsecond; left out, nobody does.
 * @throws MergeError from `resolve`, naming module and export, if the function throws or gives a wrong answer.
 */
export function applicationMerge(source: MergeSource, rate?: number): KeyPolicy {
  return {
    name: 'merge',
    asks: 'versions',
    decides: 'key',
    ...(rate === undefined ? {} : { repairRate: rate }),
    resolve(conflict) {
      const { versions } = conflict;
      const ordered = isInOrder(versions);
      const given = ordered ? versions : [...versions].sort((a, b) => a.side - b.side);
      const shown = given.map(copyOf);
      const answer = ask(source, show(shown, conflict.sides));
      const { fates, siblings } = resolution(source, shown, answer);
      return { fates: ordered ? fates : versions.map((version) => fates[given.indexOf(version)]!), siblings };
    },
  };
}

function isInOrder(versions: readonly Version[]): boolean {
  return versions.every((version, i) => i === 0 || versions[i - 1]!.side <= version.side);
}

/** Whatever the function does to it changes nothing: freezing would cost as much as all else (measured). */
function copyOf({ side, region, writes, stamp, writtenAt }: Version): Version {
  const { time, counter, writer } = stamp;
  return { side, region, writes, stamp: { time, counter, writer }, writtenAt };
}

/** The order stands: places in it are answers. */
function show(versions: readonly Version[], sides: Conflict['sides']): Conflict {
  return sides ? { versions: Object.freeze(versions), sides } : { versions: Object.freeze(versions) };
}

function ask(source: MergeSource, conflict: Conflict): unknown {
  try {
    return source.merge(conflict);
  } catch (cause) {
    throw new MergeError(
      `${called(source)} threw: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
}

function resolution(source: MergeSource, versions: readonly Version[], answer: unknown): Resolution {
  switch (answer) {
    case 'merged':
      return { fates: versions.map(() => 'merged'), siblings: 0 };
    case 'siblings':
      return { fates: versions.map(() => 'merged'), siblings: versions.length };
    case 'pending':
      return { fates: versions.map(() => 'pending'), siblings: 0 };
  }
  const kept = keptBy(answer, versions);
  if (!kept) throw new MergeError(`${called(source)} ${complaint(answer, versions.length)}`);
  return {
    fates: versions.map((version) => (version === kept ? 'surviving' : 'lostInConflict')),
    siblings: 0,
  };
}

function keptBy(answer: unknown, versions: readonly Version[]): Version | undefined {
  if (typeof answer !== 'object' || answer === null || !('keep' in answer)) return undefined;
  const { keep } = answer;
  return typeof keep === 'number' ? versions[keep] : versions.find((version) => version === keep);
}

function complaint(answer: unknown, count: number): string {
  const expected = `{ keep: N } with N from 0 to ${count - 1} or a version, 'merged', 'siblings' or 'pending'`;
  if (isPromise(answer)) {
    // Nobody will look at it again: its failure must not end the process.
    answer.then(undefined, () => {});
    return `gave a promise: it must answer at once, ${expected}`;
  }
  return `answered ${said(answer)}: expected ${expected}`;
}

function isPromise(answer: unknown): answer is PromiseLike<unknown> {
  return (
    typeof answer === 'object' && answer !== null && 'then' in answer && typeof answer.then === 'function'
  );
}

function said(answer: unknown): string {
  if (typeof answer === 'string') return `'${answer}'`;
  if (typeof answer !== 'object' || answer === null) return String(answer);
  if (!('keep' in answer)) return 'an object without keep';
  const { keep } = answer;
  return typeof keep === 'object'
    ? '{ keep } without a version that it was given'
    : `{ keep: ${String(keep)} }`;
}

function called(source: MergeSource): string {
  return `${source.export} of ${source.module}`;
}
