import { z } from 'zod';
import { choice, expecting, measured, optional, type Raw, required, standard } from './note.js';
import { quantity } from './quantity.js';
import { share } from './share.js';

/** What of a second region waits for the day, from the least to the most. A region that serves every day stands by for nobody. */
export const strategies = ['backup-and-restore', 'pilot-light', 'warm', 'hot'] as const;
export type Strategy = (typeof strategies)[number];

const gameDays = 'GitLab, disaster recovery game days 2024 to 2026';

const isOneOf =
  (...some: readonly Strategy[]) =>
  ({ strategy }: Raw) =>
    some.some((one) => one === strategy);

/** How ready a region is that serves nobody, or only some, until it is activated. */
export const standby = expecting(
  z.strictObject({
    strategy: required(
      choice(strategies),
      'What waits there: nothing but backups; all but servers; some of its servers; all of them',
    ),
    ready: standard(
      measured(share, { above: 0, below: 1, because: 'above 0% and below 100%' }),
      '30%',
      'warm: share of its servers that run all the time',
      { source: 'assumed: the least of the 30% to 50% that guides name', when: isOneOf('warm') },
    ),
    provision: optional(quantity, 'From activation until the other servers are there', {
      is: 'uniform, 14m to 39m for backup-and-restore, where all is built anew, else 3m to 5m',
      source: `${gameDays}: machines of a zone; Netflix, Project Nimble, 2018: capacity in 3 to 5 min`,
      when: isOneOf('backup-and-restore', 'pilot-light', 'warm'),
    }),
    boot: optional(quantity, 'From then until they serve', {
      is: '7m to 11m, uniform',
      source: `${gameDays}: bootstrap`,
      when: isOneOf('backup-and-restore', 'pilot-light', 'warm'),
    }),
  }),
  'a map such as { strategy: pilot-light, boot: 8m }',
);

type Standby = z.output<typeof standby>;

/** Whether no server of a region serves clients when a run begins. */
export function isIdle(given: Standby | undefined): boolean {
  return given?.strategy === 'backup-and-restore' || given?.strategy === 'pilot-light';
}

/** Servers of a region when a run begins, of all that it has. */
export function serversWaiting(given: Standby | undefined, all: number): number {
  return given?.strategy === 'warm' ? Math.ceil(given.ready * all) : all;
}
