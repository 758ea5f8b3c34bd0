import type { Simulation, Trace } from '../../kernel/index.js';
import { isSilent, type Writer } from '../data/copy.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Condition, HealthRule } from '../traffic/health-check.js';
import { HealthCheck, openPanel } from '../traffic/health-check.js';
import type { Detection, OnSuspect } from './detection.js';

/**
 * Detection by the provider of a managed service, who watches the primary itself from places that no fault of the scenario reaches.
 * A cut between two regions is nothing to it; a site that reaches nobody is silent.
 */
export class ProviderMonitor implements Detection {
  private watched: { writer: Writer; check: HealthCheck };

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly shard: SinglePrimary,
    private readonly rule: HealthRule,
    private readonly draws: Draws,
    private readonly onSuspect: OnSuspect,
  ) {
    this.watched = this.watch(shard.writer);
  }

  follow(): void {
    const { writer } = this.shard;
    if (this.watched.writer !== writer) {
      // What was found of the old primary says nothing of the new one.
      this.watched.check.stop();
      this.watched = this.watch(writer);
    }
    const condition = this.condition();
    this.watched.check.observe(condition, condition === 'refused' ? 'server' : 'path');
    if (!this.watched.check.healthy) this.suspect();
  }

  cleared(): boolean {
    return this.condition() === 'ok';
  }

  sees(site: number): boolean {
    return !this.network.isIsolated(site);
  }

  private suspect(): void {
    if (this.watched.check.healthy || this.cleared()) return;
    this.onSuspect([{ phase: 'detect', until: this.simulation.now }]);
  }

  private condition(): Condition {
    const { copy } = this.shard.writer;
    if (this.network.isIsolated(copy.site) || isSilent(copy, this.network)) return 'silent';
    return this.shard.isAlive(copy) && copy.intact ? 'ok' : 'refused';
  }

  private watch(writer: Writer): { writer: Writer; check: HealthCheck } {
    const chance = openPanel(this.draws.streams, `provider's monitor of ${this.shard.name}`);
    const check = new HealthCheck(this.simulation, this.rule, chance, (healthy) => {
      const subject = `primary of ${this.shard.name}`;
      this.trace.emit({ type: 'verdict', at: this.simulation.now, subject, healthy, by: 'provider' });
      this.suspect();
    });
    return { writer, check };
  }
}
