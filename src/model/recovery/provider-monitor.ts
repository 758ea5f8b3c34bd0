import type { Simulation, Trace } from '../../kernel/index.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Condition, HealthRule } from '../traffic/health-check.js';
import { HealthCheck, openPanel } from '../traffic/health-check.js';
import type { Detection, OnSuspect } from './detection.js';
import { conditionOfPrimary, PrimaryWatch } from './primary-watch.js';

/**
 * Detection by the provider of a managed service, who watches the primary itself from places that no fault of the scenario reaches.
 * A cut between two regions is nothing to it; a site that reaches nobody is silent.
 */
export class ProviderMonitor implements Detection {
  private readonly watch: PrimaryWatch;

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly shard: SinglePrimary,
    private readonly rule: HealthRule,
    private readonly draws: Draws,
    private readonly onSuspect: OnSuspect,
  ) {
    this.watch = new PrimaryWatch(shard, () => this.open());
  }

  follow(): void {
    this.watch.follow();
    const condition = this.condition();
    this.watch.check.observe(condition, condition === 'refused' ? 'server' : 'path');
    if (!this.watch.check.healthy) this.suspect();
  }

  cleared(): boolean {
    return this.condition() === 'ok';
  }

  sees(site: number): boolean {
    return !this.network.isIsolated(site);
  }

  private suspect(): void {
    if (this.watch.check.healthy || this.cleared()) return;
    this.onSuspect([{ phase: 'detect', until: this.simulation.now }]);
  }

  private condition(): Condition {
    const { site } = this.shard.writer.copy;
    return conditionOfPrimary(this.shard, this.network, !this.network.isIsolated(site));
  }

  private open(): HealthCheck {
    const chance = openPanel(this.draws.streams, `provider's monitor of ${this.shard.name}`);
    return new HealthCheck(this.simulation, this.rule, chance, (healthy) => {
      const subject = `primary of ${this.shard.name}`;
      this.trace.emit({ type: 'verdict', at: this.simulation.now, subject, healthy, by: 'provider' });
      this.suspect();
    });
  }
}
