import type { Micros, Process } from '../../../kernel/index.js';
import type { Version } from './fleet.js';
import type { Target } from './pipeline.js';
import type { Rollout, RolloutStage, Steps } from './rollout.js';

/** Replaces the servers of a region in batches, so that both versions serve meanwhile. */
export class Rolling implements Rollout {
  /** What ran on each site before. */
  private readonly before = new Map<number, Version>();

  constructor(private readonly stage: RolloutStage) {}

  *deploy(target: Target, goesOn: () => boolean): Steps {
    const { pipeline, draws, change, version, onReach, onMove } = this.stage;
    const { deploy, batches } = pipeline.options;
    const takes = draws.duration(deploy, 'deployment', `${change} to ${target.name}`);
    // A part of the servers is one batch.
    const own = target.share < 1 ? 1 : batches;
    for (let batch = 1; batch <= own; batch++) {
      const slice = sliceOf(takes, batch, batches);
      if (!(yield* pipeline.pass(slice, () => pipeline.reaches(target), goesOn))) return false;
      if (batch === 1) this.remember(target);
      for (const site of target.sites) pipeline.fleet.spread(site, version, (target.share * batch) / own);
      if (batch === 1) onReach(target);
      onMove([]);
    }
    return true;
  }

  private remember(target: Target): void {
    for (const site of target.sites) {
      if (!this.before.has(site)) this.before.set(site, this.stage.pipeline.fleet.main(site));
    }
  }

  *withdraw(target: Target): Process {
    const { pipeline, draws, change, version, onMove, soundOne, path } = this.stage;
    const { fleet } = pipeline;
    const { rollback, batches } = pipeline.options;
    const takes = draws.duration(rollback.takes, 'rollback', `${change} in ${target.name}`);
    const had = target.sites.map((site) => fleet.share(site, version));
    for (let batch = 1; batch <= batches; batch++) {
      const slice = sliceOf(takes, batch, batches);
      yield* pipeline.pass(slice, () => pipeline.reaches(target), always);
      target.sites.forEach((site, index) => {
        const left = (had[index]! * (batches - batch)) / batches;
        fleet.withdraw(site, version, soundOne(this.before.get(site)!), left);
      });
      onMove(path());
    }
  }
}

const always = () => true;

/** The time of one of several batches that take a time together, to whole microseconds without drift. */
function sliceOf(takes: Micros, batch: number, batches: number): Micros {
  return Math.round((takes * batch) / batches) - Math.round((takes * (batch - 1)) / batches);
}
