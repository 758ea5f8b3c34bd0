import type { Micros } from '../../../kernel/index.js';
import type { Missing } from '../channels/channel.js';
import type { Server, Writer } from '../copy.js';
import type { Epochs } from './epochs.js';

/** Primaries that were promoted over, while they may still take writes. */
export class Rivals {
  private all: Writer[] = [];

  constructor(
    private readonly epochs: Epochs,
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
  add(old: Writer, missing: Missing, faultAt: Micros): void {
    old.fork = { missing, faultAt };
    this.all.push(old);
  }

  /** Old primaries that meet the new one step down; what only they have waits for a person. */
  meet(meets: (rival: Writer) => boolean): void {
    for (const rival of [...this.all]) {
      if (!meets(rival)) continue;
      this.onMeeting(rival);
      this.settle(rival);
      this.all = this.all.filter((one) => one !== rival);
    }
  }

  /** The run ends, and they have not met. */
  close(): void {
    for (const rival of this.all) this.settle(rival);
  }

  private settle(rival: Writer): void {
    const { missing, faultAt } = rival.fork!;
    this.epochs.settle(rival, missing, faultAt, rival.copy.intact ? 'pending' : 'lostInFailover');
  }
}
