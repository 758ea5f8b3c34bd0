import type { Action } from '../action.js';
import type { StandbyRegion } from '../standby-region.js';

/** A region that stands by is made ready. Undone, it stands by again. */
export class Activate implements Action {
  readonly phase = 'act';

  constructor(
    private readonly region: StandbyRegion,
    private readonly watch: (again: () => void) => () => void,
  ) {}

  begin(done: (worked: boolean) => void): () => void {
    let isReady = false;
    let stop = () => {};
    const callOff = this.region.activate(() => {
      isReady = true;
      stop();
      done(true);
    });
    if (!isReady) stop = this.watch(() => this.region.follow());
    return () => {
      stop();
      if (isReady) this.region.standDown();
      else callOff();
    };
  }
}
