/**
 * A stage of a pipeline holds one change at a time. One more may wait before it; a newer one that comes takes its place (AWS
 * CodePipeline User Guide, "How pipeline executions work").
 */
export class StageLock {
  private holder: object | undefined;
  private next: object | undefined;

  /** The change comes to the stage, and takes the place of an older one that waits there. */
  arrive(change: object): void {
    this.next = change;
  }

  /** Whether a change that arrived was overtaken by a newer one. */
  isSuperseded(change: object): boolean {
    return this.next !== change && this.holder !== change;
  }

  /** A change that waits takes the stage; false while another has it. */
  enter(change: object): boolean {
    if (this.holder !== undefined || this.next !== change) return false;
    this.holder = change;
    this.next = undefined;
    return true;
  }

  /** A change leaves the stage, or gives up waiting for it. */
  leave(change: object): void {
    if (this.holder === change) this.holder = undefined;
    if (this.next === change) this.next = undefined;
  }
}
