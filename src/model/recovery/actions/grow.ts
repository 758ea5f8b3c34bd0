import type { Congestion } from '../../congestion.js';
import type { Shortages } from '../../traffic/capacity/shortages.js';
import type { Action } from '../action.js';

/** A region gets more servers; while none can be had there, it waits. Undone, it has those that it had at first. */
export class Grow implements Action {
  readonly phase = 'act';

  constructor(
    private readonly region: string,
    private readonly factor: number,
    private readonly congestion: Congestion,
    private readonly shortages: Shortages,
    private readonly watch: (again: () => void) => () => void,
  ) {}

  begin(done: (worked: boolean) => void): () => void {
    let grown = false;
    let stop = () => {};
    const attempt = () => {
      if (grown || this.shortages.isStarved(this.region)) return;
      stop();
      grown = true;
      this.congestion.grow(this.region, this.factor);
      done(true);
    };
    stop = this.watch(attempt);
    attempt();
    return () => {
      stop();
      if (grown) this.congestion.grow(this.region, 1);
    };
  }
}
