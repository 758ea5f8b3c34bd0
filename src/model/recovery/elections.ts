import type { EventHandle, Micros, Simulation, Trace } from '../../kernel/index.js';
import { majority } from '../data/commit.js';
import { type Server, servesData, type Writer } from '../data/copy.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Milestone, Path } from '../path.js';
import type { Draws, Quantity } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Detection, OnSuspect } from './detection.js';
import { elect } from './election.js';
import { Leadership } from './leadership.js';

export interface ElectionOptions {
  /** Between two heartbeats of the leader. */
  readonly heartbeat: Micros;
  /** A follower waits for one of them between once and twice this long. */
  readonly timeout: Micros;
  /** A lease of the leader, for so long and renewed every so often: a new leader waits until the old one's has run out. */
  readonly lease?: { readonly length: Micros; readonly renew: Micros };
  /** Sites on which the leader should be, the best first. */
  readonly prefer: readonly number[];
  /** How long a better site has been back before the leadership returns to it. */
  readonly returnAfter: Quantity;
}

/**
 * Leaders by election among the copies, as in Raft: followers that miss the heartbeats of their leader elect another, and a
 * leader that has not heard from a majority for a timeout steps down (etcd's CheckQuorum).
 */
export class Elections implements Detection {
  private elected: Server | undefined;
  /** What the present count of votes rests on. */
  private basis = '';
  private outcome: EventHandle | undefined;
  private stepsDown: EventHandle | undefined;
  /** Where in the period of heartbeats, and of renewals, the leader was when it was last heard. */
  private phases: { heartbeat: number; renewal: number } | undefined;
  private lostAt: Micros | undefined;
  private readonly leadership: Leadership;

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly shard: SinglePrimary,
    private readonly options: ElectionOptions,
    private readonly draws: Draws,
    private readonly onSuspect: OnSuspect,
    private readonly onChange: (path?: Path) => void,
  ) {
    this.leadership = new Leadership(simulation, network, shard, options, draws, onChange);
  }

  follow(): void {
    if (this.leadership.isMoving) return;
    if (this.leads()) {
      this.rest();
      this.leadership.follow();
      return;
    }
    this.leadership.cancel();
    this.lostAt ??= this.simulation.now;
    this.watchLeader();
    this.hold();
  }

  cleared(): boolean {
    return this.leads();
  }

  sees(): boolean {
    return true;
  }

  choose(): Server | undefined {
    return this.elected;
  }

  private get leader(): Writer {
    return this.shard.writer;
  }

  private quorum(): number {
    return majority(this.shard.standbys().length + 1);
  }

  private leads(): boolean {
    const { copy } = this.leader;
    return servesData(copy, this.network) && this.answering(copy.site) >= this.quorum();
  }

  /** Copies that answer a site, the one on it counted. */
  private answering(site: number): number {
    return [this.leader.copy, ...this.shard.standbys()].filter(
      (copy) => servesData(copy, this.network) && this.network.talks(site, copy.site),
    ).length;
  }

  /** The leader has its majority: nobody elects, and one that stepped down for want of it goes on. */
  private rest(): void {
    this.stopCounting();
    if (this.stepsDown !== undefined) this.simulation.cancel(this.stepsDown);
    this.stepsDown = undefined;
    if (this.lostAt !== undefined && this.leader.copy.barred) this.shard.reinstate();
    this.lostAt = undefined;
    this.phases = undefined;
    this.elected = undefined;
  }

  private stopCounting(): void {
    if (this.outcome !== undefined) this.simulation.cancel(this.outcome);
    this.outcome = undefined;
    this.basis = '';
  }

  /** A leader that lives without a majority steps down after a timeout; until then those that hear it do not vote. */
  private watchLeader(): void {
    const { writer } = this.shard;
    if (this.stepsDown !== undefined || writer.copy.barred || !servesData(writer.copy, this.network)) return;
    this.stepsDown = this.simulation.schedule(this.options.timeout, () => {
      this.stepsDown = undefined;
      this.shard.demote(writer);
      this.onChange();
    });
  }

  /** Counts votes anew whenever who votes, or whom they reach, has changed. */
  private hold(): void {
    const voters = this.shard.standbys().filter((copy) => this.votes(copy));
    const ways = voters.map(({ site }) => voters.map((one) => Number(this.network.reaches(site, one.site))));
    const basis = `${voters.map(({ site }) => site)} ${ways} ${this.leader.line}`;
    if (basis === this.basis) return;
    const first = this.basis === '';
    this.stopCounting();
    this.basis = basis;
    const result = this.count(voters, first);
    if (!result) return;
    const { copy, stoodAt, at } = result;
    const free = Math.ceil(Math.max(at, this.leaseEnd()));
    this.outcome = this.simulation.scheduleAt(free, () => {
      this.outcome = undefined;
      this.elected = copy;
      const site = this.shard.siteName(copy);
      this.trace.emit({ type: 'leader-elected', at: this.simulation.now, shard: this.shard.name, site });
      const milestones: Milestone[] = [
        { phase: 'detect', until: Math.min(free, Math.ceil(stoodAt)) },
        { phase: 'act', until: free },
      ];
      this.onSuspect(milestones);
    });
  }

  private votes(copy: Server): boolean {
    const { copy: leading } = this.leader;
    if (!servesData(copy, this.network)) return false;
    const heard = !leading.barred && servesData(leading, this.network);
    return !(heard && this.network.reaches(leading.site, copy.site));
  }

  private count(voters: readonly Server[], first: boolean) {
    const { now } = this.simulation;
    const { heartbeat, timeout } = this.options;
    this.phases ??= { heartbeat: this.uniform('heartbeat'), renewal: this.uniform('renewal') };
    const { phases, leader } = this;
    const latency = (from: number, to: number) => this.network.meanRoundTrip(from, to) / 2;
    const age = (copy: Server) => {
      const late = phases.heartbeat * heartbeat - latency(leader.copy.site, copy.site);
      return late - Math.floor(late / heartbeat) * heartbeat;
    };
    const behind = this.ranks(voters);
    const result = elect({
      voters: voters.length,
      quorum: this.quorum(),
      // Those that could not elect before wait for their next timeouts from now on.
      heardAt: (voter) => (first ? now - age(voters[voter]!) : now),
      timeout: (voter) => timeout * (1 + this.uniform(`timeout of ${this.shard.siteName(voters[voter]!)}`)),
      latency: (from, to) => {
        const [a, b] = [voters[from]!.site, voters[to]!.site];
        return this.network.reaches(a, b) ? latency(a, b) : undefined;
      },
      grants: (voter, candidate) =>
        behind[candidate]! < Number.POSITIVE_INFINITY && behind[candidate]! <= behind[voter]!,
    });
    return result && { ...result, copy: voters[result.leader]! };
  }

  /** How far behind each log is: the same number for those between which nothing was written. One that has not joined is last. */
  private ranks(voters: readonly Server[]): number[] {
    const { now } = this.simulation;
    const held = voters.map((copy) => {
      const missing = copy.channel && this.shard.lacking(copy);
      if (!missing) return Number.NEGATIVE_INFINITY;
      return missing.kind === 'tail' ? Math.min(now, missing.from) : now;
    });
    const joined = held.filter((from) => from > Number.NEGATIVE_INFINITY);
    const ordered = [...new Set(joined)].sort((a, b) => b - a);
    let rank = 0;
    const ranks = new Map(
      ordered.map((from, i) => {
        if (i > 0 && this.leader.timeline.count(from, ordered[i - 1]!) > 0) rank += 1;
        return [from, rank];
      }),
    );
    return held.map((from) => ranks.get(from) ?? Number.POSITIVE_INFINITY);
  }

  /** When the last lease of the old leader ends. */
  private leaseEnd(): number {
    const { lease } = this.options;
    return lease ? this.lostAt! + lease.length - this.phases!.renewal * lease.renew : 0;
  }

  private uniform(purpose: string): number {
    return this.draws.streams.open(`${purpose} in ${this.shard.name}`).next();
  }
}
