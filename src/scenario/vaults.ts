import { z } from 'zod';
import { named, naming } from './name.js';
import { choice, expecting, measured, optional, required, standard } from './note.js';
import { bandwidth } from './size.js';

const vault = expecting(
  z.strictObject({
    in: required(
      naming('a region, one of its zones, or elsewhere'),
      'Where it is; `elsewhere`: with another provider or somewhere that no fault of the scenario reaches',
    ),
    bandwidth: optional(
      measured(bandwidth, { above: 0, because: 'above 0' }),
      'What can be read from it a second, of all restores at a time together',
      { is: 'unlimited: reading takes no time' },
    ),
    account: standard(
      choice(['same', 'another']),
      'same',
      'Whose it is: who has taken over the account of the stores can delete what is in a vault of the same one',
      {},
    ),
    immutable: standard(
      expecting(z.boolean(), 'true or false'),
      false,
      'Nobody can change or delete what is in it before its time (object lock)',
      {},
    ),
  }),
  'a map such as { in: us-east, bandwidth: 200MB/s }',
);

/** Where backups are kept. */
export const vaults = named(
  vault,
  'a map of vaults such as { s3-east: { in: us-east, bandwidth: 200MB/s } }',
);
