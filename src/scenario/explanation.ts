import type { z } from 'zod';
import { bare, isMap, noteUnder, optionFor, type Schema, schemaAt, valueAt, wordsOf } from './declaration.js';
import { alternatives, type Finding, nearest, type Path, quote } from './mistake.js';

/** Turns zod's issues into findings in the words of the project. */
export function explain(
  issues: readonly z.core.$ZodIssue[],
  schema: Schema,
  value: unknown,
  above: Path = [],
): Finding[] {
  const unions = new Set<string>();
  return issues.flatMap((issue) => {
    const at = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const depth = unionOn(schema, at, value);
    if (depth === undefined) return explainIssue(issue, at, schema, value, above);
    const place = at.slice(0, depth);
    if (unions.has(place.join('.'))) return [];
    unions.add(place.join('.'));
    const union = schemaAt(schema, place, value)!;
    return (
      explainUnion(union, valueAt(value, place), [...above, ...place]) ??
      explainIssue(issue, at, schema, value, above)
    );
  });
}

/** How deep along a path the first union stands. */
function unionOn(schema: Schema, path: Path, value: unknown): number | undefined {
  for (let depth = 0; depth <= path.length; depth++) {
    const here = schemaAt(schema, path.slice(0, depth), value);
    if (here !== undefined && bare(here)._zod.def.type === 'union') return depth;
  }
  return undefined;
}

function explainIssue(
  issue: z.core.$ZodIssue,
  at: Path,
  schema: Schema,
  value: unknown,
  above: Path,
): Finding[] {
  const path = [...above, ...at];
  const judge = schemaAt(schema, at, value);
  const given = valueAt(value, at);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], key, judge, given));
    case 'invalid_key':
      return [invalidKey(path, schemaAt(schema, at.slice(0, -1), value))];
    case 'custom':
      return [{ path, message: issue.message, ...custom(issue, judge) }];
    default:
      return [describe(given, judge, path)];
  }
}

/**
 * The option that was probably meant judges alone: what the others say of the value would only confuse. Undefined if it has nothing
 * to say, because what was refused is what the option made of the value.
 */
function explainUnion(union: Schema, given: unknown, path: Path): Finding[] | undefined {
  const option = given === undefined ? undefined : optionFor(union, given);
  if (option === undefined) return [describe(given, union, path)];
  if (bare(option)._zod.def.type === 'enum') return [describe(given, union, path)];
  const judged = (option as z.ZodType).safeParse(given);
  return judged.success ? undefined : explain(judged.error.issues, option, given, path);
}

function custom(issue: z.core.$ZodIssueCustom, judge: Schema | undefined) {
  const { expected = expectedOf(judge), didYouMean } = (issue.params ?? {}) as {
    expected?: string;
    didYouMean?: string;
  };
  return { expected, ...(didYouMean !== undefined && { didYouMean }) };
}

function unknownKey(path: Path, key: string, judge: Schema | undefined, given: unknown): Finding {
  const known = keysIn(judge);
  const free = known.filter((name) => !isMap(given) || !Object.hasOwn(given, name));
  const meant = nearest(key, free) ?? nearest(key, known);
  return {
    path,
    aboutKey: true,
    message: `unknown key ${quote(key)}`,
    expected: alternatives(known),
    ...(meant !== undefined && { didYouMean: meant }),
  };
}

/** The keys that a schema knows, of all its options. */
function keysIn(schema: Schema | undefined): string[] {
  const def = schema === undefined ? undefined : bare(schema)._zod.def;
  if (def?.type === 'union') return def.options.flatMap(keysIn);
  return def?.type === 'object' ? Object.keys(def.shape) : [];
}

/** A key of a map of names that is no name, or of quantiles that is no quantile. */
function invalidKey(path: Path, owner: Schema | undefined): Finding {
  const def = owner === undefined ? undefined : bare(owner)._zod.def;
  const expected = expectedOf(def?.type === 'record' ? def.keyType : owner);
  const key = quote(path.at(-1));
  return {
    path,
    aboutKey: true,
    message: expected.startsWith('a name') ? `${key} is not a name` : `unknown key ${key}`,
    expected,
  };
}

export function expectedOf(schema: Schema | undefined): string {
  return (schema && noteUnder(schema).expected) ?? 'something else';
}

/** A value that is not what its schema wants. */
function describe(given: unknown, judge: Schema | undefined, path: Path): Finding {
  const expected = expectedOf(judge);
  if (given === undefined) return { path, message: 'is missing', expected };
  if (given === null) return { path, message: 'has no value', expected };
  const words = judge === undefined ? [] : wordsOf(judge);
  const [key = ''] = isMap(given) ? Object.keys(given) : [];
  const meant = typeof given === 'string' ? nearest(given, words) : nearest(key, keysIn(judge));
  return {
    path,
    message: wrong(given, judge, words),
    expected,
    ...(meant !== undefined && { didYouMean: meant }),
  };
}

function wrongList(length: number, judge: Schema | undefined): string {
  if (length === 0) return 'is empty';
  const most = judge === undefined ? undefined : mostIn(judge);
  return most !== undefined && length > most
    ? `is a list of ${length}, more than ${most}`
    : `is a list of ${length}`;
}

/** How many items a list may have; undefined where nobody says. */
function mostIn(list: Schema): number | undefined {
  const checks = bare(list)._zod.def.checks ?? [];
  const defs = checks.map((check) => check._zod.def as z.core.$ZodCheckMaxLengthDef);
  return defs.find(({ check }) => check === 'max_length')?.maximum;
}

function wrong(given: unknown, judge: Schema | undefined, words: readonly string[]): string {
  if (Array.isArray(given)) return wrongList(given.length, judge);
  if (isMap(given))
    return Object.keys(given).length === 0 ? 'is empty' : `is a map of ${alternatives(Object.keys(given))}`;
  const unit = judge === undefined ? undefined : noteUnder(judge).unit;
  const def = judge === undefined ? undefined : bare(judge)._zod.def;
  if (typeof given === 'number') {
    if (unit !== undefined)
      return given < 0 ? `${given} is negative and has no unit` : `${given} has no unit`;
    if (def?.type !== 'number') return `${given} is a number`;
    return Number.isInteger(given) ? `${given} is out of range` : `${given} is not a whole number`;
  }
  if (typeof given === 'boolean') return `is ${given}`;
  if (String(given).trim() === '') return 'is empty';
  if (def?.type === 'number') return `${quote(given)} is not a number`;
  return words.length > 0 ? `unknown choice ${quote(given)}` : `${quote(given)} is not right`;
}
