/** How backups are verified, from the least to the most, and what each way notices. */

/** What may be wrong: the job stands still, or a backup lacks parts, is damaged, or cannot be decrypted. */
export type BackupFault = 'stop' | 'incomplete' | 'corrupt' | 'unreadable';

export const verifications = ['exit-code', 'size', 'checksum', 'restore', 'query', 'timed-restore'] as const;
export type VerificationWay = (typeof verifications)[number];

/**
 * Chance that a verification notices. Nobody has published such chances; what is certain is their order and which of them are nothing
 * (a job that does not run has no exit code, a checksum of what was written says nothing about what was not, only who reads a
 * backup needs its key). GitLab's pg_dump failed for weeks with its mails rejected (post-mortem of 31 January 2017): exit codes that
 * nobody sees.
 */
export const catches: Readonly<Record<VerificationWay, Readonly<Record<BackupFault, number>>>> = {
  'exit-code': { stop: 0, incomplete: 0, corrupt: 0, unreadable: 0 },
  size: { stop: 0.9, incomplete: 0.5, corrupt: 0, unreadable: 0 },
  checksum: { stop: 0.9, incomplete: 0.5, corrupt: 0.9, unreadable: 0 },
  restore: { stop: 1, incomplete: 0.8, corrupt: 0.95, unreadable: 1 },
  query: { stop: 1, incomplete: 0.95, corrupt: 0.99, unreadable: 1 },
  'timed-restore': { stop: 1, incomplete: 0.95, corrupt: 0.99, unreadable: 1 },
};

export const catchesSource =
  'assumed: exit-code 0%; size sees 90% of stops, half of what is incomplete; checksum also 90% of what is corrupt; restore 100%, 80%, 95% and keys; query and timed-restore 95% and 99%';
