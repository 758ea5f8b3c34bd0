/** What can become of an attempt. */
export type Failure = 'shed' | 'timedOut' | 'refused' | 'erred';

/** How requests of a class fared since its flow began. Every request that was first made is in exactly one of the last six. */
export class ClassTally {
  /** Requests in progress when it began. */
  carried = 0;
  /** Requests first made. */
  offered = 0;
  /** Attempts made, first ones and retries. */
  attempts = 0;
  /** Attempts after the first. */
  retried = 0;
  /** Attempts that failed, by how. */
  readonly failures: Record<Failure, number> = { shed: 0, timedOut: 0, refused: 0, erred: 0 };
  /** Of those shed, how many by a breaker at the client. */
  broken = 0;
  /** Retries that the budget did not allow. */
  withheld = 0;
  /** Attempts served after their client had given up: wasted work. */
  late = 0;
  /** Requests answered in time. */
  served = 0;
  /** Requests that failed for good, by how their last attempt did. */
  shed = 0;
  timedOut = 0;
  refused = 0;
  erred = 0;
  inProgress = 0;

  get failed(): number {
    return this.shed + this.timedOut + this.refused + this.erred;
  }

  /** @throws Error if a request is lost or counted twice */
  check(name: string): void {
    const { carried, offered, served, failed, inProgress } = this;
    if (carried + offered !== served + failed + inProgress) {
      throw new Error(
        `requests of ${name}: ${carried} + ${offered} came, but ${served} were served, ${failed} failed, ${inProgress} are in progress`,
      );
    }
  }
}
