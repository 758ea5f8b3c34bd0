import type { Simulation, Trace } from '../../kernel/index.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Condition, HealthRule } from '../traffic/health-check.js';
import { HealthCheck, openPanel } from '../traffic/health-check.js';
import type { NameService } from '../traffic/name-service.js';
import type { Detection, OnSuspect } from './detection.js';
import { conditionOfPrimary, PrimaryWatch } from './primary-watch.js';

/**
 * Detection by health checks: those of the primary's region, and, when the primary alone is gone, the same checks asked
 * of the primary.
 */
export class Checks implements Detection {
  private readonly watch: PrimaryWatch;

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly names: NameService,
    private readonly shard: SinglePrimary,
    private readonly rule: HealthRule,
    private readonly draws: Draws,
    private readonly onSuspect: OnSuspect,
    /** The checks may have taken back what they had said of a region that answers. */
    private readonly onCleared: () => void,
  ) {
    this.watch = new PrimaryWatch(shard, () => this.open());
    network.options.regions.forEach((_, region) => {
      names.listen(region, (healthy) => {
        if (region !== this.region()) return;
        if (!healthy) this.suspect();
        else if (names.isLeftToChance(region)) this.onCleared();
      });
    });
  }

  follow(): void {
    this.watch.follow();
    this.watch.check.observe(this.condition(), this.isReached() ? 'server' : 'path');
    // A region that fell again before its checks saw it return gives no new verdict.
    if (!this.cleared() && !this.names.isHealthy(this.region())) this.suspect();
  }

  cleared(): boolean {
    const { copy } = this.shard.writer;
    const open = this.network.reach(this.region()) === 'ok';
    return this.shard.isAlive(copy) && copy.intact && open && this.isReached() && !this.isMisjudged();
  }

  /** Of a region that answers some probes and not others nobody knows more than its checks say. */
  private isMisjudged(): boolean {
    const region = this.region();
    return this.names.isLeftToChance(region) && !this.names.isHealthy(region);
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

  /** Whether the region's own front door reaches the primary. */
  private isReached(): boolean {
    return this.network.regionTalks(this.region(), this.shard.writer.copy.site);
  }

  /** While the region itself does not answer, its own checks tell. */
  private condition(): Condition {
    if (this.network.reach(this.region()) !== 'ok') return 'ok';
    return conditionOfPrimary(this.shard, this.network, this.isReached());
  }

  private open(): HealthCheck {
    const chance = openPanel(this.draws.streams, `checks of ${this.shard.name}`);
    // What is lost on the way is lost to the region's own checks, whose verdict counts as well.
    const rule = { ...this.rule, loss: 0 };
    return new HealthCheck(this.simulation, rule, chance, (healthy) => {
      const subject = `primary of ${this.shard.name}`;
      this.trace.emit({ type: 'verdict', at: this.simulation.now, subject, healthy, by: 'checks' });
      if (!healthy) this.suspect();
    });
  }
}
