import type { Distribution } from './distribution.js';
import { betaFromKernel, betaKernel, lnBeta, regularisedBeta } from './incomplete.js';

/** Relative: after a step so small the next one, of third order, would change nothing that a number can hold. */
const precision = 1e-10;
const maxSteps = 64;

/** A beta law of shapes a, b >= 1 stretched over [min, min + width]. */
export class ScaledBeta implements Distribution {
  readonly mean: number;
  readonly #min: number;
  readonly #width: number;
  readonly #a: number;
  readonly #b: number;
  readonly #lnBeta: number;

  constructor(min: number, width: number, a: number, b: number) {
    this.mean = min + (width * a) / (a + b);
    this.#min = min;
    this.#width = width;
    this.#a = a;
    this.#b = b;
    this.#lnBeta = lnBeta(a, b);
  }

  cdf(x: number): number {
    return regularisedBeta((x - this.#min) / this.#width, this.#a, this.#b);
  }

  excess(x: number): number {
    const z = (x - this.#min) / this.#width;
    if (z <= 0) return this.mean - x;
    if (z >= 1) return 0;
    const [a, b] = [this.#a, this.#b];
    // By symmetry 1 - I_z(a, b) = I_(1-z)(b, a): the upper tail without its complement.
    const partialMean = (a / (a + b)) * regularisedBeta(1 - z, b, a + 1);
    return this.#width * Math.max(partialMean - z * regularisedBeta(1 - z, b, a), 0);
  }

  /** Halley's steps on the cdf, kept inside the bracket that the earlier ones have proved. */
  quantile(u: number): number {
    if (!(u > 0)) return this.#min;
    const [a, b] = [this.#a, this.#b];
    let low = 0;
    let high = 1;
    let z = a / (a + b);
    for (let step = 0; step < maxSteps; step += 1) {
      const kernel = betaKernel(z, a, b, this.#lnBeta);
      const error = betaFromKernel(kernel, z, a, b) - u;
      if (error > 0) high = z;
      else low = z;
      const newton = (error * z * (1 - z)) / kernel;
      const curvature = (a - 1) / z - (b - 1) / (1 - z);
      const halley = z - newton / (1 - 0.5 * Math.min(1, newton * curvature));
      const next = halley >= low && halley <= high ? halley : (low + high) / 2;
      const moved = Math.abs(next - z);
      z = next;
      if (moved <= z * precision) break;
    }
    return this.#min + this.#width * z;
  }
}
