import type { SinglePrimary } from '../../data/single-primary.js';
import type { Action } from '../action.js';
import { type ActionStage, promotionIn, shardsThatFlee } from './action-stage.js';

/** Makes standbys of a store its primaries where these are in the region that is fled; it waits until there are such standbys. */
export class Promote implements Action {
  readonly phase = 'act';

  constructor(
    private readonly store: string,
    private readonly to: number | undefined,
    private readonly flees: number | undefined,
    private readonly stage: ActionStage,
    /** Told whom to ask again after anything changed. */
    private readonly watch: (again: () => void) => () => void,
  ) {}

  begin(done: (worked: boolean) => void): () => void {
    const left = new Set(shardsThatFlee(this.store, this.flees, this.stage));
    let stop = () => {};
    const attempt = () => {
      for (const shard of left) if (this.promote(shard)) left.delete(shard);
      if (left.size > 0) return;
      stop();
      done(true);
    };
    stop = this.watch(attempt);
    attempt();
    return stop;
  }

  private promote(shard: SinglePrimary): boolean {
    const { copy: leading } = shard.writer;
    if (leading.site === this.to) return true;
    const promotion = promotionIn(shard, this.to, this.stage);
    const copy = promotion.candidate();
    if (!copy) return false;
    promotion.carryOut(copy);
    if (!this.stage.hasRecordStep(this.store)) shard.announce();
    return true;
  }
}
