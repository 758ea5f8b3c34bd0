import type { Micros } from './time.js';

/** Every record has a type and the instant of what it tells. */
interface TraceRecord {
  type: string;
  at: Micros;
}

/** Takes in one record after the other. */
export type Fold<R> = (record: R) => void;

/** Hands records from the model to whoever measures, as they come; stores nothing. */
export class Trace<R extends TraceRecord> {
  /** The folds of each type that somebody subscribed to by name, those of '*' among them, in order of subscription. */
  readonly #byType = new Map<string, Fold<R>[]>();
  /** The folds of '*' alone. */
  readonly #ofAll: Fold<R>[] = [];

  /** Calls the record's folds in the order in which they were subscribed. */
  emit(record: R): void {
    const folds = this.#byType.get(record.type) ?? this.#ofAll;
    for (let i = 0; i < folds.length; i += 1) folds[i]!(record);
  }

  /** Whether anybody sees records of a type: what is told only for them need not be put together otherwise. */
  isHeard(type: R['type']): boolean {
    return (this.#byType.get(type) ?? this.#ofAll).length > 0;
  }

  /** Lets a fold see every record of one type, or of all types. */
  subscribe(type: '*', fold: Fold<R>): void;
  subscribe<T extends R['type']>(type: T, fold: Fold<Extract<R, { type: T }>>): void;
  subscribe(type: string, fold: Fold<never>): void {
    const added = fold as Fold<R>;
    if (type === '*') {
      for (const folds of this.#byType.values()) folds.push(added);
      this.#ofAll.push(added);
      return;
    }
    const folds = this.#byType.get(type);
    if (folds === undefined) this.#byType.set(type, [...this.#ofAll, added]);
    else folds.push(added);
  }
}
