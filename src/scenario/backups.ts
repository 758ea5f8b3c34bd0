import { z } from 'zod';
import { catches, catchesSource, verifications } from '../data/verifications.js';
import { named, naming } from './name.js';
import type { Raw } from './note.js';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { quantity, someTime, time } from './quantity.js';
import { share } from './share.js';
import { size } from './size.js';

const never = () => false;
const isKind = (...kinds: string[]) => ({
  when: (owner: Raw) => kinds.includes((owner['kind'] as string | undefined) ?? 'full'),
});

/** What a backup is of. */
export const backupKinds = ['full', 'differential', 'incremental', 'snapshot', 'log', 'standby'] as const;

const noticing = (what: string) =>
  optional(measured(share), `Chance to notice ${what}`, { is: 'that of the way it verifies', when: never });

const verification = expecting(
  z
    .strictObject({
      every: required(someTime, 'From one verification to the next'),
      at: optional(time, 'Time of one of them, since the start of the run', {
        is: 'at a random phase',
        source: 'nothing starts cold',
        when: (owner) => owner['aligned'] !== true,
      }),
      aligned: standard(
        expecting(z.boolean(), 'true or false'),
        false,
        'Each comes just before a backup, whichever; every must then be a multiple of that of the backups',
        { when: never },
      ),
      by: standard(
        choice(verifications),
        'restore',
        'How: each way notices what those before it do, and more',
        {
          source: catchesSource,
        },
      ),
      catches: optional(
        expecting(
          z.strictObject({
            stop: noticing('that the job has stopped'),
            incomplete: noticing('that the newest backup is incomplete'),
            corrupt: noticing('that it is corrupt'),
            unreadable: noticing('that its key does not open it'),
          }),
          'a map such as { stop: 100%, corrupt: 90% }',
        ),
        'What it notices, where that is known better',
        { is: 'as the way it verifies', when: never },
      ),
    })
    .transform(({ catches: stated = {}, ...rest }) => ({
      ...rest,
      catches: { ...catches[rest.by], ...stated },
    })),
  'a map such as { every: 30d, by: restore }',
);

/** `2%` corrupt, or by kind of flaw. */
const bad = expecting(
  z.union([
    measured(share).transform((corrupt) => ({ incomplete: 0, corrupt, unreadable: 0 })),
    expecting(
      z
        .strictObject({
          incomplete: optional(measured(share), 'Parts are missing', { is: '0%' }),
          corrupt: optional(measured(share), 'What is there is damaged', { is: '0%' }),
          unreadable: optional(measured(share), 'No key opens it: found before anything is read', {
            is: '0%',
          }),
        })
        .transform(({ incomplete = 0, corrupt = 0, unreadable = 0 }) => ({
          incomplete,
          corrupt,
          unreadable,
        })),
      'a map such as { incomplete: 1%, corrupt: 1% }',
    ),
  ]),
  'a share such as 2%, or a map such as { incomplete: 1%, corrupt: 1% }',
);

const keep = expecting(
  z.union([
    count(1, 100_000).transform((most) => ({ kind: 'count' as const, count: most })),
    someTime.transform((age) => ({ kind: 'age' as const, age })),
    choice(['all']).transform(() => ({ kind: 'all' as const })),
  ]),
  'a number such as 7, a duration such as 35d, or all',
);

const key = expecting(
  z.strictObject({
    in: required(
      expecting(z.array(naming('a region or one of its zones')).min(1), 'a list such as [us-east, eu-west]'),
      'Where it has copies: while none of them runs, or none is left, nothing is decrypted',
    ),
  }),
  'a map such as { in: [us-east] }',
);

const backup = expecting(
  z.strictObject({
    kind: standard(
      choice(backupKinds),
      'full',
      'What it holds: everything; what changed since the last full one, or since the last one of any kind; a snapshot that is read as it is needed; the log; or a standby that applies the log late',
      {},
    ),
    of: optional(
      naming('another backup of the store'),
      'differential, incremental: the full backups that they build on',
      {
        is: 'required with differential and incremental',
        when: never,
      },
    ),
    from: optional(
      naming('another backup of the store'),
      'The backups that it hands on, instead of taking its own',
      {
        is: 'it takes them from the store',
        when: never,
      },
    ),
    newest: standard(
      expecting(z.boolean(), 'true or false'),
      false,
      'from: its times are its own, and it hands on the newest that is there; otherwise every is a multiple of that of the others, and it takes each one up as it is ready',
      { when: (owner) => 'from' in owner },
    ),
    every: optional(time, 'From the start of one to the start of the next; of a log, 0s: as it is written', {
      is: 'required, except of a standby',
      when: never,
    }),
    at: optional(time, 'Time at which one of them starts, since the start of the run', {
      is: 'at a random phase',
      source: 'nothing starts cold',
      ...isKind('full', 'differential', 'incremental', 'snapshot'),
    }),
    hold: standard(time, '0s', 'How long it waits before it is taken, or handed on', { when: never }),
    takes: standard(
      quantity,
      '0s',
      'From its start, or from the end of a piece of log, until it can be restored',
      {
        ...isKind('full', 'differential', 'incremental', 'snapshot', 'log'),
      },
    ),
    delay: optional(time, 'standby: how much later than the primary it applies the log', {
      is: 'required with standby',
      when: never,
    }),
    in: optional(naming('a region or one of its zones'), 'standby: where it is', {
      is: 'required with standby',
      when: never,
    }),
    to: optional(naming('a vault'), 'Where it is kept', { is: 'required, except of a standby', when: never }),
    keep: standard(
      keep,
      'all',
      'The newest so many, or those of the last so long; expired ones are gone, also when no newer ones come',
      {
        source: 'pgBackRest documentation, Repository Retention: unset keeps all',
        ...isKind('full', 'differential', 'incremental', 'snapshot', 'log'),
      },
    ),
    size: optional(measured(size, { above: 0, because: 'above 0' }), 'What is read to restore one', {
      is: 'the size of the store; required with differential and incremental',
      ...isKind('full', 'snapshot'),
    }),
    bad: standard(
      bad,
      '0%',
      'Chance of each, also of each piece of log, to be bad without anybody knowing',
      {},
    ),
    fails: standard(measured(share), '0%', 'Chance of each to fail, and to say so', {
      ...isKind('full', 'differential', 'incremental', 'snapshot'),
    }),
    stops: optional(
      expecting(
        z.strictObject({ mean: required(someTime, 'Mean time until it does') }),
        'a mean such as { mean: 60d }',
      ),
      'It stops in silence, at a constant hazard, until a verification notices',
      { is: 'never' },
    ),
    verify: optional(verification, 'Who looks whether it works', { is: 'nobody', when: never }),
    key: optional(key, 'What encrypts it', { is: 'nothing', when: never }),
  }),
  'a map such as { every: 24h, takes: 1h, to: s3-east, keep: 7 }',
);

/** The backups of a store, by name. */
export const backups = named(backup, 'a map of backups such as { nightly: { every: 24h, to: s3-east } }');
