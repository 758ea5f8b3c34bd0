import type { EventHandle, Micros, Simulation } from '../../kernel/index.js';

/** What a probe meets: an answer, a refusal (at once), or silence until its timeout. */
export type Condition = 'ok' | 'refused' | 'silent';

/** How a condition begins for probes on their way: a server change meets those that arrive after it, a cut all in flight. */
export type Onset = 'server' | 'path';

export interface HealthRule {
  readonly interval: Micros;
  readonly timeout: Micros;
  /** Consecutive results that change a checker's mind. */
  readonly failures: number;
  readonly successes: number;
  readonly checkers: number;
  /** The target is healthy while more than this share of the checkers say so. */
  readonly healthyAbove: number;
  /** `fixed`: a probe starts every interval; `sequential`: an interval after the last one ended. */
  readonly schedule: 'fixed' | 'sequential';
  readonly roundTrip: Micros;
}

/** How many checkers must find the target failing before it is unhealthy. */
export function checkersToFail(rule: { checkers: number; healthyAbove: number }): number {
  // A share such as 0.29 of 100 checkers is whole; its product in doubles is not.
  return rule.checkers - Math.floor(rule.healthyAbove * rule.checkers + 1e-9);
}

/** Probes of one checker, followed by arithmetic from one change of condition to the next. */
interface Checker {
  /** Launch of the first probe that meets the present condition. */
  nextLaunch: Micros;
  healthy: boolean;
  /** Consecutive results of one kind up to the present condition. */
  streak: number;
  streakOk: boolean;
  /** What it will believe, in order of time. */
  pending: Flip[];
}

/** A checker changes its mind when the probe launched at this time, the last of a run, has ended. */
interface Flip {
  readonly launch: Micros;
  readonly healthy: boolean;
  readonly event: EventHandle;
}

/**
 * The checkers of one target. Between changes of condition nothing is simulated: the time of the probe that completes
 * a run of failures or successes follows from each checker's phase, which is uniform over its period.
 */
export class HealthCheck {
  healthy = true;
  private readonly checkers: Checker[] = [];
  private conditions: Condition[];

  constructor(
    private readonly simulation: Simulation,
    private readonly rule: HealthRule,
    /** A uniform number, asked for once a checker, in order. */
    private readonly phase: () => number,
    private readonly onVerdict: (healthy: boolean) => void,
    /** Unhealthy checkers that make an unhealthy verdict. */
    private readonly needed = checkersToFail(rule),
  ) {
    this.conditions = new Array<Condition>(rule.checkers).fill('ok');
  }

  /** From now on every checker meets this condition. */
  observe(condition: Condition, onset: Onset): void {
    for (let i = 0; i < this.rule.checkers; i++) this.observeBy(i, condition, onset);
  }

  /** Nobody is asked any more. */
  stop(): void {
    for (const checker of this.checkers) {
      for (const { event } of checker.pending) this.simulation.cancel(event);
      checker.pending = [];
    }
  }

  /** From now on one checker meets this condition. */
  observeBy(index: number, condition: Condition, onset: Onset): void {
    const before = this.conditions[index]!;
    if (before === condition) return;
    if (this.checkers.length === 0) this.start();
    const checker = this.checkers[index]!;
    this.advance(checker, before, this.simulation.now - this.reach(onset, condition));
    this.conditions[index] = condition;
    this.scheduleFlip(checker, condition);
  }

  /** Phases are drawn when the first condition changes: until then every probe has succeeded. */
  private start(): void {
    const { now } = this.simulation;
    for (let i = 0; i < this.rule.checkers; i++) {
      const first = now - this.rule.roundTrip + Math.ceil(this.phase() * this.period('ok'));
      this.checkers.push({ nextLaunch: first, healthy: true, streak: 1, streakOk: true, pending: [] });
    }
  }

  /** How long before a change the first probe that it meets was launched. */
  private reach(onset: Onset, condition: Condition): Micros {
    if (onset === 'server') return Math.floor(this.rule.roundTrip / 2);
    return condition === 'ok' ? 0 : this.rule.roundTrip;
  }

  /** Counts the probes launched up to `until` under the old condition. */
  private advance(checker: Checker, condition: Condition, until: Micros): void {
    const period = this.period(condition);
    const launched = checker.nextLaunch > until ? 0 : Math.floor((until - checker.nextLaunch) / period) + 1;
    if (launched > 0) {
      const ok = condition === 'ok';
      checker.streak = checker.streakOk === ok ? checker.streak + launched : launched;
      checker.streakOk = ok;
      checker.nextLaunch += launched * period;
    }
  }

  /** Flips that rest on probes already launched stand; those that waited for probes to come are thought over. */
  private scheduleFlip(checker: Checker, condition: Condition): void {
    for (const { launch, event } of checker.pending) {
      if (launch >= checker.nextLaunch) this.simulation.cancel(event);
    }
    checker.pending = checker.pending.filter(({ launch }) => launch < checker.nextLaunch);
    const ok = condition === 'ok';
    const believed = checker.pending.at(-1)?.healthy ?? checker.healthy;
    if (believed === ok) return;
    const carried = checker.streakOk === ok ? checker.streak : 0;
    const wanted = (ok ? this.rule.successes : this.rule.failures) - carried;
    const launch = checker.nextLaunch + (wanted - 1) * this.period(condition);
    const at = Math.ceil(launch + this.duration(condition));
    const event = this.simulation.scheduleAt(at, () => this.flip(checker, ok));
    checker.pending.push({ launch, healthy: ok, event });
  }

  private flip(checker: Checker, healthy: boolean): void {
    checker.pending.shift();
    checker.healthy = healthy;
    const unhealthy = this.checkers.filter((one) => !one.healthy).length;
    const verdict = unhealthy < this.needed;
    if (verdict === this.healthy) return;
    this.healthy = verdict;
    this.onVerdict(verdict);
  }

  private duration(condition: Condition): Micros {
    return condition === 'silent' ? this.rule.timeout : this.rule.roundTrip;
  }

  private period(condition: Condition): Micros {
    const { schedule, interval } = this.rule;
    return schedule === 'fixed' ? interval : interval + this.duration(condition);
  }
}
