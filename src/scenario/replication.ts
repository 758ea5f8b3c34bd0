import { z } from 'zod';
import { naming } from './name.js';
import { choice, count, expecting, measured, optional, type Raw, required, standard } from './note.js';
import { quantity, someTime, time } from './quantity.js';
import { bandwidth, size } from './size.js';

const never = () => false;
const mode = (...modes: string[]) => ({ when: (owner: Raw) => modes.includes(owner['mode'] as string) });

const link = expecting(
  z.strictObject({
    latency: optional(time, 'One way, without queueing', { is: 'half the round trip' }),
    bandwidth: required(measured(bandwidth, { above: 0, because: 'above 0' }), 'What the link carries'),
    write: required(measured(size, { above: 0, because: 'above 0' }), 'Size of one write on the link'),
    queue: standard(choice(['stationary', 'empty']), 'stationary', 'What waits in the link at the start', {
      source: 'nothing starts cold',
    }),
  }),
  'a map such as { bandwidth: 1MiB/s, write: 10KiB }',
);

const standbys = count(1, 100);

/** A number of standbys, any of them or the first in the list that answer. */
const wait = expecting(
  z.union([
    standbys.transform((any) => ({ standbys: any, inOrder: false })),
    expecting(z.strictObject({ any: standbys }), 'any so many: { any: 2 }').transform(({ any }) => ({
      standbys: any,
      inOrder: false,
    })),
    expecting(z.strictObject({ first: standbys }), 'the first so many: { first: 1 }').transform(
      ({ first }) => ({
        standbys: first,
        inOrder: true,
      }),
    ),
  ]),
  'a number of standbys such as 1, { any: 2 } or { first: 1 }',
);

const walWriter = expecting(
  z.strictObject({
    delay: standard(someTime, '200ms', 'From one flush to the next', {
      source: 'PostgreSQL documentation, Write Ahead Log: wal_writer_delay',
    }),
    write: standard(
      measured(size, { above: 0, because: 'above 0' }),
      '256B',
      'Size of one write in the log',
      {
        source: 'assumed: a row of a hundred bytes or two with the headers of its records',
      },
    ),
  }),
  'a map such as { delay: 200ms, write: 256B }',
);

const archive = expecting(
  z.strictObject({
    segment: standard(
      measured(size, { above: 0, because: 'above 0' }),
      '16MiB',
      'What is shipped at a time',
      {
        source: 'PostgreSQL documentation, WAL Configuration: wal_segment_size',
      },
    ),
    write: optional(
      measured(size, { above: 0, because: 'above 0' }),
      'Size of one write in the log: writes fill a segment as they come',
      { is: 'archive needs write or log', when: never },
    ),
    log: optional(
      measured(bandwidth, { above: 0, because: 'above 0' }),
      'Instead of write: the log grows at this rate, whatever the writes do',
      { is: 'archive needs write or log', when: never },
    ),
    timeout: standard(time, '0s', 'A segment is shipped after so long even if it is not full; 0s: never', {
      source: 'PostgreSQL documentation, Continuous Archiving: archive_timeout',
      used: '0s: a segment that does not fill is not shipped, so that the loss of a quiet store has no bound',
    }),
    upload: standard(quantity, '0s', 'Time from the end of a segment until the standby has it', {}),
  }),
  'a map such as { segment: 16MiB, write: 10KiB, timeout: 60s, upload: 4s }',
);

const room = measured(size, { above: 0, because: 'above 0' });

const slots = expecting(
  z.strictObject({
    disk: required(room, 'Room for the log on the primary’s disk'),
    write: required(room, 'Size of one write in the log'),
    keep: optional(
      room,
      'Log that is kept for a standby at most; then it is given up and has to be rebuilt',
      {
        is: 'all of it',
        source: 'PostgreSQL documentation, Replication: max_slot_wal_keep_size = -1',
      },
    ),
    rebuild: optional(quantity, 'keep: time to rebuild a standby that was given up, once it is back', {
      is: 'nobody rebuilds it: it stays away until the horizon',
      when: (owner) => 'keep' in owner,
    }),
  }),
  'a map such as { disk: 200GiB, write: 10KiB, keep: 50GiB }',
);

const direction = expecting(
  z.strictObject({
    from: required(naming('a writer'), 'Where the writes were taken'),
    to: required(naming('a writer'), 'Where they are late'),
    lag: required(quantity, 'Staleness there at an instant'),
  }),
  'a map such as { from: us-east, to: eu-west, lag: 40ms }',
);

