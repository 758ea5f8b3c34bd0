import { z } from 'zod';
import { naming } from './name.js';
import { expecting, measured, optional, required, standard } from './note.js';
import { quantity } from './quantity.js';
import { rate } from './rate.js';
import { multiple, share } from './share.js';

const never = () => false;

const slow = expecting(
  z.strictObject({
    for: required(quantity, 'How long it is slow after the cut-over'),
    serves: required(
      measured(share, { below: 1, because: 'below 100%' }),
      'Share of the requests that it answers in time meanwhile',
    ),
  }),
  'a map such as { for: 1h, serves: 60% }',
);

const reapply = expecting(
  z.strictObject({
    rate: required(
      measured(rate, { above: 0, because: 'above 0' }),
      'How many writes are applied in what time',
    ),
    conflicts: required(
      measured(share),
      'Chance of each to be lost: its row is not what it was when it was written',
    ),
  }),
  'a map such as { rate: 2k/s, conflicts: 5% }',
);

/** How a store is restored when no copy of it is left, or when people notice that its data are harmed. */
export const restore = expecting(
  z.strictObject({
    decide: standard(quantity, '0s', 'From the loss, or from when people notice, until they begin', {}),
    queue: standard(
      quantity,
      '0s',
      'Until it is its turn, where a provider restores only so many at a time',
      {},
    ),
    provision: standard(quantity, '0s', 'Machines and disks to restore to', {}),
    replay: standard(
      measured(multiple, { above: 0, because: 'above 0%' }),
      '400%',
      'How fast log is replayed, in times as fast as it was written',
      {
        source:
          'assumed; replay is largely serial, so that it may be less than 100% for a store that is busy',
      },
    ),
    index: standard(quantity, '0s', 'Indexes and statistics', {}),
    check: standard(quantity, '0s', 'Checks of what was restored, by which a bad backup shows', {}),
    cutOver: standard(quantity, '0s', 'Until it serves', {}),
    beside: standard(
      expecting(z.boolean(), 'true or false'),
      false,
      'It is restored beside what there is, which serves until the cut-over; otherwise it serves nothing from the beginning on',
      {},
    ),
    to: optional(naming('a region or one of its zones'), 'Where to', {
      is: 'where its primary was, or a place of another copy if that is down',
    }),
    slow: optional(
      slow,
      'A slow time after the cut-over: cold caches, blocks that are read when they are needed',
      { is: 'none' },
    ),
    rebuild: standard(quantity, '0s', 'Until the other copies, built anew, follow again', {}),
    reapply: optional(
      reapply,
      'Writes since the restore point are applied to the restored rows, where what was there can still be read',
      {
        is: 'none: they are lost',
        when: never,
      },
    ),
  }),
  'a map such as { decide: 10m, provision: 5m, replay: 400% }',
);
