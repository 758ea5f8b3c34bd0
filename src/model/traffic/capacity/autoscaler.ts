import type { Micros } from '../../../kernel/index.js';
import type { Provisioning } from './provisioning.js';

/** How many servers a station gets by the use of those that it has. */
export interface AutoscalerOptions {
  /** Use of the servers that it aims at, in (0, 1]. */
  readonly target: number;
  /** Time between two decisions. */
  readonly period: Micros;
  /** From asking for a server until it serves. */
  readonly startUp: Micros;
  /** Fewest and most servers. */
  readonly least: number;
  readonly most: number;
  /** Servers go only when for so long none of the decisions wanted to keep them. */
  readonly scaleInAfter: Micros;
}

/** No change for a use this near the target, as a share of it (Kubernetes, Horizontal Pod Autoscaler: 0.1). */
const tolerance = 0.1;

/**
 * How many servers would have the target use: servers x use / target, rounded up (Kubernetes, Horizontal Pod Autoscaler, algorithm
 * details). Use never exceeds 1, so that an overload is answered by a factor of 1 / target at a time.
 */
export function desiredServers(
  { target, least, most }: AutoscalerOptions,
  servers: number,
  use: number,
): number {
  const ratio = use / target;
  const wanted = Math.abs(ratio - 1) <= tolerance ? servers : Math.ceil(servers * ratio);
  return Math.min(most, Math.max(least, wanted));
}

/** Decides every period, and counts the servers that are starting. Whoever drives it lets it act when it is due. */
export class Autoscaler {
  private readonly starting: { readonly at: Micros; readonly count: number }[] = [];
  /** Decisions that no later one exceeded: the first is the highest of those that still count. */
  private readonly wanted: { readonly at: Micros; readonly servers: number }[] = [];

  /**
   * @param servers that serve when it begins
   * @param decidesAt when it decides first
   * @throws RangeError if an option is out of bounds
   */
  constructor(
    private readonly options: AutoscalerOptions,
    private readonly provisioning: Provisioning,
    public servers: number,
    public decidesAt: Micros,
  ) {
    const { target, period, least, most } = options;
    if (!(target > 0 && target <= 1)) throw new RangeError(`a target use must lie in (0, 1], not ${target}`);
    if (!(period > 0)) throw new RangeError(`the period of an autoscaler must be above 0, not ${period}`);
    if (!(least >= 1 && least <= most))
      throw new RangeError(`the servers ${least} to ${most} do not ascend from 1`);
  }

  /** When it next acts: it decides, or a server has started. */
  get due(): Micros {
    return Math.min(this.decidesAt, this.starting[0]?.at ?? Number.POSITIVE_INFINITY);
  }

  /** Servers that have been asked for and do not serve yet. */
  get inStart(): number {
    return this.starting.reduce((sum, { count }) => sum + count, 0);
  }

  /** Whether it would change nothing for as long as the use stays what it is. */
  isSettled(use: number): boolean {
    return this.starting.length === 0 && desiredServers(this.options, this.servers, use) === this.servers;
  }

  /** It has decided as before all the time, and goes on with its period. */
  wake(now: Micros): void {
    const { period } = this.options;
    if (this.decidesAt <= now) this.decidesAt += period * (Math.floor((now - this.decidesAt) / period) + 1);
  }

  /**
   * Does what is due by now.
   *
   * @param use of its servers since it last decided, in [0, 1]
   * @returns how many servers serve from now on
   */
  act(now: Micros, use: number): number {
    const inUse = use * this.servers;
    while (this.starting.length > 0 && this.starting[0]!.at <= now)
      this.servers += this.starting.shift()!.count;
    // Servers that have just come count too: what they will take over is not asked for again.
    if (this.decidesAt <= now) this.decide(now, inUse / this.servers);
    return this.servers;
  }

  private decide(now: Micros, use: number): void {
    const { options } = this;
    this.decidesAt = now + options.period;
    const desired = desiredServers(options, this.servers, use);
    while (this.wanted.length > 0 && this.wanted.at(-1)!.servers <= desired) this.wanted.pop();
    this.wanted.push({ at: now, servers: desired });
    while (this.wanted[0]!.at <= now - options.scaleInAfter && this.wanted.length > 1) this.wanted.shift();
    const asked = this.servers + this.inStart;
    if (desired > asked) this.start(now, desired - asked);
    else this.servers = Math.min(this.servers, this.wanted[0]!.servers);
  }

  private start(now: Micros, servers: number): void {
    const count = this.provisioning.start(now, servers);
    if (count > 0) this.starting.push({ at: now + this.options.startUp, count });
  }
}
