import { type Dimension, type Reading, refuse, scaled, split } from './dimension.js';
import { nearest, quote } from './mistake.js';

/** Bytes: decimal prefixes of the SI, binary ones of IEC 80000-13. */
const bytes: Record<string, number> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

const bits: Record<string, number> = { 'bit/s': 1, 'kbit/s': 1e3, 'Mbit/s': 1e6, 'Gbit/s': 1e9 };

const perSecond: Record<string, number> = {
  ...Object.fromEntries(Object.entries(bytes).map(([unit, size]) => [`${unit}/s`, size])),
  ...Object.fromEntries(Object.entries(bits).map(([unit, size]) => [unit, size / 8])),
};

/** The largest size or bandwidth that a scenario may state: 1 PiB, a second. */
const largest = 1024 ** 5;

/** An amount of data such as `10KiB`; bytes. */
export const size: Dimension = {
  name: 'a size',
  example: '10KiB',
  pattern: '^\\d+(\\.\\d+)?([kMGT]|[KMGT]i)?B$',
  unit: 'B, kB, MB, GB, TB, KiB, MiB, GiB, TiB',
  read: (text) => read(text, size.name, bytes),
};

/** Data a second such as `1MiB/s` or `100Mbit/s`; bytes a second. */
export const bandwidth: Dimension = {
  name: 'a bandwidth',
  example: '100Mbit/s',
  pattern: '^\\d+(\\.\\d+)?(([kMGT]|[KMGT]i)?B|[kMG]?bit)/s$',
  unit: 'a size with /s, or bit/s, kbit/s, Mbit/s, Gbit/s',
  read: (text) => read(text, bandwidth.name, perSecond),
};

function read(text: string, name: string, units: Record<string, number>): Reading {
  const refused = refuse(text, name);
  if (refused !== undefined) return refused;
  const { digits, unit } = split(text.replaceAll(' ', '')) ?? { digits: '', unit: '' };
  if (digits === '') return { wrong: `${quote(text)} is not ${name}` };
  if (!Object.hasOwn(units, unit)) {
    const meant = nearest(unit, Object.keys(units));
    return {
      wrong: `${quote(unit)} is not a unit of ${name}`,
      ...(meant && { didYouMean: `${digits}${meant}` }),
    };
  }
  if (text.includes(' ')) return { wrong: `${quote(text)} has spaces in it`, didYouMean: `${digits}${unit}` };
  const value = scaled(digits, 0) * units[unit]!;
  return value <= largest
    ? { value }
    : { wrong: `${text} is more than 1 PiB${unit.endsWith('/s') ? ' a second' : ''}` };
}
