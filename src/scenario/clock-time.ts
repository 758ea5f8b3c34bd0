import type { Dimension, Reading } from './dimension.js';
import { quote } from './mistake.js';

const minute = 60e6;
const hour = 60 * minute;

/** A time of the day such as `14:00`; microseconds since midnight. */
export const clockTime: Dimension = {
  name: 'a time of the day',
  example: '14:00',
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  unit: 'hours and minutes, 00:00 to 23:59',
  read: parseClockTime,
};

function parseClockTime(text: string): Reading {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined)
    return { wrong: `${quote(text)} is not a time of the day` };
  if (Number(hours) > 23 || Number(minutes) > 59) return { wrong: `${quote(text)} is on no clock` };
  if (hours.length < 2) return { wrong: `${quote(text)} has one digit for the hour`, didYouMean: `0${text}` };
  return { value: Number(hours) * hour + Number(minutes) * minute };
}

/** How far a clock is ahead of UTC, such as `+01:00`, `-05:00` or `UTC`; microseconds. */
export const zoneOffset: Dimension = {
  name: 'an offset from UTC',
  example: '+01:00',
  pattern: '^(UTC|[+-](0\\d|1[0-4]):[0-5]\\d)$',
  unit: 'hours and minutes ahead of UTC, or UTC itself',
  read: parseZoneOffset,
};

function parseZoneOffset(text: string): Reading {
  if (text === 'UTC') return { value: 0 };
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined)
    return { wrong: `${quote(text)} is not an offset from UTC` };
  // From Baker Island to the Line Islands (IANA time zone database).
  if (Number(hours) > 14 || Number(minutes) > 59) return { wrong: `${quote(text)} is the time of no place` };
  return { value: (sign === '-' ? -1 : 1) * (Number(hours) * hour + Number(minutes) * minute) };
}
