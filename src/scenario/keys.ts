import { z } from 'zod';
import { choice, count, expecting, measured, required, standard } from './note.js';
import { share } from './share.js';

const popularity = expecting(
  z.union([
    choice(['uniform']).transform(() => ({ zipf: 0 })),
    expecting(
      z.strictObject({
        zipf: required(
          expecting(z.number().min(0).max(10), 'a number from 0 to 10'),
          'Exponent: the key of rank k is asked for in proportion to k to the minus this',
        ),
      }),
      'a map such as { zipf: 1 }',
    ),
  ]),
  'uniform, or a map such as { zipf: 1 }',
);

const hot = expecting(
  z.strictObject({
    keys: required(count(1, 10_000_000), 'How many keys'),
    share: required(
      measured(share, { above: 0, because: 'above 0%' }),
      'Share of the writes that they get together',
    ),
  }),
  'a map such as { keys: 10, share: 30% }',
);

/** The keys of a store: how many there are, and how the writes fall on them. */
export const keys = expecting(
  z.strictObject({
    count: required(count(1, 10_000_000), 'How many keys there are'),
    popularity: standard(popularity, 'uniform', 'How the writes fall on the keys that are not hot', {
      source: 'assumed: the law that has the fewest conflicts',
    }),
    hot: standard(
      expecting(z.array(hot), 'a list such as [{ keys: 10, share: 30% }]'),
      [],
      'Sets of keys that get a share of the writes, evenly within a set',
      { is: 'none' },
    ),
    writes: standard(
      choice(['read-modify-write', 'blind']),
      'read-modify-write',
      'What a write builds on: the value that it read, of which the loss is the loss of all before it; or nothing',
      { source: 'assumed: orders, balances and carts build on what they read' },
    ),
  }),
  'a map such as { count: 100000, popularity: { zipf: 1 } }',
);
