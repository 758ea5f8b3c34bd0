import type { EventHandle, Micros, Simulation, Trace } from '../../kernel/index.js';
import type { Server, Writer } from '../data/copy.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Milestone, Path, Phase } from '../path.js';
import type { Draws, Quantity } from '../quantity.js';
import type { StepBegan, TraceRecord } from '../trace.js';
import type { Detection } from './detection.js';
import { Promotion } from './promotion.js';

type StepName = StepBegan['step'];

export interface FailoverOptions {
  /** In this order: decide, fence, promote, record; those that are absent take no time and are not done. */
  readonly steps: readonly FailoverStep[];
}

export interface FailoverStep {
  readonly step: StepName;
  readonly takes: Quantity;
  /** Chance that it does nothing, and nobody notices; absent = none. */
  readonly fails?: number;
}

/** Which part of recovery time a step is. */
const phaseOf: Record<StepName, Phase> = {
  decide: 'decide',
  fence: 'act',
  promote: 'act',
  record: 'propagate',
};

/** What a shard does about a lost primary, step after step, in one run. */
export class Failover {
  detection!: Detection;
  /** Edits a DNS record, now or once that is possible. */
  edit: (action: () => void) => void = (action) => action();
  private path: Milestone[] | undefined;
  private pending: EventHandle | undefined;
  private promoted = false;
  /** Whom the promotion under way has stopped from following. */
  private chosen: Server | undefined;
  /** Site of the primary that is taken for gone. */
  private failed = '';
  /** False alarms about the primary that are in force. */
  private alarms = 0;
  /** The promotion is due, and no copy can be promoted. */
  private waiting: (() => void) | undefined;
  private readonly promotion: Promotion;

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    network: Network,
    readonly shard: SinglePrimary,
    private readonly options: FailoverOptions,
    private readonly draws: Draws,
    private readonly onChange: (path: Path) => void,
  ) {
    this.promotion = new Promotion(network, shard, () => this.detection);
  }

  /** The primary is taken for gone. A failover under way goes on as it is. */
  start(path: Path): void {
    if (this.path) return;
    this.path = [...path];
    this.failed = this.shard.siteName(this.shard.writer.copy);
    this.promoted = false;
    this.begin(0);
  }

  /** A false alarm: whoever decides takes the primary for gone, whatever the detector says. */
  alarm(): void {
    this.alarms += 1;
    this.start([{ phase: 'detect', until: this.simulation.now }]);
  }

  endAlarm(): void {
    this.alarms -= 1;
  }

  /** Somebody promoted another by hand over this primary. */
  overrule(old: Writer): void {
    this.promotion.overrule(old);
  }

  /** Brings the failover up to date after anything changed: it ends when the primary is back before a promotion. */
  follow(): void {
    this.detection.follow();
    const cleared = this.alarms === 0 && this.detection.cleared();
    if (this.path && !this.promoted && cleared) this.callOff();
    this.waiting?.();
  }

  private begin(index: number): void {
    const next = this.options.steps[index];
    if (!next) {
      this.path = undefined;
      return;
    }
    const { now } = this.simulation;
    const takes = this.draws.duration(next.takes, next.step, this.entity());
    const until = now + takes;
    this.trace.emit({ type: 'step-began', at: now, shard: this.shard.name, step: next.step, until });
    if (next.step === 'promote') this.choose();
    this.pending = this.simulation.schedule(takes, () => this.finish(index, next));
  }

  /** The promotion begins: whoever is promoted may stop following by that. */
  private choose(): void {
    this.chosen = this.shard.options.detaches === 'begin' ? this.promotion.candidate() : undefined;
    if (this.chosen) this.shard.detach(this.chosen);
  }

  private finish(index: number, step: FailoverStep): void {
    this.pending = undefined;
    if (step.step === 'record') this.edit(() => this.conclude(index, step));
    else if (step.step !== 'promote' || this.promote(index)) this.conclude(index, step);
  }

  private conclude(index: number, { step, fails = 0 }: FailoverStep): void {
    this.note(phaseOf[step]);
    if (step === 'fence') this.fence(fails);
    const last = index + 1 === this.options.steps.length;
    if (last || step === 'record') this.shard.announce();
    const path = [...this.path!];
    this.begin(index + 1);
    this.onChange(path);
  }

  private fence(fails: number): void {
    const failed = fails > 0 && this.draws.streams.open(`fence fails of ${this.entity()}`).next() < fails;
    if (!failed) this.shard.fence();
    else
      this.trace.emit({
        type: 'fence-failed',
        at: this.simulation.now,
        shard: this.shard.name,
        site: this.failed,
      });
  }

  /** Steps are named by what failed, so that shards do not share draws and designs with the same sites do. */
  private entity(): string {
    return `${this.shard.options.store} on ${this.failed}`;
  }

  private note(phase: Phase): void {
    const until: Micros = this.simulation.now;
    this.path!.push({ phase, until });
  }

  /** Promotes the copy that lacks least; without one it waits until there is one. */
  private promote(index: number): boolean {
    const copy = this.promotion.candidate(this.chosen);
    if (!copy) {
      this.waiting ??= () => this.finish(index, this.options.steps[index]!);
      return false;
    }
    this.waiting = undefined;
    this.promoted = true;
    this.promotion.carryOut(copy);
    return true;
  }

  private callOff(): void {
    if (this.pending !== undefined) this.simulation.cancel(this.pending);
    this.pending = undefined;
    this.waiting = undefined;
    this.path = undefined;
    this.shard.reinstate();
    this.trace.emit({ type: 'failover-called-off', at: this.simulation.now, shard: this.shard.name });
  }
}
