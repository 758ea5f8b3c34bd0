import { type Micros, type Process, Signal } from '../../../kernel/index.js';
import type { Milestone, Path, Phase } from '../../path.js';
import { wholeDuration } from '../../quantity.js';
import type { AttemptEnded } from '../record.js';
import type { Course, Doing } from './course.js';
import { chooseWay, goesOverAt, wrongCall } from './decision.js';
import type { Role } from './role.js';
import type { StepOptions } from './step.js';
import { StepWaits } from './step-waits.js';

type Conclusion = 'worked' | 'failed' | 'failed for good' | 'interrupted';

/** One step as it is carried out, from when it may begin until it is done or has failed for good. */
export class StepRun {
  readonly path: Milestone[];
  /** Fired when something changed that it may wait for. */
  readonly stirred = new Signal();
  /** The way that its decision chose. */
  chosen: number | undefined;
  /** Undoes what it did. */
  undo: (() => void) | undefined;
  private failures = 0;
  private readonly mended = new Set<string>();
  private readonly role: Role | undefined;
  private readonly waits: StepWaits;

  constructor(
    readonly options: StepOptions,
    private readonly occurrence: Course,
    before: Path,
  ) {
    this.path = [...before];
    this.waits = new StepWaits(options, occurrence, this);
    this.role = options.role === undefined ? undefined : occurrence.stage.roles.get(options.role)!;
  }

  /** Carries it out; `ended` is told how that went. Whoever calls the runbook off returns the process. */
  *run(ended: (worked: boolean) => void): Process {
    ended(yield* this.carryOut());
  }

  /** Tells of a wait that is not over when the run or the runbook is. */
  close(): void {
    this.waits.end();
  }

  /** Ends the stretch of time until now. */
  note(phase: Phase): void {
    const until = this.now;
    if ((this.path.at(-1)?.until ?? -1) < until) this.path.push({ phase, until });
  }

  private *carryOut(): Doing<boolean> {
    for (;;) {
      if (!(yield* this.waits.needs())) {
        this.tell('failed for good');
        return false;
      }
      if (this.role) yield* this.waits.person(this.role);
      let ended: Conclusion;
      try {
        // While it waited for somebody, what it needs may have gone down again.
        if (!this.waits.hasNeeds()) continue;
        yield* this.putRight();
        if (!this.waits.hasNeeds()) continue;
        ended = (yield* this.attempt()) ? yield* this.conclude() : 'interrupted';
      } finally {
        this.role?.release();
      }
      if (ended === 'worked') {
        this.tell('done');
        this.role?.practise();
        return true;
      }
      this.failures += ended === 'failed' ? 1 : 0;
      const isLast = ended === 'failed for good' || this.failures === this.options.tries;
      this.tell(ended === 'interrupted' ? 'interrupted' : isLast ? 'failed for good' : 'failed');
      if (isLast) return false;
    }
  }

  /** One attempt at what the step takes; false if it was interrupted, for something that it needs went down or expired. */
  private *attempt(): Doing<boolean> {
    const { takes, name, role } = this.options;
    const { stage } = this.occurrence;
    const drawn = stage.draws.duration(takes, 'duration', this.entity);
    const duration = this.role ? wholeDuration(drawn * this.role.slowness()) : drawn;
    const end = this.now + duration;
    stage.trace.emit({
      type: 'attempt-began',
      at: this.now,
      runbook: this.occurrence.name,
      step: name,
      attempt: this.failures + 1,
      ...(role === undefined ? {} : { role }),
      until: end,
    });
    for (;;) {
      const expires = this.occurrence.dependencies.validUntil(this.options.needs);
      const due = Math.min(end, expires);
      if (this.now < due) {
        const interrupted = yield* this.pass(due);
        if (interrupted) break;
      }
      if (this.now >= expires && !this.occurrence.dependencies.renew(this.options.needs)) break;
      if (this.now === end) {
        this.note(this.options.phase);
        return true;
      }
    }
    this.note(this.options.phase);
    return false;
  }

  /** Passes the time until then; true as soon as something that it needs is down. */
  private *pass(until: Micros): Doing<boolean> {
    while (this.now < until) {
      yield { signal: this.stirred, deadline: until };
      if (!this.occurrence.dependencies.areUp(this.options.needs, this.options.whileDown)) return true;
    }
    return false;
  }

