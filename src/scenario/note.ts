import { z } from 'zod';
import type { Dimension } from './dimension.js';
import { alternatives } from './mistake.js';

/** A map as a scenario file has it, before anything is known of it. */
export type Raw = Readonly<Record<string, unknown>>;

/** What happens when a key is left out. */
export interface Default {
  /** As a scenario would say it, or in words. */
  is: string;
  /** What a result says that leans on it, if that is less than what the reference page says. */
  used?: string;
  /** Where the value comes from. */
  source?: string;
  /** Only then does it matter; given the map that lacks the key, and the whole scenario. */
  when?: (owner: Raw, scenario: Raw) => boolean;
}

/** What the declaration knows of a key beyond its type: for messages, the JSON Schema and the reference page. */
export interface Note {
  /** What is expected, with its article: `a duration such as 4s`. */
  expected?: string;
  /** What the key means. */
  what?: string;
  /** Units that may be written. */
  unit?: string;
  absent?: Default;
  /** A map that is one value: a scenario that extends another replaces it as a whole. */
  isValue?: true;
}

/** Notes by schema; a schema that was cloned from another inherits them. */
export const notes = z.registry<Note>();

export function noteOf(schema: z.core.$ZodType): Note {
  return notes.get(schema) ?? {};
}

/** A schema that says what it expects, for messages. */
export function expecting<S extends z.ZodType>(schema: S, expected: string): S {
  notes.add(schema, { ...noteOf(schema), expected });
  return schema;
}

/** A key that must be there. */
export function required<S extends z.ZodType>(schema: S, what: string): S {
  return described(schema, { what });
}

/** A key that may be left out, and what that means. */
export function optional<S extends z.ZodType>(
  schema: S,
  what: string,
  absent: Default,
): z.ZodExactOptional<S> {
  return described(z.exactOptional(schema), { ...noteOf(schema), what, absent });
}

/** A key that has a value when it is left out. */
export function standard<S extends z.ZodType>(
  schema: S,
  value: z.input<S>,
  what: string,
  absent: Omit<Default, 'is'> & { is?: string },
): z.ZodPrefault<S> {
  return described(schema.prefault(value as z.util.NoUndefined<z.input<S>>) as z.ZodPrefault<S>, {
    ...noteOf(schema),
    what,
    absent: { is: String(value), ...absent },
  });
}

function described<S extends z.ZodType>(schema: S, note: Note): S {
  const { what, absent } = note;
  const otherwise =
    absent === undefined ? '' : ` Default: ${absent.is}${absent.source ? ` (${absent.source})` : ''}.`;
  const clone = schema.meta({ description: `${what}.${otherwise}` });
  notes.add(clone, { ...noteOf(schema), ...note });
  return clone;
}

/** Text with a unit, read into a number. */
export function measured(
  dimension: Dimension,
  limits: { above?: number; atMost?: number; below?: number; because?: string } = {},
) {
  const {
    above = Number.NEGATIVE_INFINITY,
    atMost = Number.POSITIVE_INFINITY,
    below = Number.POSITIVE_INFINITY,
  } = limits;
  const expected = `${dimension.name}${limits.because ? ` ${limits.because}` : ''} such as ${dimension.example}`;
  const text = z.string().meta({ pattern: dimension.pattern });
  const read = text.transform((written, context) => {
    const reading = dimension.read(written);
    const wrong =
      'wrong' in reading
        ? reading.wrong
        : reading.value > above && reading.value <= atMost && reading.value < below
          ? undefined
          : `${written} is out of range`;
    if ('value' in reading && wrong === undefined) return reading.value;
    const didYouMean = 'wrong' in reading ? reading.didYouMean : undefined;
    context.issues.push({
      code: 'custom',
      message: wrong!,
      input: written,
      params: { expected, didYouMean },
    });
    return z.NEVER;
  });
  notes.add(read, { expected, unit: dimension.unit });
  return read;
}

/** One of a few words. */
export function choice<const W extends readonly [string, ...string[]]>(words: W) {
  return expecting(z.enum(words), alternatives(words));
}

/** A whole number between two others. */
export function count(least: number, most: number) {
  const schema = z.int().min(least).max(most);
  return expecting(schema, `a whole number from ${least} to ${most}`);
}
