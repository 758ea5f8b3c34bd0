import { z } from 'zod';
import { expecting, measured, required } from './note.js';
import { quantity } from './quantity.js';
import { share } from './share.js';

/** Objects that rows of a store point to. */
export const objects = expecting(
  z.strictObject({
    share: required(
      measured(share, { above: 0, because: 'above 0%' }),
      'Share of the writes that make a row with an object',
    ),
    lag: required(quantity, 'From the write until the other region has the object, of each object'),
  }),
  'a map such as { share: 10%, lag: { p50: 10s, p99: 15m } }',
);
