import { type Process, Signal } from '../kernel/index.js';

/** People, or spare parts, that repair so many faults at a time: who comes first is served first. */
export class Crew {
  private readonly queue: Signal[] = [];
  private busy = 0;

  /** `size`: how many faults it repairs at a time. */
  constructor(private readonly size: number) {}

  /** Waits until the crew is free, and takes its time; `leave` gives it back. */
  *take(): Process {
    if (this.busy < this.size) {
      this.busy += 1;
      return;
    }
    const turn = new Signal();
    this.queue.push(turn);
    yield turn;
  }

  /** The next who waits is served; nobody comes between. */
  leave(): void {
    const next = this.queue.shift();
    if (next) next.fire();
    else this.busy -= 1;
  }
}
