import { exp, ln } from './mathematics.js';

/** Between two points of the grid: a tenth of a unit of the logarithm. */
const step = 0.1;

/** Lagrange's weights at a place within (0, 1) between the third and the fourth of six points. */
function weightsAt(place: number): [number, number, number, number, number, number] {
  const [a, b, c, d, e, f] = [place + 2, place + 1, place, place - 1, place - 2, place - 3];
  return [
    -(b * c * d * e * f) / 120,
    (a * c * d * e * f) / 24,
    -(a * b * d * e * f) / 12,
    (a * b * c * e * f) / 12,
    -(a * b * c * d * f) / 24,
    (a * b * c * d * e) / 120,
  ];
}

/**
 * A function of a number above 0 that is smooth in its logarithm and dear to work out: it is worked out on a grid, where it is asked
 * for, and interpolated between by polynomials of the fifth degree. To six digits of a function that grows no faster than a power.
 */
export class LogTable {
  private readonly values = new Map<number, number>();

  constructor(private readonly of: (x: number) => number) {}

  /** Of 0 and less: 0. */
  at(x: number): number {
    if (!(x > 0)) return 0;
    const position = ln(x) / step;
    const third = Math.floor(position);
    const weights = weightsAt(position - third);
    let value = 0;
    for (let i = 0; i < 6; i++) value += weights[i]! * this.value(third - 2 + i);
    return value;
  }

  private value(point: number): number {
    let value = this.values.get(point);
    if (value === undefined) {
      value = this.of(exp(point * step));
      this.values.set(point, value);
    }
    return value;
  }
}