/** How the copies of a store follow. */
export const replication = expecting(
  z.strictObject({
    mode: required(
      choice(['async', 'semi-sync', 'sync', 'quorum']),
      'Whom a commit waits for: nobody, some standby for a while, some standbys, a majority',
    ),
    lag: optional(quantity, 'async: staleness of the standby at an instant, as one would measure it', {
      is: 'async needs one of lag, link, every and archive',
      when: never,
    }),
    lags: standard(
      expecting(z.array(direction), 'a list such as [{ from: us-east, to: eu-west, lag: 40ms }]'),
      [],
      'writers: lags from one to another that are not as lag says',
      { is: 'none', when: never },
    ),
    correlation: standard(someTime, '60s', 'Time over which the lag keeps its value', {
      source: 'assumed: none is published',
      when: (owner) => 'lag' in owner,
    }),
    ships: standard(
      choice(['in-order', 'independently']),
      'in-order',
      'One log in order, or items on their own',
      {
        source: 'as PostgreSQL’s WAL and MySQL’s binary log',
        when: (owner) => 'lag' in owner,
      },
    ),
    maximumLag: optional(
      someTime,
      'async: commits wait while every standby is further behind than this, until one has caught up; so no more than this of commits is lost at once',
      {
        is: 'none: commits wait for no standby, however far behind',
        source: 'Amazon Aurora, rds.global_db_rpo; Azure Cosmos DB, bounded staleness',
        when: never,
      },
    ),
    link: optional(link, 'async: a link, whose queue makes the lag', {
      is: 'async needs one of lag, link, every and archive',
      when: never,
    }),
    every: optional(someTime, 'async: a batch is cut every so often', {
      is: 'async needs one of lag, link, every and archive',
      when: never,
    }),
    archive: optional(archive, 'async: the standby is fed from an archive of the log, segment by segment', {
      is: 'async needs one of lag, link, every and archive',
      when: never,
    }),
    transfer: standard(quantity, '0s', 'Time from the cut of a batch until the standby has it', {
      when: (owner) => 'every' in owner,
    }),
    wait: standard(wait, 1, 'sync, semi-sync: standbys whose acknowledgement a commit waits for', {
      source: 'PostgreSQL synchronous_standby_names; MySQL rpl_semi_sync_source_wait_for_replica_count',
      ...mode('sync', 'semi-sync'),
    }),
    commit: standard(
      choice(['off', 'local', 'remote_write', 'on', 'remote_apply']),
      'on',
      'sync, async: what a commit is waited for: nothing; the primary’s disk; that standbys have received it, flushed it, applied it',
      {
        source: 'PostgreSQL documentation, Write Ahead Log: synchronous_commit',
        ...mode('sync'),
      },
    ),
    flush: standard(quantity, '0s', 'Time to flush a commit to disk, on the primary and on a standby', {
      when: never,
    }),
    apply: standard(quantity, '0s', 'Time until the readers of a standby see what it has flushed', {
      when: never,
    }),
    walWriter: standard(walWriter, {}, 'commit off: what flushes the log of the primary', {
      is: '{ delay: 200ms, write: 256B }',
      when: (owner) => owner['commit'] === 'off',
    }),
    timeout: optional(
      quantity,
      'semi-sync: how long a commit waits at most. sync, and with a log: so long after its loss the store goes on without',
      {
        is: 'required with semi-sync; with sync none: a commit blocks until its standbys answer',
        used: 'none: a commit blocks until its standbys answer',
        ...mode('sync'),
      },
    ),
    slots: optional(slots, 'Log that the primary keeps for standbys that are away: replication slots', {
      is: 'none: a standby that is away finds all that it missed when it is back, and the disk has room for it',
      when: never,
    }),
    latch: standard(
      expecting(z.boolean(), 'true or false'),
      true,
      'semi-sync: the first write that waited its timeout turns waiting off until the standbys are back; else each write waits its own',
      {
        source:
          'MySQL 8.0 Reference Manual, Semisynchronous Replication: it reverts to asynchronous replication',
        ...mode('semi-sync'),
      },
    ),
  }),
  'a map such as { mode: async, lag: { p50: 90ms, p99: 2s } }',
);

/** A store without standbys ships nothing. */
export const alone: z.output<typeof replication> = {
  mode: 'async',
  lag: { draw: 'use', kind: 'constant', value: 0 },
  lags: [],
  correlation: 60e6,
  ships: 'in-order',
  transfer: { draw: 'use', kind: 'constant', value: 0 },
  wait: { standbys: 1, inOrder: false },
  commit: 'on',
  flush: { draw: 'use', kind: 'constant', value: 0 },
  apply: { draw: 'use', kind: 'constant', value: 0 },
  walWriter: { delay: 200e3, write: 256 },
  latch: true,
};
