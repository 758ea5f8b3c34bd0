import { type Dimension, type Reading, refuse, scaled } from './dimension.js';
import { nearest, quote } from './mistake.js';

/** Microseconds as a power of ten and a whole factor, largest unit first. */
const units: Record<string, readonly [exponent: number, factor: number]> = {
  w: [6, 604_800],
  d: [6, 86_400],
  h: [6, 3_600],
  m: [6, 60],
  s: [6, 1],
  ms: [3, 1],
  us: [0, 1],
};

const words: Record<string, string> = {
  µs: 'us',
  μs: 'us',
  msec: 'ms',
  millis: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
  week: 'w',
  weeks: 'w',
};

/** The longest duration that a scenario may state: 100 Julian years, in microseconds. */
export const longest = 36_525 * 86_400e6;

/** A length of time such as `4s`, `90ms` or `1h30m`; microseconds, not rounded to whole ones. */
export const duration: Dimension = {
  name: 'a duration',
  example: '4s',
  pattern: '^(\\d+(\\.\\d+)?(us|ms|s|m|h|d|w))+$',
  unit: 'us, ms, s, m, h, d, w',
  read: parseDuration,
};

/** Microseconds of a text such as `1h30m`: units fall from left to right, each at most once. */
export function parseDuration(text: string): Reading {
  const refused = refuse(text, duration.name);
  if (refused !== undefined) return refused;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-zA-Zµμ]+)\s*/g)];
  if (parts.map((part) => part[0]).join('') !== text) return { wrong: `${quote(text)} is not a duration` };
  const plain = parts.map(
    ([, digits, unit]) => `${digits}${Object.hasOwn(units, unit!) ? unit : (known(unit!) ?? '')}`,
  );
  const meant = plain.join('');
  for (const [, , unit] of parts)
    if (!Object.hasOwn(units, unit!))
      return { wrong: `${quote(unit)} is not a unit of time`, ...guess(meant) };
  if (meant !== text) return { wrong: `${quote(text)} has spaces in it`, ...guess(meant) };
  return total(parts.map(([, digits, unit]) => [digits!, unit!]));
}

function total(parts: readonly (readonly [digits: string, unit: string])[]): Reading {
  const order = Object.keys(units);
  let value = 0;
  let before = -1;
  for (const [digits, unit] of parts) {
    const place = order.indexOf(unit);
    if (place <= before) return { wrong: 'the units do not go from large to small, each once' };
    before = place;
    const [exponent, factor] = units[unit]!;
    value += scaled(digits, exponent) * factor;
  }
  return value <= longest ? { value } : { wrong: 'is longer than 100 years' };
}

function known(unit: string): string | undefined {
  const word = unit.toLowerCase();
  if (Object.hasOwn(units, word)) return word;
  const long = Object.keys(words).filter((one) => one.length > 3);
  const meant = Object.hasOwn(words, word) ? word : nearest(word, long);
  return meant === undefined ? undefined : words[meant];
}

function guess(meant: string): { didYouMean?: string } {
  return 'value' in parseOnce(meant) ? { didYouMean: meant } : {};
}

function parseOnce(text: string): Reading {
  return new RegExp(duration.pattern).test(text) ? { value: 0 } : { wrong: '' };
}

/** A duration in microseconds as a scenario would say it: `1h30m`. Parts of a microsecond stay in one number: `0.25us`. */
export function printDuration(micros: number): string {
  if (micros === 0) return '0s';
  if (!Number.isInteger(micros)) return `${micros}us`;
  let rest = micros;
  let text = '';
  for (const [unit, [exponent, factor]] of Object.entries(units)) {
    const size = scaled('1', exponent) * factor;
    const count = Math.floor(rest / size);
    if (unit === 'w' || count === 0) continue;
    text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}
