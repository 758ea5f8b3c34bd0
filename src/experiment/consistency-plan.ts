import { KeyLaw } from '../model/data/conflicts/keys.js';
import { Consistency } from '../model/data/reads/consistency.js';
import { facetsOf } from '../scenario/facets.js';
import type { Spec } from '../scenario/schema.js';

type Store = Spec['data'][string];

/** What reads of a store miss, where that can be said. */
export function planConsistency(store: Store): Consistency | undefined {
  if (!facetsOf(store).includes('late-copies')) return undefined;
  const { count, popularity, hot } = store.keys!;
  return new Consistency(new KeyLaw({ count, zipf: popularity.zipf, hot }));
}
