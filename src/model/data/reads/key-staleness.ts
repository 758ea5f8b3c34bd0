import { exp, expMinusOne, LogTable } from '../../../kernel/index.js';
import type { KeyLaw } from '../conflicts/keys.js';

/** Growth so small that the mean of the chance is its end. */
const small = 1e-6;

/**
 * What a read misses that does not see the newest writes of its store. Reads fall on the keys as the writes do, and the writes are
 * a Poisson process.
 */
export class KeyStaleness {
  private readonly stale: LogTable;
  private readonly waited: LogTable;

  constructor(keys: KeyLaw) {
    this.stale = new LogTable((mass) => keys.sum((chance) => chance * -expMinusOne(-chance * mass)));
    this.waited = new LogTable((mass) => keys.sum((chance) => beyond(chance * mass)));
  }

  /** Chance that one of the missing writes, of which `mass` are expected, is to the key that is read. */
  chance(mass: number): number {
    return this.stale.at(mass);
  }

  /** The mean of the chance while the mass grows evenly. */
  meanChance(from: number, to: number): number {
    if (to - from <= small * to) return this.chance(to);
    return (this.integral(to) - this.integral(from)) / (to - from);
  }

  /** The integral of the chance up to a mass. */
  integral(mass: number): number {
    return this.waited.at(mass);
  }
}

/** x - (1 - e^-x), without the loss of digits near 0. */
function beyond(x: number): number {
  return x < 1e-3 ? x * x * (0.5 - x / 6 + (x * x) / 24) : x - 1 + exp(-x);
}
