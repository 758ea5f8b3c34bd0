import type { SinglePrimary } from '../../data/single-primary.js';
import type { Action, Done } from '../action.js';
import type { Flight } from '../runbook/trigger.js';
import { type ActionStage, promotionIn, shardsThatFlee } from './action-stage.js';

/** Makes standbys of a store its primaries where these are fled from; it waits until there are such standbys. */
export class Promote implements Action {
  readonly phase = 'act';

  constructor(
    private readonly store: string,
    private readonly to: number | undefined,
    private readonly flight: Flight | undefined,
    private readonly stage: ActionStage,
    /** Told whom to ask again after anything changed. */
    private readonly watch: (again: () => void) => () => void,
  ) {}

  begin(done: Done): () => void {
    const own = shardsThatFlee(this.store, this.flight, this.stage);
    const left = new Set(own.filter(({ writer }) => writer.copy.site !== this.to));
    const idle = left.size === 0 ? 'idle' : undefined;
    let stop = () => {};
    const attempt = () => {
      for (const shard of left) if (this.promote(shard)) left.delete(shard);
      if (left.size > 0) return;
      stop();
      done(true, idle);
    };
    stop = this.watch(attempt);
    attempt();
    return stop;
  }

  private promote(shard: SinglePrimary): boolean {
    // Somebody else may have promoted it meanwhile.
    if (shard.writer.copy.site === this.to) return true;
    const promotion = promotionIn(shard, this.to, this.stage);
    const copy = promotion.candidate();
    if (!copy) return false;
    promotion.carryOut(copy);
    if (!this.stage.hasRecordStep(this.store)) shard.announce();
    return true;
  }
}
