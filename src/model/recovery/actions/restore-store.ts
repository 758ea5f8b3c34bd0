import type { Path } from '../../path.js';
import type { Action, Done } from '../action.js';
import type { ActionStage } from './action-stage.js';

/** Restores a store from the newest backup that is good; there is nothing to do where its data are there, and sound. */
export class RestoreStore implements Action {
  readonly phase = 'act';

  constructor(
    private readonly store: string,
    private readonly stage: ActionStage,
    private readonly path: () => Path,
  ) {}

  begin(done: Done): () => void {
    const restores = this.stage.restorersOf(this.store).flatMap((one) => one.open(this.path()) ?? []);
    let left = restores.length;
    let idle = true;
    if (left === 0) done(true, 'idle');
    const undo = restores.map((restore) =>
      restore.begin((worked, nothing) => {
        left -= 1;
        idle &&= nothing !== undefined;
        if (!worked) done(false);
        else if (left === 0) done(true, idle ? 'idle' : undefined);
      }),
    );
    return () => {
      for (const one of undo) one();
    };
  }
}
