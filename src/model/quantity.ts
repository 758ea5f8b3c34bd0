import type { Distribution, RunStreams } from '../kernel/index.js';

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

  private draw(quantity: Quantity, name: string): number {
    return quantity.law.quantile(this.streams.open(name).next());
  }
}
