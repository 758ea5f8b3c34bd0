/** A level of a chain of backups: it waits, then it takes its time; in any unit of time. */
export interface RecoveryLevel {
  readonly hold: number;
  readonly takes: number;
}

/**
 * The most that is lost when all levels but the last one are gone, each in step with the one before it: its period and all that its
 * points have waited and taken (Keeton and Merchant, DSN 2004). Levels that are not in step add up to a period of the one before.
 */
export function worstLoss(period: number, levels: readonly RecoveryLevel[]): number {
  return levels.reduce((sum, { hold, takes }) => sum + hold + takes, period);
}

/** What is lost in the mean, at a random time: half a period less. */
export function meanLoss(period: number, levels: readonly RecoveryLevel[]): number {
  return worstLoss(period, levels) - period / 2;
}
