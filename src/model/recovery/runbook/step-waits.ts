import { type Micros, Signal } from '../../../kernel/index.js';
import type { Phase } from '../../path.js';
import type { Credential } from '../dependencies/credential.js';
import type { StepWaited } from '../record.js';
import type { Course, Doing } from './course.js';
import type { Role } from './role.js';
import type { Given, StepOptions } from './step.js';

/** Who waits for a step. */
export interface Waiting {
  /** Fired when something changed that it may wait for. */
  readonly stirred: Signal;
  /** Ends the stretch of time until now. */
  note(phase: Phase): void;
}

/** What one step waits for before it begins, and while it decides: services, people, conditions, the end of an outage. */
export class StepWaits {
  /** What it waits for, and since when. */
  private waiting: Pick<StepWaited, 'since' | 'for' | 'what'> | undefined;

  constructor(
    private readonly options: StepOptions,
    private readonly course: Course,
    private readonly log: Waiting,
  ) {}

  /** Waits until what is to be so is so, and what it needs is up; false where it fails instead. */
  *needs(): Doing<boolean> {
    const { given, whileDown, needs } = this.options;
    while (given && !this.holds(given)) yield* this.stirredWhile('condition', `${given.name} answers`);
    if (this.hasNeeds()) return true;
    if (whileDown.kind === 'fail') return false;
    const since = this.now;
    for (;;) {
      const glass = this.course.dependencies.breakGlass(needs);
      if (glass && !this.course.dependencies.lackMore(needs, whileDown)) {
        yield* this.fetch(glass);
      } else {
        const what = this.course.dependencies.missing(needs, whileDown)!;
        yield* this.stirredWhile('service', what);
        if (whileDown.kind === 'retry') yield* this.untilLook(since, whileDown.every, what);
      }
      if (this.hasNeeds()) return true;
    }
  }

  /** Waits until the role has answered its page, and one of its people is free. */
  *person(role: Role): Doing<void> {
    const answersAt = this.course.call(role);
    let granted = false;
    this.begin('people', role.options.name);
    while (this.now < answersAt) yield { signal: this.log.stirred, deadline: answersAt };
    this.log.note('decide');
    const here = new Signal();
    let arrived = false;
    const takeBack = role.ask(() => {
      granted = true;
      here.fire();
    });
    try {
      while (!granted) yield here;
      arrived = true;
    } finally {
      // Called off meanwhile: whoever was on the way goes back.
      if (!arrived && granted) role.release();
      else if (!arrived) takeBack();
    }
    this.end();
    this.log.note(this.options.phase);
  }

  /** Whether all that the step needs is there now. */
  hasNeeds(): boolean {
    return this.course.dependencies.missing(this.options.needs, this.options.whileDown) === undefined;
  }

  /** It waits from now on. */
  begin(reason: StepWaited['for'], what: string): void {
    this.waiting ??= { since: this.now, for: reason, what };
  }

  /** Tells of the wait that is over, if there was one. */
  end(): void {
    const { waiting, now: at } = this;
    this.waiting = undefined;
    if (!waiting || waiting.since === at) return;
    const { name: step } = this.options;
    this.course.stage.trace.emit({
      type: 'step-waited',
      at,
      runbook: this.course.name,
      step,
      ...waiting,
    });
  }

  private *fetch(credential: Credential): Doing<void> {
    const due = this.now + credential.timeToFetch();
    this.begin('service', credential.options.name);
    while (this.now < due) yield { signal: this.log.stirred, deadline: due };
    this.end();
    this.log.note(this.options.phase);
    credential.breakGlass();
  }

  /** It looks again at whole multiples of the time between looks. */
  private *untilLook(since: Micros, every: Micros, what: string): Doing<void> {
    const due = since + Math.ceil((this.now - since) / every) * every;
    if (due === this.now) return;
    this.begin('service', what);
    while (this.now < due) yield { signal: this.log.stirred, deadline: due };
    this.end();
    this.log.note('rideOut');
  }

  private *stirredWhile(reason: StepWaited['for'], what: string): Doing<void> {
    this.begin(reason, what);
    yield this.log.stirred;
    const over =
      reason === 'condition'
        ? this.holds(this.options.given!)
        : this.course.dependencies.missing(this.options.needs, this.options.whileDown) !== what;
    if (!over) return;
    this.end();
    // What it waited for came back by itself.
    this.log.note('rideOut');
  }

  private holds({ region }: Given): boolean {
    return this.course.stage.network.condition(region) === 'ok';
  }

  private get now(): Micros {
    return this.course.stage.simulation.now;
  }
}
