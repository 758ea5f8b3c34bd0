import { type Dimension, type Reading, refuse, scaled, split } from './dimension.js';
import { quote } from './mistake.js';

/** A part of a whole in per cent, `20%`; a fraction of 1. */
export const share: Dimension = {
  name: 'a share',
  example: '20%',
  pattern: '^\\d+(\\.\\d+)?%$',
  unit: '%',
  read: parseShare,
};

/** The fraction that a text such as `99.95%` states, correctly rounded. */
export function parseShare(text: string): Reading {
  const refused = refuse(text, share.name);
  if (refused !== undefined) {
    const bare = Number(text);
    return text.trim() !== '' && bare >= 0 && bare <= 1 && 'wrong' in refused
      ? { ...refused, didYouMean: `${Number((bare * 100).toFixed(6))}%` }
      : refused;
  }
  const { digits, unit } = split(text.replaceAll(' ', '')) ?? { digits: '', unit: '' };
  if (unit !== '%') return { wrong: `${quote(text)} is not a share` };
  if (text.includes(' ')) return { wrong: `${quote(text)} has spaces in it`, didYouMean: `${digits}%` };
  const value = scaled(digits, -2);
  return value <= 1 ? { value } : { wrong: `${text} is more than 100%` };
}

/** How many times as much, in per cent, `300%`; a factor of 1. */
export const multiple: Dimension = {
  name: 'a percentage',
  example: '300%',
  pattern: '^\\d+(\\.\\d+)?%$',
  unit: '%',
  read: parseMultiple,
};

/** The factor that a text such as `300%` states, up to ten thousand. */
export function parseMultiple(text: string): Reading {
  const digits = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (digits === undefined) return { wrong: `${quote(text)} is not a percentage` };
  const value = scaled(digits, -2);
  return value <= 10_000 ? { value } : { wrong: `${text} is more than ten thousand times` };
}

/** A fraction as a scenario would say it: `0.2` is `20%`. */
export function printShare(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(12))}%`;
}
