import { majorityAvailability, operationAvailability } from '../../src/index.js';
import type { Builder } from './experiment.js';
import { numbersOf } from './oracle.js';

/** What stays up when each site is up on its own for a share of the time. */
export const siteAvailability: Builder = (params) => {
  const { p, n, Rq, Wq, f, p1, p2, pw } = numbersOf(params, 'p', 'n', 'Rq', 'Wq', 'f', 'p1', 'p2', 'pw');
  const alike = (count: number) => new Array<number>(count).fill(p);
  return {
    'majority-of-3': { compute: () => majorityAvailability(alike(3)) },
    'majority-of-5': { compute: () => majorityAvailability(alike(5)) },
    'read-write-mix': {
      compute: () => operationAvailability(alike(n), { read: Rq, write: Wq, reads: f }),
    },
    'two-regions-and-witness': { compute: () => majorityAvailability([p1, p2, pw]) },
  };
};
