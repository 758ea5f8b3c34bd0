import type { Micros } from '../../../kernel/index.js';

/** How rows are harmed: gone, holding something else than they should, or not to be read any more. */
export type Harm = 'deleted' | 'altered' | 'encrypted';

/** A harm that replication has carried to every copy, or will have, like any write. */
export interface Corruption {
  /** When it was committed. */
  readonly at: Micros;
  /** Share of the requests that need the rows it harmed. */
  readonly share: number;
  readonly harm: Harm;
}

/** What of the requests that reach a primary it answers: shares of reads in time, of writes acknowledged, and of writes in time. */
export interface Answering {
  readonly reads: number;
  readonly acknowledged: number;
  readonly inTime: number;
}

const all: Answering = { reads: 1, acknowledged: 1, inTime: 1 };
const nothing: Answering = { reads: 0, acknowledged: 0, inTime: 0 };

/** The data of a store as its clients find them, and the states that they have gone through. */
export class Condition {
  private corruptions: readonly Corruption[] = [];
  /** Closed while a restore is under way in its place. */
  closed = false;
  /** Share of the requests that it answers in time, in the slow time after the last restore. */
  private pace = 1;
  private slowTimes = 0;
  /** Spans of time that were restored over, the last one last. */
  private readonly undone: { readonly from: Micros; readonly to: Micros }[] = [];

  get answering(): Answering {
    if (this.closed) return nothing;
    if (this.corruptions.length === 0 && this.pace === 1) return all;
    let [acknowledged, sound] = [1, 1];
    for (const { share, harm } of this.corruptions) {
      sound *= 1 - share;
      // Who writes to a row that holds something else does not notice.
      if (harm !== 'altered') acknowledged *= 1 - share;
    }
    const inTime = sound * this.pace;
    return { reads: inTime, acknowledged: Math.max(acknowledged * this.pace, inTime), inTime };
  }

  /** It answers only a share in time, until the function returned is called or another slow time begins. */
  slowDown(pace: number): () => void {
    this.pace = pace;
    this.slowTimes += 1;
    const own = this.slowTimes;
    return () => {
      if (own === this.slowTimes) this.pace = 1;
    };
  }

  /** When the harms that the data have were done. */
  get harms(): readonly Micros[] {
    return this.corruptions.map(({ at }) => at);
  }

  /** Whether what is there can be read by nobody. */
  get isEncrypted(): boolean {
    return this.corruptions.some(({ harm }) => harm === 'encrypted');
  }

  /** Rows are harmed: a write like any other, so that every copy has it as soon as it follows. */
  corrupt(corruption: Corruption): void {
    this.corruptions = [...this.corruptions, corruption];
  }

  /** The data are now those of just before an instant: what was committed then, or later, has never been. */
  goBackTo(before: Micros): void {
    this.corruptions = this.corruptions.filter(({ at }) => at < before);
  }

  /** The state of an instant is restored, over all that came later until now. */
  restore(point: Micros, now: Micros): void {
    this.goBackTo(point);
    this.undone.push({ from: point, to: now });
    this.closed = false;
  }

  /** The last instant up to one whose state the data have gone through, and that was not restored over. */
  lastOurs(upTo: Micros): Micros {
    return this.undone.reduceRight((last, { from, to }) => (from < last && last < to ? from : last), upTo);
  }
}
