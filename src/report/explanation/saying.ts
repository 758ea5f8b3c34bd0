/** A sentence and where it stands among those of its instant. */
export interface Saying {
  /** Microseconds. */
  readonly at: number;
  /** Causes come before their effects: 0 faults, 1 verdicts, 2 roles, 3 writes, 4 steps, 5 DNS, 6 service. */
  readonly rank: number;
  readonly sentence: string;
}
