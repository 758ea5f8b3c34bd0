import type { Path } from '../../path.js';
import type { Action } from '../action.js';
import type { ActionStage } from './action-stage.js';

/** Restores a store from the newest backup that is good; there is nothing to do where its data are there, and sound. */
export class RestoreStore implements Action {
  readonly phase = 'act';

  constructor(
    private readonly store: string,
    private readonly stage: ActionStage,
    private readonly path: () => Path,
  ) {}

  begin(done: (worked: boolean) => void): () => void {
    const restores = this.stage.restorersOf(this.store).flatMap((one) => one.open(this.path()) ?? []);
    let left = restores.length;
    if (left === 0) done(true);
    const undo = restores.map((restore) =>
      restore.begin((worked) => {
        left -= 1;
        if (!worked) done(false);
        else if (left === 0) done(true);
      }),
    );
    return () => {
      for (const one of undo) one();
    };
  }
}
