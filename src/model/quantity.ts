import {
  type Distribution,
  day,
  type Micros,
  type RunStreams,
  residualQuantile,
  toWholeMicros,
} from '../kernel/index.js';

/** A quantity with its law and how often it is drawn: anew at each use, once a run, or once for each entity. */
export interface Quantity {
  readonly law: Distribution;
  readonly drawn: 'use' | 'run' | 'entity';
  /** Where it is stated: a value drawn once a run, or once an entity, is that of this statement alone. */
  readonly statement: string;
  /** Given when the quantity never varies: nothing is drawn for it. */
  readonly fixed?: number;
}

/** The quantities of one run. Each purpose and entity draws from its own stream, one uniform a draw. */
export class Draws {
  private readonly kept = new Map<string, number>();

  constructor(readonly streams: RunStreams) {}

  /** The next value of a quantity; `purpose` and `entity` name its stream. */
  value(quantity: Quantity, purpose: string, entity: string): number {
    if (quantity.fixed !== undefined) return quantity.fixed;
    if (quantity.drawn === 'use') return this.draw(quantity, `${purpose} of ${entity}`);
    const { statement } = quantity;
    const key = quantity.drawn === 'run' ? `once ${statement}` : `each ${statement} of ${entity}`;
    let value = this.kept.get(key);
    if (value === undefined) {
      value = this.draw(quantity, key);
      this.kept.set(key, value);
    }
    return value;
  }

  /** The next value as a duration in whole microseconds; what outlasts every horizon is cut to a time that does too. */
  duration(quantity: Quantity, purpose: string, entity: string): Micros {
    return wholeDuration(this.value(quantity, purpose, entity));
  }

  /** What is left of the quantity at a random instant of a long series of them; whole microseconds. */
  residual(quantity: Quantity, purpose: string, entity: string): Micros {
    const u = this.streams.open(`phase of ${purpose} of ${entity}`).next();
    const fixed = quantity.drawn === 'use' ? quantity.fixed : this.value(quantity, purpose, entity);
    const left = fixed === undefined ? residualQuantile((x) => quantity.law.excess(x), u) : u * fixed;
    return wholeDuration(left);
  }

  private draw(quantity: Quantity, name: string): number {
    return quantity.law.quantile(this.streams.open(name).next());
  }
}

/** Longer than the longest horizon of a scenario, 100 years; a time within it and this long after is still exact. */
const farAway = 101 * 366 * day;

/** A duration in whole microseconds; what outlasts every horizon is cut to a time that does too. */
export function wholeDuration(duration: number): Micros {
  return toWholeMicros(Math.min(duration, farAway));
}
