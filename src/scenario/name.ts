import { z } from 'zod';
import { places } from '../data/places.js';
import { expecting } from './note.js';

/** Letters, digits, `-` and `_`, with a letter among them: no dots, spaces or strokes, which paths and sites need. */
const namePattern = /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** What a region, a zone, a population, a store or a fault may be called. */
export const name = expecting(
  z.string().regex(namePattern),
  'a name of letters, digits, - and _, such as us-east',
);

/** Keys that would reach into an object's prototype; refused everywhere. */
export const reserved: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Text that names something declared elsewhere. */
export function naming(what: string) {
  return expecting(z.string(), what);
}

/** Where something is. Editors complete it from the list of places. */
export const place = expecting(
  z.string().meta({ id: 'Place', examples: [...places.keys()] }),
  'a cloud region such as aws/us-east-1 or a city such as city/london',
);

/** A map from names of one's own choosing. */
export function named<V extends z.ZodType>(value: V, expected: string) {
  return expecting(z.record(name, value), expected);
}
