/** Text with a unit, read into a number: durations, rates, shares, sizes, bandwidths. */

export type Reading = { value: number } | { wrong: string; didYouMean?: string };

export interface Dimension {
  /** With its article: `a duration`. */
  name: string;
  /** As a person would write one. */
  example: string;
  /** A regular expression for editors: necessary, not sufficient. */
  pattern: string;
  /** The unit of the number that comes out. */
  unit: string;
  read(text: string): Reading;
}

export interface Measure {
  /** Decimal digits as written. */
  digits: string;
  unit: string;
}

const shapes: readonly (readonly [RegExp, string])[] = [
  [/^[\d.]+\s*%$/, 'a share'],
  [/^[\d.]+\s*[kKMGT]?i?(B|bit)\/[a-z]+$/, 'a bandwidth'],
  [/^[\d.]+\s*[kM]?\/[a-z]+$/, 'a rate'],
  [/^[\d.]+\s*[kKMGT]?i?B$/, 'a size'],
  [/^([\d.]+(us|ms|s|m|h|d|w))+$/, 'a duration'],
];

/** What every dimension refuses in the same words; undefined if the text may be right. */
export function refuse(text: string, name: string): Reading | undefined {
  if (text.trim() === '') return { wrong: 'is empty' };
  if (/^-\s*[\d.]/.test(text)) return { wrong: `${text} is negative` };
  if (/^\d+(\.\d+)?$/.test(text)) return { wrong: `${text} has no unit` };
  if (/^[\d.]+(e[+-]?\d+|x[\da-f]+)/i.test(text))
    return { wrong: `${text} is not written in plain decimals` };
  const shape = shapes.find(([pattern]) => pattern.test(text));
  if (shape !== undefined && shape[1] !== name) return { wrong: `${text} is ${shape[1]}` };
  return undefined;
}

/** Splits `1.5ms` into digits and unit; undefined if it is anything else. */
export function split(text: string): Measure | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([^\d\s.].*)$/.exec(text) ?? [];
  return digits === undefined || unit === undefined ? undefined : { digits, unit };
}

/** Digits times a power of ten, correctly rounded: `scaled('99.9', -2)` is 0.999, which `99.9 / 100` is not. */
export function scaled(digits: string, exponent: number): number {
  return Number(`${digits}e${exponent}`);
}
