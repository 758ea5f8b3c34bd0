import { z } from 'zod';
import { storePresets } from '../data/presets/stores/presets.js';
import { backups } from './backups.js';
import { capacity } from './capacity.js';
import { conflicts } from './conflicts.js';
import { keys } from './keys.js';
import { named, naming } from './name.js';
import { choice, count, expecting, measured, optional, standard } from './note.js';
import { objects } from './objects.js';
import { time } from './quantity.js';
import { legs, quorum } from './quorum.js';
import { alone, replication } from './replication.js';
import { restore } from './restore.js';
import { share } from './share.js';
import { size } from './size.js';

const never = () => false;
const presetNames = [...storePresets.keys()] as [string, ...string[]];
const site = naming('a region, or one of its zones such as us-east/a');
const sites = expecting(z.array(site), 'a list of regions or zones such as [eu-west, us-east/b]');
const store = expecting(
  z
    .strictObject({
      share: optional(
        measured(share, { above: 0, because: 'above 0%' }),
        'Share of the requests that use the store',
        {
          is: 'equal parts of what the other stores leave',
          when: never,
        },
      ),
      preset: optional(
        choice(presetNames),
        'A managed service, or a database as it comes, whose numbers stand where neither the store nor its failover states any; `regionfall presets` lists them with their sources',
        { is: 'none', when: never },
      ),
      primary: optional(site, 'Where writes are committed', {
        is: 'required, unless the store has homes, writers or replicas',
        when: never,
      }),
      standbys: standard(sites, [], 'Copies that follow the primary', {
        is: 'none',
        when: (owner) => !('homes' in owner || 'writers' in owner || 'replicas' in owner),
      }),
      follows: standard(
        expecting(z.record(site, site), 'a map such as { ap-south: eu-west }'),
        {},
        'Standbys that are fed by another standby, and by which: { ap-south: eu-west }',
        { is: 'none: each follows the primary', when: never },
      ),
      log: optional(
        site,
        'A site near the primary that holds its log and no data: commits wait for it alone, and a promoted standby takes from it what it lacks',
        { is: 'none', when: never },
      ),
      homes: optional(
        expecting(z.array(naming('a region')).min(2), 'a list of at least two regions'),
        'Instead of a primary: each region commits its own customers’ writes and is a standby for the others',
        { is: 'none', when: never },
      ),
      writers: optional(
        expecting(z.array(site).min(2), 'a list of at least two regions or zones'),
        'Instead of a primary: every one of them takes writes, and what they took apart is merged later',
        { is: 'none', when: never },
      ),
      replicas: optional(
        expecting(z.array(site).min(1), 'a list of regions or zones such as [us-east, eu-west, ap-south]'),
        'Instead of a primary: N replicas alike, of which a quorum answers each request (leaderless)',
        { is: 'none', when: never },
      ),
      quorum: optional(quorum, 'replicas: how many of them answer before a request is complete', {
        is: 'required with replicas',
        when: never,
      }),
      legs: optional(
        legs,
        'replicas: one-way times to a replica in the region of the coordinator; one in another region is half a round trip further',
        {
          is: 'half the round trips',
          when: (owner) => 'replicas' in owner,
        },
      ),
      readAfter: optional(
        time,
        'replicas: time from the acknowledgement of a write to the read that may miss it',
        {
          is: '0s',
          source: 'a client that reads at once what it wrote',
          when: (owner) => 'replicas' in owner,
        },
      ),
      sessions: optional(
        count(1, 1_000_000),
        'Commits that can be under way at once on a primary: each holds its session, and the lock of its row, as long as it takes',
        { is: 'any number', when: never },
      ),
      capacity: optional(
        capacity,
        'What it can serve on each of its sites: writes where they are committed, reads where they are answered, after the region has served them',
        { is: 'unlimited', when: never },
      ),
      keys: optional(keys, 'How the writes fall on keys', {
        is: 'required with writers',
        when: never,
      }),
      conflicts: optional(conflicts, 'writers: what becomes of writes that had not seen each other', {
        is: 'required with writers',
        when: never,
      }),
      replication: optional(replication, 'How the copies follow', {
        is: 'required with standbys, homes or writers',
        when: never,
      }),
      reads: standard(
        choice(['copies', 'primary']),
        'copies',
        'Who answers reads: the copy in the region that they reach, or the primary alone because standbys take no connections',
        { source: 'as a hot standby of PostgreSQL does', when: never },
      ),
      objects: optional(
        objects,
        'Rows that point to objects in another store, which replicates each on its own: after a failover some rows are there and their objects are not',
        { is: 'none', when: never },
      ),
      size: optional(measured(size, { above: 0, because: 'above 0' }), 'What is read to restore all of it', {
        is: 'nothing: reading a backup takes no time',
        when: (owner) => 'backups' in owner,
      }),
      backups: standard(backups, {}, 'What it can be restored from', { is: 'none', when: never }),
      restore: standard(
        restore,
        {},
        'backups: how it is restored, when no copy is left or its data are harmed',
        {
          is: 'at once',
          when: (owner) => 'backups' in owner,
        },
      ),
      detaches: standard(
        choice(['begin', 'end']),
        'end',
        'When the standby that is promoted stops following: as its promotion begins, so that what a primary that lives takes meanwhile is not on it, or at its end',
        { source: 'as good as the same where promotion takes no time, as that of PostgreSQL', when: never },
      ),
      rejoin: standard(
        choice(['discard', 'report']),
        'discard',
        'What becomes of writes that only a returning old primary has: thrown away, or kept as pending for a person',
        {
          source: 'as pg_rewind does',
          when: (owner) => 'homes' in owner || 'standbys' in owner,
        },
      ),
      witness: optional(site, 'A place without a copy that votes on who is primary', {
        is: 'none',
        when: never,
      }),
      epochs: standard(
        expecting(z.boolean(), 'true or false'),
        false,
        'A write is acknowledged only once a majority, of the lease’s members or of copies and witness, has confirmed that no other primary was made since',
        { when: (owner) => 'homes' in owner || 'standbys' in owner },
      ),
    })
    .transform((given) => ({ ...given, replication: given.replication ?? alone })),
  'a map such as { primary: us-east, standbys: [eu-west], replication: .. }',
);

/** Stores by name; shares that are left out divide what the stated ones leave. */
export const data = expecting(
  named(store, 'a map of stores').transform((stores) => {
    const all = Object.entries(stores);
    const stated = all.flatMap(([, { share }]) => (share === undefined ? [] : [share]));
    const rest = (1 - stated.reduce((a, b) => a + b, 0)) / Math.max(1, all.length - stated.length);
    return Object.fromEntries(all.map(([name, store]) => [name, { ...store, share: store.share ?? rest }]));
  }),
  'a map of stores such as { orders: { primary: us-east, standbys: [eu-west], replication: .. } }',
);
