import type { KeyPolicy } from './policy.js';

/**
 * Row-based replication that skips errors (MariaDB's `slave_skip_errors`): a change that does not fit is dropped without a
 * word, and every key that several sides wrote stays different on them for good.
 */
export const ignore: KeyPolicy = {
  name: 'ignore',
  asks: 'sides',
  decides: 'key',
  resolve: ({ versions }) => ({ fates: versions.map(() => 'diverged'), siblings: 0 }),
};
