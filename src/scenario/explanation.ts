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
  return issues.flatMap((issue) => {
    const at = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const path = [...above, ...at];
    const judge = schemaAt(schema, at, value);
    const given = valueAt(value, at);
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => unknownKey([...path, key], key, judge, given));
      case 'invalid_key':
        return [
          {
            path,
            aboutKey: true,
            message: `${quote(at.at(-1))} is not a name`,
            expected: keysOf(schema, at, value),
          },
        ];
      case 'invalid_union':
        return explainUnion(issue, judge, given, path);
      case 'custom':
        return [{ path, message: issue.message, ...custom(issue, judge) }];
      default:
        return [describe(given, judge, path)];
    }
  });
}

function custom(issue: z.core.$ZodIssueCustom, judge: Schema | undefined) {
  const { expected = expectedOf(judge), didYouMean } = (issue.params ?? {}) as {
    expected?: string;
    didYouMean?: string;
  };
  return { expected, ...(didYouMean !== undefined && { didYouMean }) };
}

function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  judge: Schema | undefined,
  given: unknown,
  path: Path,
): Finding[] {
  const option = judge === undefined || given === undefined ? undefined : optionFor(judge, given);
  if (judge === undefined || option === undefined) return [describe(given, judge, path)];
  const { def } = bare(judge)._zod;
  const issues =
    def.type === 'union' ? issue.errors[(def.options as readonly Schema[]).indexOf(option)] : undefined;
  return explain(issues ?? [], option, given, path);
}

function unknownKey(path: Path, key: string, judge: Schema | undefined, given: unknown): Finding {
  const inner = judge === undefined ? undefined : (optionFor(judge, given) ?? judge);
  const def = inner === undefined ? undefined : bare(inner)._zod.def;
  const known = def?.type === 'object' ? Object.keys(def.shape) : [];
  const free = known.filter((name) => !isMap(given) || !Object.hasOwn(given, name));
  const meant = nearest(key, free);
  return {
    path,
    aboutKey: true,
    message: `unknown key ${quote(key)}`,
    expected: alternatives(known),
    ...(meant !== undefined && { didYouMean: meant }),
  };
}

function keysOf(schema: Schema, at: Path, value: unknown): string {
  const owner = schemaAt(schema, at.slice(0, -1), value);
  const def = owner === undefined ? undefined : bare(owner)._zod.def;
  return expectedOf(def?.type === 'record' ? def.keyType : owner);
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
  const meant = typeof given === 'string' ? nearest(given, words) : undefined;
  return {
    path,
    message: wrong(given, judge, words),
    expected,
    ...(meant !== undefined && { didYouMean: meant }),
  };
}

function wrong(given: unknown, judge: Schema | undefined, words: readonly string[]): string {
  if (Array.isArray(given)) return given.length === 0 ? 'is empty' : `is a list of ${given.length}`;
  if (isMap(given)) return 'is a map';
  const unit = judge === undefined ? undefined : noteUnder(judge).unit;
  const def = judge === undefined ? undefined : bare(judge)._zod.def;
  if (typeof given === 'number') {
    if (unit !== undefined)
      return given < 0 ? `${given} is negative and has no unit` : `${given} has no unit`;
    if (def?.type !== 'number') return `${given} is a number`;
    return Number.isInteger(given) ? `${given} is out of range` : `${given} is not a whole number`;
  }
  if (typeof given === 'boolean') return `is ${given}`;
  if (given === '') return 'is empty';
  return words.length > 0 ? `unknown choice ${quote(given)}` : `${quote(given)} is not right`;
}
