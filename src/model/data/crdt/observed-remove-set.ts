import { Dots } from './dots.js';

/**
 * Set in which a removal takes away only the additions that it has seen (OR-Set): of an addition and a removal that did not see
 * each other, the addition wins. Shapiro et al. 2011, section 3.3.5; without tombstones, see {@link Dots}. Elements are equal as
 * keys of a `Map` are. Never changes: each method gives a new one.
 */
export class ObservedRemoveSet<T> {
  private constructor(private readonly additions: Dots<T>) {}

  static empty<T>(): ObservedRemoveSet<T> {
    return new ObservedRemoveSet<T>(Dots.none());
  }

  get elements(): ReadonlySet<T> {
    return new Set(this.additions.values);
  }

  add(replica: number, element: T): ObservedRemoveSet<T> {
    return new ObservedRemoveSet(this.additions.write(replica, element, same(element)));
  }

  remove(element: T): ObservedRemoveSet<T> {
    return new ObservedRemoveSet(this.additions.remove(same(element)));
  }

  merge(other: ObservedRemoveSet<T>): ObservedRemoveSet<T> {
    return new ObservedRemoveSet(this.additions.merge(other.additions));
  }
}

function same<T>(element: T): (other: T) => boolean {
  return (other) => other === element || (Number.isNaN(other) && Number.isNaN(element));
}
