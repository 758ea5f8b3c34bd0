import { z } from 'zod';

const law = z.object({
  mean: z.number().optional(),
  sd: z.number().optional(),
  p50: z.number().optional(),
  p95: z.number().optional(),
  p99: z.number().optional(),
});

/** What a plausible mistake would give for a figure, or for one statistic of its law. */
const bug = z.object({ bug: z.string(), wrong: z.number(), stat: z.string().optional() });

const figure = z.object({
  key: z.string().min(1),
  /** One number, or the law of a quantity. */
  exact: z.number().optional(),
  law: law.optional(),
  bugs: z.array(bug).default([]),
  /** Given where the expected value is itself a simulation. */
  monteCarlo: z.object({ se: z.number().min(0) }).optional(),
});

const oracle = z.object({
  id: z.string().min(1),
  params: z.record(z.string(), z.unknown()),
  figures: z.array(figure).min(1),
});

/** A model with a known answer: its parameters, and what its figures must be. */
export type Oracle = z.output<typeof oracle>;
export type ExpectedFigure = Oracle['figures'][number];
export type Bug = z.output<typeof bug>;
export type Params = Oracle['params'];

/** @throws Error if the text is not a list of oracles */
export function readOracles(text: string): Oracle[] {
  const oracles = z.array(oracle).min(1).parse(JSON.parse(text));
  for (const { id, figures } of oracles) {
    for (const { key, exact, law } of figures) {
      if ((exact === undefined) === (law === undefined))
        throw new Error(`${id} ${key}: a figure has either "exact" or "law"`);
    }
  }
  return oracles;
}

/** Some parameters, all of them numbers. */
export function numbersOf<const Name extends string>(params: Params, ...names: Name[]): Record<Name, number> {
  const entries = names.map((name): [Name, number] => {
    const value = params[name];
    if (typeof value !== 'number') throw new RangeError(`parameter ${name} must be a number, not ${value}`);
    return [name, value];
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}

/** A parameter that is a list of numbers. */
export function listOf(params: Params, name: string): number[] {
  const value = params[name];
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'number'))
    throw new RangeError(`parameter ${name} must be a list of numbers, not ${value}`);
  return value;
}
