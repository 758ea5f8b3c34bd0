import type { Simulation, Trace } from '../../kernel/index.js';
import { majority } from '../data/commit.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Condition, HealthRule } from '../traffic/health-check.js';
import { HealthCheck, openPanel } from '../traffic/health-check.js';
import type { Detection, OnSuspect } from './detection.js';
import { conditionOfPrimary, PrimaryWatch } from './primary-watch.js';

export interface ObserverOptions {
  /** Sites from which the primary is watched. */
  readonly from: readonly number[];
  readonly rule: HealthRule;
}

/** Detection by observers that agree by majority that they cannot reach the primary. */
export class Observers implements Detection {
  private readonly watch: PrimaryWatch;

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly shard: SinglePrimary,
    private readonly options: ObserverOptions,
    private readonly draws: Draws,
    private readonly onSuspect: OnSuspect,
  ) {
    this.watch = new PrimaryWatch(shard, () => this.open());
  }

  follow(): void {
    this.watch.follow();
    const { check: panel } = this.watch;
    this.options.from.forEach((site, index) => {
      const condition = this.conditionFrom(site);
      panel.observeBy(index, condition, condition === 'refused' ? 'server' : 'path');
    });
    if (!panel.healthy) this.suspect();
  }

  cleared(): boolean {
    return this.agreeing((site) => this.conditionFrom(site) === 'ok');
  }

  sees(site: number): boolean {
    return this.agreeing((observer) => this.network.talks(observer, site));
  }

  private suspect(): void {
    if (this.watch.check.healthy || this.cleared()) return;
    this.onSuspect([{ phase: 'detect', until: this.simulation.now }]);
  }

  private open(): HealthCheck {
    const { rule, from } = this.options;
    const chance = openPanel(this.draws.streams, `observers of ${this.shard.name}`);
    const pronounce = (healthy: boolean) => {
      const subject = `primary of ${this.shard.name}`;
      this.trace.emit({ type: 'verdict', at: this.simulation.now, subject, healthy, by: 'observers' });
      this.suspect();
    };
    return new HealthCheck(this.simulation, rule, chance, pronounce, majority(from.length));
  }

  private agreeing(holds: (site: number) => boolean): boolean {
    const { from } = this.options;
    const voters = from.filter((site) => this.network.runs(site));
    return voters.filter(holds).length >= majority(from.length);
  }

  /** An observer that is down itself says nothing against the primary. */
  private conditionFrom(site: number): Condition {
    if (!this.network.runs(site)) return 'ok';
    const isReached = this.network.talks(site, this.shard.writer.copy.site);
    return conditionOfPrimary(this.shard, this.network, isReached);
  }
}
