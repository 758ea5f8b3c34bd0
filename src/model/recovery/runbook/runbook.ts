import type { Micros } from '../../../kernel/index.js';
import type { Path } from '../../path.js';
import { Occurrence } from './occurrence.js';
import type { RunbookOptions, RunbookStage } from './stage.js';
import type { Trigger } from './trigger.js';

/** A runbook in one run: it begins when its trigger says so, once at a time. */
export class Runbook {
  trigger!: Trigger;
  /** The last time that it was carried out. */
  private last: Occurrence | undefined;
  /** False alarms that are in force. */
  private alarms = 0;
  /** Whether the end of what it flees has been told to the last one. */
  private settled = true;
  private ending = false;
  /** It is to begin again after the one that is under way, for what it flees has come again. */
  private next: { readonly path: Path; readonly since: Micros } | undefined;

  constructor(
    readonly options: RunbookOptions,
    private readonly stage: RunbookStage,
  ) {}

  /** It is time to begin. One that is under way goes on as it is, and is carried out again where what it fled was over meanwhile. */
  start(path: Path, since: Micros): void {
    if (this.last && !this.settled) return;
    if (this.last && !this.last.isOver) {
      this.next = { path, since };
      return;
    }
    this.next = undefined;
    const { simulation, trace } = this.stage;
    const { now } = simulation;
    this.settled = false;
    trace.emit({ type: 'runbook-began', at: now, runbook: this.options.name });
    const flight = this.trigger.flight?.();
    const again = () => {
      // Not from within a step that is just being carried out.
      if (this.next) simulation.schedule(0, () => this.startAgain());
    };
    const occurrence = new Occurrence(this.options, this.stage, path, since, now, flight, again);
    this.last = occurrence;
    occurrence.begin();
  }

  /** Somebody takes what it is about for true, whatever is the case. */
  alarm(): void {
    this.alarms += 1;
    const { now } = this.stage.simulation;
    this.start([{ phase: 'detect', until: now }], now);
  }

  endAlarm(): void {
    this.alarms -= 1;
  }

  /** Brings it up to date after anything changed. */
  follow(): void {
    this.trigger.follow();
    if (!this.last) return;
    this.last.follow();
    if (!this.settled && this.isCleared() && !this.ending) {
      // Not from within a step that is just being carried out.
      this.ending = true;
      this.stage.simulation.schedule(0, () => this.settle(this.last!));
    }
  }

  /** The run is over. */
  close(): void {
    this.last?.close();
  }

  private startAgain(): void {
    const { next } = this;
    this.next = undefined;
    if (next && !this.isCleared()) this.start(next.path, next.since);
  }

  private isCleared(): boolean {
    return this.alarms === 0 && this.trigger.cleared();
  }

  private settle(last: Occurrence): void {
    this.ending = false;
    if (!this.isCleared()) return;
    this.settled = true;
    if (last.committed || (!this.options.callsOff && !last.isOver)) return;
    last.callOff();
    this.stage.onChange([{ phase: 'rideOut', until: this.stage.simulation.now }]);
  }
}
