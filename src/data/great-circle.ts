import type { Area } from './areas.js';

/** Mean radius of the Earth in km (IUGG: (2a + b) / 3 of WGS 84). */
const earthRadius = 6371.0088;

/**
 * Distance of two places along the surface of a spherical Earth, in km (at most 0.6 % off the ellipsoid).
 *
 * Only `+ - * / sqrt`, so that every engine computes the same bits: `Math.sin` and its like differ in the last one.
 */
export function greatCircle(from: Area, to: Area): number {
  const [x, y, z] = unitVector(from);
  const [u, v, w] = unitVector(to);
  return earthRadius * arc(Math.sqrt((x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w)));
}

/** The angle in radians that a chord of the unit circle spans: halved twelve times, then arc = chord + chord^3 / 24. */
function arc(chord: number): number {
  let c = Math.min(chord, 2);
  for (let halving = 0; halving < 12; halving++) c = c / Math.sqrt(2 + Math.sqrt(4 - c * c));
  return 4096 * c * (1 + (c * c) / 24);
}

function unitVector({ latitude, longitude }: Area): [number, number, number] {
  const across = sine(90 - latitude);
  return [across * sine(90 - longitude), across * sine(longitude), sine(latitude)];
}

/** Sine of an angle of -90 to 270 degrees by its Taylor series after folding it into -90 to 90. */
function sine(degrees: number): number {
  const folded = degrees > 90 ? 180 - degrees : degrees < -90 ? -180 - degrees : degrees;
  const angle = (folded * Math.PI) / 180;
  let term = angle;
  let sum = angle;
  for (let k = 2; k <= 24; k += 2) {
    term = (-term * angle * angle) / (k * (k + 1));
    sum += term;
  }
  return sum;
}
