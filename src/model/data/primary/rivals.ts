import type { Micros } from '../../../kernel/index.js';
import type { Missing } from '../channels/channel.js';
import type { Server, Writer } from '../copy.js';
import type { Epochs } from './epochs.js';

/** Primaries that were promoted over, while they may still take writes. */
export class Rivals {
  private all: Writer[] = [];

  constructor(
    private readonly epochs: Epochs,
    /** Whether what only a rival has is kept for a person when it returns. */
    private readonly kept: boolean,
    /** A rival takes no more writes. */
    private readonly onMeeting: (rival: Writer) => void,
  ) {}

  get list(): readonly Writer[] {
    return this.all;
  }

  includes(writer: Writer): boolean {
    return this.all.includes(writer);
  }

  isOn(copy: Server): boolean {
    return this.all.some((one) => one.copy === copy);
  }

  /** Another was promoted over a primary that goes on: what the other lacks is settled when they meet. */
  add(old: Writer, missing: Missing, faultAt: Micros, at: Micros): void {
    old.fork = { missing, faultAt, at };
    this.all.push(old);
  }

  /** Old primaries that meet the new one step down. */
  meet(meets: (rival: Writer) => boolean): void {
    for (const rival of [...this.all]) {
      if (rival.unaware || !meets(rival)) continue;
      this.onMeeting(rival);
      this.settle(rival, this.kept);
      this.all = this.all.filter((one) => one !== rival);
    }
  }

  /** The run ends, and they have not met. */
  close(): void {
    for (const rival of this.all) this.settle(rival, true);
  }

  /** What was on destroyed disks waits for nobody. */
  private settle(rival: Writer, kept: boolean): void {
    const { missing, faultAt } = rival.fork!;
    if (kept && rival.copy.intact) this.epochs.settle(rival, missing, faultAt, 'pending');
    else this.epochs.discard(rival);
  }
}
