import { type Dimension, type Reading, refuse, scaled, split } from './dimension.js';
import { quote } from './mistake.js';

const seconds: Record<string, number> = { s: 1, min: 60, h: 3_600, d: 86_400 };
const prefixes: Record<string, number> = { '': 0, k: 3, M: 6 };
const words: Record<string, string> = {
  m: 'min',
  sec: 's',
  second: 's',
  minute: 'min',
  hour: 'h',
  hr: 'h',
  day: 'd',
};

/** The largest rate that a scenario may state, per second. */
export const fastest = 1e9;

/** How often something happens, such as `400/s`, `20/min` or `2k/s`; per second. */
export const rate: Dimension = {
  name: 'a rate',
  example: '400/s',
  pattern: '^\\d+(\\.\\d+)?[kM]?/(s|min|h|d)$',
  unit: '/s, /min, /h, /d; k and M before the stroke',
  read: parseRate,
};

/** Events per second of a text such as `2k/s`. */
export function parseRate(text: string): Reading {
  const refused = refuse(text, rate.name);
  if (refused !== undefined) return refused;
  const { digits, unit } = split(text.replaceAll(' ', '')) ?? { digits: '', unit: '' };
  const [, prefix, per] = /^([a-zA-Z]?)\/([a-z]+)$/.exec(unit) ?? [];
  if (prefix === undefined || per === undefined) return { wrong: `${quote(text)} is not a rate` };
  if (!Object.hasOwn(prefixes, prefix))
    return prefix === 'K'
      ? { wrong: '"K" is not a prefix of rates', didYouMean: `${digits}k/${per}` }
      : { wrong: `${quote(prefix)} is not a prefix of rates` };
  if (!Object.hasOwn(seconds, per)) {
    const meant = Object.hasOwn(words, per) ? { didYouMean: `${digits}${prefix}/${words[per]}` } : {};
    return { wrong: `${quote(`/${per}`)} is not a unit of rates`, ...meant };
  }
  if (text.includes(' '))
    return { wrong: `${quote(text)} has spaces in it`, didYouMean: text.replaceAll(' ', '') };
  const value = scaled(digits, prefixes[prefix]!) / seconds[per]!;
  return value <= fastest ? { value } : { wrong: `${text} is more than a billion a second` };
}
