import { type Distribution, day, type Micros, type RunStreams, toWholeMicros } from '../kernel/index.js';

/** A quantity with its law and how often it is drawn: anew at each use, once a run, or once for each entity. */
export interface Quantity {
  readonly law: Distribution;
  readonly drawn: 'use' | 'run' | 'entity';
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
    const key = quantity.drawn === 'run' ? purpose : `${purpose} of ${entity}`;
    let value = this.kept.get(key);
    if (value === undefined) {
      value = this.draw(quantity, key);
      this.kept.set(key, value);
    }
    return value;
  }

  /** The next value as a duration in whole microseconds; what outlasts every horizon is cut to a time that does too. */
  duration(quantity: Quantity, purpose: string, entity: string): Micros {
    return toWholeMicros(Math.min(this.value(quantity, purpose, entity), farAway));
  }

  private draw(quantity: Quantity, name: string): number {
    return quantity.law.quantile(this.streams.open(name).next());
  }
}

/** Longer than the longest horizon of a scenario, 100 years; a time within it and this long after is still exact. */
const farAway = 101 * 366 * day;