  /** Whether an attempt that has come to its end works, with what it does and decides. */
  private *conclude(): Doing<Conclusion> {
    const { fails, does, ways, rule } = this.options;
    const { streams } = this.occurrence.stage.draws;
    if (fails > 0 && streams.open(`luck of ${this.entity}`).next() < fails) return 'failed';
    if (ways) this.decide(ways.map(({ chance }) => chance));
    if (rule && !(yield* this.rideOut())) return 'interrupted';
    return does === undefined ? 'worked' : yield* this.act();
  }

  private *act(): Doing<Conclusion> {
    let worked: boolean | undefined;
    const action = this.occurrence.build(this.options.does!, () => [...this.path]);
    const undo = action.begin((success, idle) => {
      worked = success;
      this.note(action.phase);
      if (success && !idle) this.occurrence.committed ||= this.occurrence.commits(this.options.does!);
      this.stirred.fire();
    });
    try {
      while (worked === undefined) {
        const kept = yield* this.keep(Number.POSITIVE_INFINITY);
        if (worked === undefined && !kept) return 'interrupted';
      }
    } finally {
      if (worked === undefined) undo();
    }
    if (!worked) return 'failed for good';
    this.undo = undo;
    this.occurrence.stage.onChange([...this.path]);
    return 'worked';
  }

  /** Waits for the next change, until an instant at most; false if something that it needs is down or has expired by then. */
  private *keep(until: Micros): Doing<boolean> {
    const { needs, whileDown } = this.options;
    const { dependencies } = this.occurrence;
    const deadline = Math.min(until, dependencies.validUntil(needs));
    yield deadline < Number.MAX_SAFE_INTEGER ? { signal: this.stirred, deadline } : this.stirred;
    if (!dependencies.areUp(needs, whileDown)) return false;
    return this.now < dependencies.validUntil(needs) || dependencies.renew(needs);
  }

  private decide(chances: readonly number[]): void {
    const u = this.occurrence.stage.draws.streams.open(`decision of ${this.entity}`).next();
    const { to } = this.options.ways![chooseWay(chances, u)]!;
    this.chosen = to;
    this.tellDecision(this.occurrence.options.steps[to]!.name, false);
  }

  /** Waits until the rule says to fail over; what ends that otherwise is that the runbook is called off, or that it lacks what it needs. */
  private *rideOut(): Doing<boolean> {
    const rule = this.options.rule!;
    const { stage, since } = this.occurrence;
    const elapsed = this.now - since;
    const known = rule.loss ? stage.knownLoss(rule.loss.store) : { time: 0, writes: 0 };
    const byRule = goesOverAt(rule, known);
    const wrong = rule.wrong > 0 && stage.draws.streams.open(`call of ${this.entity}`).next() < rule.wrong;
    const at = since + (wrong ? wrongCall(byRule, elapsed, rule) : byRule);
    if (at > this.now) {
      this.tellDecision('ride it out', wrong);
      this.occurrence.rides = true;
      this.waits.begin('decision', 'ride it out');
      let kept = true;
      while (kept && this.now < at) kept = yield* this.keep(at);
      this.waits.end();
      this.occurrence.rides = false;
      this.note('decide');
      if (!kept) return false;
    }
    this.tellDecision('fail over', wrong);
    return true;
  }

  /** What is missing in the second region is put right first; once. */
  private *putRight(): Doing<void> {
    for (const item of this.options.requires) {
      if (this.mended.has(item.name)) continue;
      this.mended.add(item.name);
      const takes = this.occurrence.stage.readiness.stumble(item, this.occurrence.name);
      if (takes === undefined) continue;
      const until = this.now + takes;
      const { name: step } = this.options;
      const { name: runbook, stage } = this.occurrence;
      stage.trace.emit({ type: 'item-missing', at: this.now, runbook, step, item: item.name, until });
      while (this.now < until) yield { signal: this.stirred, deadline: until };
      this.note(this.options.phase);
    }
  }

  private tell(as: AttemptEnded['as']): void {
    const { name: runbook, stage } = this.occurrence;
    stage.trace.emit({ type: 'attempt-ended', at: this.now, runbook, step: this.options.name, as });
  }

  private tellDecision(way: string, wrong: boolean): void {
    const { name: runbook, stage } = this.occurrence;
    stage.trace.emit({
      type: 'decision-made',
      at: this.now,
      runbook,
      step: this.options.name,
      way,
      wrong,
    });
  }

  private get now(): Micros {
    return this.occurrence.stage.simulation.now;
  }

  private get entity(): string {
    return `${this.options.name} in ${this.occurrence.name}`;
  }
}
