import type { EventHandle, Micros, RunStreams, Simulation, Stream } from '../../kernel/index.js';
import { Checker, type CheckerRule, periodsOf } from './checker.js';
import { type Condition, oddsOf, type Periods, type ProbeOdds, sameOdds } from './probe-odds.js';
import { drawStanding, type StandingAtRandom } from './stationary-checker.js';

export type { Condition };

/** How a condition begins for probes on their way: a server change meets those that arrive after it, a cut all in flight. */
export type Onset = 'server' | 'path';

export interface HealthRule extends CheckerRule {
  readonly checkers: number;
  /** The target is healthy while more than this share of the checkers say so. */
  readonly healthyAbove: number;
  /** Chance that a probe or its answer is lost on the way, at any time; absent = 0. */
  readonly loss?: number;
  /** Once unhealthy, the target stays so at least this long; absent = 0. */
  readonly holdDown?: Micros;
}

/** How many checkers must find the target failing before it is unhealthy. */
export function checkersToFail(rule: { checkers: number; healthyAbove: number }): number {
  // A share such as 0.29 of 100 checkers is whole; its product in doubles is not.
  return rule.checkers - Math.floor(rule.healthyAbove * rule.checkers + 1e-9);
}

/** The random numbers of a panel of checkers. */
export interface PanelChance {
  /** Where a checker is between two probes, asked for once a checker, in order: uniform on [0, 1). */
  phase(): number;
  /** Which probes of a checker fail, where that is left to chance. */
  probes(checker: number): Stream;
}

/** Streams of a panel's own. */
export function openPanel(streams: RunStreams, panel: string): PanelChance {
  return {
    phase: () => streams.open(panel).next(),
    probes: (checker) => streams.open(`probes of checker ${checker} in ${panel}`),
  };
}

const allWell: StandingAtRandom = { healthy: true, carried: 0, last: 'ok' };

/**
 * The checkers of one target, and the verdict on it. Between changes of what they meet nothing is simulated: the time of the probe that
 * completes a run of failures or successes follows from each checker's phase, which is uniform over its period, and, where probes
 * fail by chance, from the law of such runs.
 */
export class HealthCheck {
  healthy = true;
  private readonly checkers: Checker[] = [];
  /** What probes meet while nothing is wrong. */
  private readonly quiet: ProbeOdds;
  private readonly periods: Periods;
  private heldUntil: Micros = 0;
  private release: EventHandle | undefined;

  constructor(
    private readonly simulation: Simulation,
    private readonly rule: HealthRule,
    private readonly chance: PanelChance,
    private readonly onVerdict: (healthy: boolean) => void,
    /** Unhealthy checkers that make an unhealthy verdict. */
    private readonly needed = checkersToFail(rule),
    /** What they have met for ever when the run begins. */
    before: Condition = 'ok',
  ) {
    this.quiet = oddsOf(before, 0, rule.loss);
    this.periods = periodsOf(rule);
    // Without losses every probe succeeds until something happens, and phases are drawn then.
    if (this.isLossy()) this.start();
  }

  /** From now on every checker meets this condition, and errors in this share of the answers. */
  observe(condition: Condition, onset: Onset, errors = 0): void {
    for (let i = 0; i < this.rule.checkers; i++) this.observeBy(i, condition, onset, errors);
  }

  /** From now on one checker meets this condition. */
  observeBy(index: number, condition: Condition, onset: Onset, errors = 0): void {
    const odds = oddsOf(condition, errors, this.rule.loss);
    if (sameOdds(this.checkers[index]?.odds ?? this.quiet, odds)) return;
    if (this.checkers.length === 0) this.start();
    this.checkers[index]!.meet(odds, this.simulation.now - this.reach(onset, condition));
  }

  /** Nobody is asked any more. */
  stop(): void {
    for (const checker of this.checkers) checker.stop();
    if (this.release !== undefined) this.simulation.cancel(this.release);
  }

  private start(): void {
    const { simulation, rule, quiet, periods, chance } = this;
    const lossy = this.isLossy();
    // All probes launched before this have ended by now.
    const before = simulation.now - (lossy ? Math.max(rule.timeout, rule.roundTrip) : rule.roundTrip);
    for (let i = 0; i < rule.checkers; i++) {
      const phase = chance.phase();
      const probes = () => chance.probes(i);
      const standing = lossy ? drawStanding(quiet, periods, rule, probes()) : allWell;
      const first = before + Math.ceil(phase * periods[standing.last]);
      const onFlip = () => this.judge();
      this.checkers.push(new Checker(simulation, rule, periods, quiet, standing, first, probes, onFlip));
    }
    this.healthy = this.finds();
  }

  private isLossy(): boolean {
    return this.quiet.ok < 1;
  }

  /** How long before a change the first probe that it meets was launched. */
  private reach(onset: Onset, condition: Condition): Micros {
    if (onset === 'server') return Math.floor(this.rule.roundTrip / 2);
    return condition === 'ok' ? 0 : this.rule.roundTrip;
  }

  /** What the checkers find, whether or not the verdict follows already. */
  private finds(): boolean {
    return this.checkers.filter(({ healthy }) => !healthy).length < this.needed;
  }

  private judge(): void {
    const { now } = this.simulation;
    const verdict = this.finds();
    if (verdict === this.healthy) return;
    if (verdict && now < this.heldUntil) {
      this.release ??= this.simulation.scheduleAt(this.heldUntil, () => {
        this.release = undefined;
        this.judge();
      });
      return;
    }
    this.healthy = verdict;
    if (!verdict) this.heldUntil = now + (this.rule.holdDown ?? 0);
    this.onVerdict(verdict);
  }
}
