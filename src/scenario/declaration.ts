import type { z } from 'zod';
import { nearest, type Path } from './mistake.js';
import { type Note, noteOf } from './note.js';

/** Looking into the declaration: what a schema is under its wrappings, and which schema stands at a path. */

export type Schema = z.core.$ZodType;
type Bare = z.core.$ZodTypes;

/** The schema under optional keys, defaults and transformations. */
export function bare(schema: Schema): Bare {
  const { _zod } = schema as Bare;
  switch (_zod.def.type) {
    case 'optional':
    case 'prefault':
      return bare(_zod.def.innerType);
    case 'pipe':
      return bare(_zod.def.in);
    default:
      return schema as Bare;
  }
}

/** What the declaration says of a schema, on any of its wrappings: the outermost word counts. */
export function noteUnder(schema: Schema): Note {
  const own = noteOf(schema);
  const { def } = (schema as Bare)._zod;
  const inner =
    def.type === 'optional' || def.type === 'prefault'
      ? def.innerType
      : def.type === 'pipe'
        ? def.in
        : undefined;
  return inner === undefined ? own : { ...noteUnder(inner), ...own };
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key's value without falling through to prototypes. */
export function own(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isMap(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce(own, value);
}

/** The schema that judges the value at a path; undefined where none does. */
export function schemaAt(schema: Schema, path: Path, value: unknown): Schema | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const next = schemaBelow(bare(schema), step, value);
  return next === undefined ? undefined : schemaAt(next, rest, own(value, step));
}

function schemaBelow(schema: Bare, step: string | number, value: unknown): Schema | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return Object.hasOwn(def.shape, step) ? def.shape[step] : undefined;
    case 'record':
      return def.valueType;
    case 'array':
      return def.element;
    case 'tuple':
      return def.items[Number(step)];
    case 'union': {
      const option = optionFor(schema, value);
      return option === undefined ? undefined : schemaBelow(bare(option), step, value);
    }
    default:
      return undefined;
  }
}

/** The option of a union that a value was probably meant for. */
export function optionFor(union: Schema, value: unknown): Schema | undefined {
  const { def } = bare(union)._zod;
  if (def.type !== 'union') return undefined;
  const scores = def.options.map((option) => fitness(option, value));
  const best = Math.max(...scores);
  return best < 1 ? undefined : def.options[scores.indexOf(best)];
}

/** How well a value fits a schema: below 1 not at all. */
function fitness(schema: Schema, value: unknown): number {
  const { def } = bare(schema)._zod;
  switch (def.type) {
    case 'union':
      return Math.max(...def.options.map((option) => fitness(option, value)));
    case 'object': {
      if (!isMap(value)) return 0;
      const keys = Object.keys(def.shape);
      const known = keys.filter((key) => Object.hasOwn(value, key)).length;
      return known === 0 ? 0 : 1 + known - (keys.length - known) / 100;
    }
    case 'record':
      return isMap(value) ? Object.keys(value).filter((key) => accepts(def.keyType, key)).length : 0;
    case 'array':
    case 'tuple':
      return Array.isArray(value) ? 4 : 0;
    case 'enum': {
      const words = Object.values(def.entries).map(String);
      if (typeof value !== 'string') return 0;
      return words.includes(value) ? 5 : nearest(value, words) !== undefined ? 4 : 1;
    }
    default:
      return typeof value === def.type ? 3 : isMap(value) || Array.isArray(value) ? 0 : 1;
  }
}

function accepts(schema: Schema, value: unknown): boolean {
  return (schema as z.ZodType).safeParse(value).success;
}

/** The words of a choice; none for anything else. */
export function wordsOf(schema: Schema): string[] {
  const { def } = bare(schema)._zod;
  if (def.type === 'enum') return Object.values(def.entries).map(String);
  return def.type === 'union' ? def.options.flatMap(wordsOf) : [];
}
