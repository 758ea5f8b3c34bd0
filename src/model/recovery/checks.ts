import type { Simulation, Trace } from '../../kernel/index.js';
import type { Shard } from '../data/shard.js';
import type { Network } from '../network.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Condition, HealthRule } from '../traffic/health-check.js';
import { HealthCheck } from '../traffic/health-check.js';
import type { NameService } from '../traffic/name-service.js';
import type { Detection, OnSuspect } from './detection.js';

/**
 * Detection by health checks: those of the primary's region, and, when the primary alone is gone, the same checks asked
 * of the primary.
 */
export class Checks implements Detection {
  private readonly ofPrimary: HealthCheck;

  constructor(
    private readonly simulation: Simulation,
    trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly names: NameService,
    private readonly shard: Shard,
    rule: HealthRule,
    draws: Draws,
    private readonly onSuspect: OnSuspect,
  ) {
    const phase = () => draws.streams.open(`checks of ${shard.name}`).next();
    this.ofPrimary = new HealthCheck(simulation, rule, phase, (healthy) => {
      const subject = `primary of ${shard.name}`;
      trace.emit({ type: 'verdict', at: simulation.now, subject, healthy, by: 'checks' });
      if (!healthy) this.suspect();
    });
    network.options.regions.forEach((_, region) => {
      names.listen(region, (healthy) => {
        if (!healthy && region === this.region()) this.suspect();
      });
    });
  }

  follow(): void {
    this.ofPrimary.observe(this.conditionOfPrimary(), 'server');
    // A region that fell again before its checks saw it return gives no new verdict.
    if (!this.cleared() && !this.names.isHealthy(this.region())) this.suspect();
  }

  cleared(): boolean {
    const { copy } = this.shard.writer;
    return this.shard.isAlive(copy) && copy.intact && this.network.condition(this.region()) === 'ok';
  }

  sees(site: number): boolean {
    return !this.network.isIsolated(site);
  }

  private suspect(): void {
    if (!this.cleared()) this.onSuspect([{ phase: 'detect', until: this.simulation.now }]);
  }

  private region(): number {
    return this.network.regionOf[this.shard.writer.copy.site]!;
  }

  private conditionOfPrimary(): Condition {
    const { copy } = this.shard.writer;
    const alone = this.network.condition(this.region()) === 'ok' && !this.shard.isAlive(copy);
    if (!alone) return copy.intact ? 'ok' : 'refused';
    return copy.lost > 0 || this.network.isLost(copy.site) ? 'silent' : 'refused';
  }
}
