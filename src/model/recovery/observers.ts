import type { Simulation, Trace } from '../../kernel/index.js';
import { majority } from '../data/commit.js';
import type { Shard } from '../data/shard.js';
import type { Network } from '../network.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Condition, HealthRule } from '../traffic/health-check.js';
import { HealthCheck } from '../traffic/health-check.js';
import type { Detection, OnSuspect } from './detection.js';

export interface ObserverOptions {
  /** Sites from which the primary is watched. */
  readonly from: readonly number[];
  readonly rule: HealthRule;
}

/** Detection by observers that agree by majority that they cannot reach the primary. */
export class Observers implements Detection {
  private readonly panel: HealthCheck;

  constructor(
    private readonly simulation: Simulation,
    trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly shard: Shard,
    private readonly options: ObserverOptions,
    draws: Draws,
    private readonly onSuspect: OnSuspect,
  ) {
    const phase = () => draws.streams.open(`observers of ${shard.name}`).next();
    const { rule, from } = options;
    const pronounce = (healthy: boolean) => {
      const subject = `primary of ${shard.name}`;
      trace.emit({ type: 'verdict', at: simulation.now, subject, healthy, by: 'observers' });
      this.suspect();
    };
    this.panel = new HealthCheck(simulation, rule, phase, pronounce, majority(from.length));
  }

  follow(): void {
    this.options.from.forEach((site, index) => {
      const condition = this.conditionFrom(site);
      this.panel.observeBy(index, condition, condition === 'refused' ? 'server' : 'path');
    });
    if (!this.panel.healthy) this.suspect();
  }

  cleared(): boolean {
    return this.agreeing((site) => this.conditionFrom(site) === 'ok');
  }

  sees(site: number): boolean {
    return this.agreeing((observer) => this.network.talks(observer, site));
  }

  private suspect(): void {
    if (this.panel.healthy || this.cleared()) return;
    this.onSuspect([{ phase: 'detect', until: this.simulation.now }]);
  }

  private agreeing(holds: (site: number) => boolean): boolean {
    const { from } = this.options;
    const voters = from.filter((site) => this.network.runs(site));
    return voters.filter(holds).length >= majority(from.length);
  }

  /** An observer that is down itself says nothing against the primary. */
  private conditionFrom(site: number): Condition {
    const { copy } = this.shard.writer;
    if (!this.network.runs(site)) return 'ok';
    if (!this.network.talks(site, copy.site) || copy.lost > 0 || this.network.isLost(copy.site)) {
      return 'silent';
    }
    return this.shard.isAlive(copy) && copy.intact ? 'ok' : 'refused';
  }
}
