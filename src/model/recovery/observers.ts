import type { Simulation, Trace } from '../../kernel/index.js';
import { majority } from '../data/commit.js';
import { isSilent, type Writer } from '../data/copy.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Condition, HealthRule } from '../traffic/health-check.js';
import { HealthCheck, openPanel } from '../traffic/health-check.js';
import type { Detection, OnSuspect } from './detection.js';

export interface ObserverOptions {
  /** Sites from which the primary is watched. */
  readonly from: readonly number[];
  readonly rule: HealthRule;
}

/** Detection by observers that agree by majority that they cannot reach the primary. */
export class Observers implements Detection {
  private watched: { writer: Writer; panel: HealthCheck };

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly shard: SinglePrimary,
    private readonly options: ObserverOptions,
    private readonly draws: Draws,
    private readonly onSuspect: OnSuspect,
  ) {
    this.watched = this.watch(shard.writer);
  }

  follow(): void {
    const { writer } = this.shard;
    if (this.watched.writer !== writer) {
      // What was found of the old primary says nothing of the new one.
      this.watched.panel.stop();
      this.watched = this.watch(writer);
    }
    const { panel } = this.watched;
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
    if (this.watched.panel.healthy || this.cleared()) return;
    this.onSuspect([{ phase: 'detect', until: this.simulation.now }]);
  }

  private watch(writer: Writer): { writer: Writer; panel: HealthCheck } {
    const { rule, from } = this.options;
    const chance = openPanel(this.draws.streams, `observers of ${this.shard.name}`);
    const pronounce = (healthy: boolean) => {
      const subject = `primary of ${this.shard.name}`;
      this.trace.emit({ type: 'verdict', at: this.simulation.now, subject, healthy, by: 'observers' });
      this.suspect();
    };
    const panel = new HealthCheck(this.simulation, rule, chance, pronounce, majority(from.length));
    return { writer, panel };
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
    if (!this.network.talks(site, copy.site) || isSilent(copy, this.network)) return 'silent';
    return this.shard.isAlive(copy) && copy.intact ? 'ok' : 'refused';
  }
}
