import { type Dimension, type Reading, refuse, scaled, split } from './dimension.js';
import { quote } from './mistake.js';

/** How much faster or slower than true time a clock runs, `20ppm`; a fraction. */
export const drift: Dimension = {
  name: 'a drift',
  example: '20ppm',
  pattern: '^\\d+(\\.\\d+)?ppm$',
  unit: 'ppm',
  read: parseDrift,
};

function parseDrift(text: string): Reading {
  const refused = refuse(text, drift.name);
  if (refused !== undefined) return refused;
  const { digits, unit } = split(text) ?? { digits: '', unit: '' };
  if (unit !== 'ppm') return { wrong: `${quote(text)} is not a drift` };
  const value = scaled(digits, -6);
  return value < 1 ? { value } : { wrong: `${text} is no clock any more` };
}
