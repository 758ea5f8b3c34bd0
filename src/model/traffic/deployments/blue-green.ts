import type { Process } from '../../../kernel/index.js';
import type { Version } from './fleet.js';
import type { Target } from './pipeline.js';
import type { Rollout, RolloutStage, Steps } from './rollout.js';
import type { SwitchOptions } from './switch.js';

/** Where the old stack of a region is. */
interface Old {
  readonly version: Version;
  readonly stack: number;
  /** Until it is taken down. */
  kept: boolean;
  /** Puts it up again. */
  restore: () => void;
}

/** Builds a second stack beside the first, and switches to it. */
export class BlueGreen implements Rollout {
  private readonly old = new Map<number, Old>();

  constructor(
    private readonly stage: RolloutStage,
    private readonly options: SwitchOptions,
  ) {}

  *deploy(target: Target, goesOn: () => boolean): Steps {
    const { pipeline, draws, change } = this.stage;
    const takes = draws.duration(pipeline.options.deploy, 'deployment', `${change} to ${target.name}`);
    const reaches = () => pipeline.reaches(target);
    if (!(yield* pipeline.pass(takes, reaches, goesOn))) return false;
    this.note(target);
    if (this.options.by === 'dns') this.pointAt(target, true);
    else {
      for (const [step, share] of this.options.shifts.entries()) {
        if (step > 0 && !(yield* pipeline.pass(this.options.every, reaches, goesOn))) return false;
        this.shift(target, share, step === 0);
      }
    }
    this.retire(target);
    return true;
  }

  *withdraw(target: Target): Process {
    const { pipeline, draws, change, version, soundOne, onMove, path, simulation, trace } = this.stage;
    const old = this.old.get(target.region)!;
    if (!old.kept) {
      const takes = draws.duration(
        pipeline.options.rollback.takes,
        'rollback',
        `${change} in ${target.name}`,
      );
      yield* pipeline.pass(takes, () => pipeline.reaches(target), always);
      old.restore();
    } else yield* pipeline.pass(0, () => pipeline.reaches(target), always);
    if (this.options.by === 'dns') this.pointAt(target, false);
    else {
      for (const site of target.sites) pipeline.fleet.withdraw(site, version, soundOne(old.version), 0);
      trace.emit({
        type: 'traffic-shifted',
        at: simulation.now,
        change,
        on: target.name,
        by: this.options.by,
        share: 0,
      });
      onMove(path());
    }
    this.drain(target);
  }

  private note({ region, sites }: Target): void {
    const { pipeline } = this.stage;
    const stack = pipeline.frontOf(region);
    const version = pipeline.fleet.main(sites[0]!, stack);
    this.old.set(region, { version, stack, kept: true, restore: () => {} });
  }

  /** New requests go to the new stack by a share, from this instant on. */
  private shift(target: Target, share: number, first: boolean): void {
    const { pipeline, version, change, simulation, trace, onReach, onMove } = this.stage;
    for (const site of target.sites) pipeline.fleet.spread(site, version, share);
    if (first) onReach(target);
    const { by } = this.options;
    trace.emit({ type: 'traffic-shifted', at: simulation.now, change, on: target.name, by, share });
    onMove([]);
  }

  /** The name of the region points at the new stack, or at the old one again; clients follow as their caches let them. */
  private pointAt(target: Target, forth: boolean): void {
    const { pipeline, version, change, simulation, trace, onReach, restack, path } = this.stage;
    const old = this.old.get(target.region)!;
    const idle = 1 - old.stack;
    if (forth) {
      for (const site of target.sites) pipeline.fleet.spread(site, version, 1, idle);
      onReach(target);
    }
    const share = forth ? 1 : 0;
    trace.emit({ type: 'traffic-shifted', at: simulation.now, change, on: target.name, by: 'dns', share });
    restack(target.region, forth ? idle : old.stack, forth ? [] : path());
  }

  /** The old stack gets nothing new: its requests end, and one day it is taken down. */
  private retire(target: Target): void {
    this.drain(target);
    const { simulation, draws, change, trace, removeStack, onMove, pipeline, version } = this.stage;
    const old = this.old.get(target.region)!;
    const keep = draws.duration(this.options.keep, 'keeping', `${change} in ${target.name}`);
    simulation.schedule(keep, () => {
      const share = pipeline.fleet.share(target.sites[0]!, version, pipeline.frontOf(target.region));
      // It went back, or somebody else came.
      if (share < 1) return;
      old.kept = false;
      if (this.options.by === 'dns') old.restore = removeStack(target.region, old.stack);
      trace.emit({ type: 'stack-removed', at: simulation.now, change, on: target.name });
      onMove([]);
    });
  }

  private drain(target: Target): void {
    const { simulation, draws, change, trace } = this.stage;
    const since = simulation.now;
    const { inFlight, drainAtMost } = this.options;
    const longest = draws.duration(inFlight, 'requests in flight', `${change} in ${target.name}`);
    if (longest === 0) return;
    simulation.schedule(Math.min(longest, drainAtMost), () => {
      trace.emit({ type: 'stack-drained', at: simulation.now, change, on: target.name, since });
    });
  }
}

const always = () => true;
