import {
  type EventHandle,
  endOfTime,
  type Micros,
  type Simulation,
  type Stream,
} from '../../kernel/index.js';
import type { Condition, Periods, ProbeOdds } from './probe-odds.js';
import { type ProbeRun, runProbes } from './probe-run.js';
import type { StandingAtRandom } from './stationary-checker.js';

/** What a checker goes by; whole microseconds. */
export interface CheckerRule {
  readonly interval: Micros;
  readonly timeout: Micros;
  /** Results in a row that change the checker's mind. */
  readonly failures: number;
  readonly successes: number;
  /** `fixed`: a probe starts every interval; `sequential`: an interval after the last one ended. */
  readonly schedule: 'fixed' | 'sequential';
  readonly roundTrip: Micros;
}

/** How long a probe with this result takes. */
export function durationOf({ timeout, roundTrip }: CheckerRule, result: Condition): Micros {
  return result === 'silent' ? timeout : roundTrip;
}

/** From the launch of one probe to that of the next, by the result of the first. */
export function periodsOf(rule: CheckerRule): Periods {
  const period = (result: Condition) =>
    rule.schedule === 'fixed' ? rule.interval : rule.interval + durationOf(rule, result);
  return { ok: period('ok'), refused: period('refused'), silent: period('silent') };
}

/** The probes of one checker, followed by arithmetic and by chance from one change of what they meet to the next. */
export class Checker {
  /** What it says. */
  healthy: boolean;
  /** What it will say once the probes on their way have ended. */
  private believed: boolean;
  /** Results in a row against what it believes. */
  private carried: number;
  private run: ProbeRun;
  /** The end of the run, if it has one. */
  private next: { readonly at: Micros; readonly event: EventHandle } | undefined;
  /** Changes of mind that rest on probes launched before what they meet changed. */
  private readonly standing: EventHandle[] = [];
  /** When the last of the changes of mind that stand comes. */
  private settledAt: Micros = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly rule: CheckerRule,
    private readonly periods: Periods,
    public odds: ProbeOdds,
    { healthy, carried }: StandingAtRandom,
    /** Launch of the first probe that counts. */
    private nextLaunch: Micros,
    /** Which probes fail, where that is left to chance. */
    private readonly probes: () => Stream,
    private readonly onFlip: () => void,
  ) {
    this.healthy = healthy;
    this.believed = healthy;
    this.carried = carried;
    this.run = this.follow();
    // What it has found by now; only from now on it tells.
    for (let end = this.end(); end !== undefined && end <= simulation.now; end = this.end()) {
      this.changeMind();
      this.healthy = this.believed;
      this.run = this.follow();
    }
    this.schedule();
  }

  /** Probes launched after `until` meet other odds. */
  meet(odds: ProbeOdds, until: Micros): void {
    while (this.run.deciding && this.run.deciding.launch <= until) {
      // This change of mind rests on probes already launched: it stands.
      this.standing.push(this.next!.event);
      this.settledAt = this.next!.at;
      this.changeMind();
      this.run = this.follow();
      this.schedule();
    }
    this.cancelNext();
    const { carried, nextLaunch } = this.run.standingAt(until);
    this.carried = carried;
    this.nextLaunch = nextLaunch;
    this.odds = odds;
    this.run = this.follow();
    this.schedule();
  }

  /** It asks no more. */
  stop(): void {
    for (const event of this.standing) this.simulation.cancel(event);
    this.standing.length = 0;
    this.cancelNext();
  }

  private follow(): ProbeRun {
    const { believed, rule, carried } = this;
    const wanted = { good: !believed, inARow: believed ? rule.failures : rule.successes, carried };
    return runProbes(wanted, this.odds, this.periods, this.nextLaunch, this.probes);
  }

  /** When the probe that changes its mind has ended. */
  private end(): Micros | undefined {
    const { deciding } = this.run;
    return deciding && Math.ceil(deciding.launch + durationOf(this.rule, deciding.result));
  }

  private schedule(): void {
    const { knownUntil } = this.run;
    const end = this.end();
    if (end !== undefined) {
      // Results count in the order in which their probes started.
      const at = Math.max(end, this.settledAt);
      const healthy = !this.believed;
      const event = this.simulation.scheduleAt(at, () => this.flip(event, healthy));
      this.next = { at, event };
    } else if (knownUntil !== undefined && knownUntil <= endOfTime) {
      const event = this.simulation.scheduleAt(knownUntil, () => this.goOn(knownUntil));
      this.next = { at: knownUntil, event };
    }
  }

  private flip(event: EventHandle, healthy: boolean): void {
    if (this.next?.event !== event) this.standing.shift();
    else {
      this.settledAt = this.next.at;
      this.next = undefined;
      this.changeMind();
      this.run = this.follow();
      this.schedule();
    }
    this.healthy = healthy;
    this.onFlip();
  }

  private goOn(launch: Micros): void {
    this.next = undefined;
    this.nextLaunch = launch;
    this.carried = 0;
    this.run = this.follow();
    this.schedule();
  }

  /** The run is complete: from its next probe on the checker believes the opposite. */
  private changeMind(): void {
    const { launch, result } = this.run.deciding!;
    this.believed = !this.believed;
    this.carried = 0;
    this.nextLaunch = launch + this.periods[result];
    this.next = undefined;
  }

  private cancelNext(): void {
    if (this.next) this.simulation.cancel(this.next.event);
    this.next = undefined;
  }
}
