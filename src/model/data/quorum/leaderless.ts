import type { Micros, Simulation, Stream, Trace } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Draws } from '../../quantity.js';
import type { RequestKind, TraceRecord } from '../../trace.js';
import { type Copy, newCopy, servesData } from '../copy.js';
import { concludeOperation, type Quorum } from '../reads/quorum-operation.js';
import { type Acceptance, type DrawnWrite, refused, type Shard } from '../shard.js';
import type { Sight } from '../sight.js';
import { Timeline } from '../timeline.js';
import { Coordination, type CoordinationOptions } from './coordination.js';
import { Intake } from './intake.js';

/** N replicas without a leader: a write is acknowledged by W of them, a read is answered by R. */
export interface LeaderlessOptions extends CoordinationOptions {
  readonly kind: 'leaderless';
  readonly name: string;
  readonly quorum: Quorum;
  /** From the acknowledgement of a write to the read of it that is looked at. */
  readonly readAfter: Micros;
}

/**
 * The replicas of a leaderless store in one run. Any region coordinates the requests that reach it; each write goes to all
 * replicas. A strict quorum: nobody stands in for a replica that does not answer. Replicas that reach each other have, at once, all
 * that one of them has.
 */
export class Leaderless implements Shard {
  readonly copies: Copy[];
  /** What each region takes now; absent where it reaches too few replicas. */
  private readonly intakes: (Intake | undefined)[];
  /** Those of which some intact replica may lack something, and those that are on every one. */
  private open: Intake[] = [];
  private readonly everywhere: Intake[] = [];
  private readonly coordination: Coordination;
  /** How many intakes there were of each name. */
  private readonly begun = new Map<string, number>();
  private destroyed = 0;
  /** When a replica was last seen to go down. */
  private downAt: Micros = 0;
  private up: readonly Copy[];

  constructor(
    readonly options: LeaderlessOptions,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly draws: Draws,
  ) {
    this.copies = options.sites.map(newCopy);
    this.up = this.copies;
    this.intakes = network.options.regions.map(() => undefined);
    this.coordination = new Coordination(options, network, draws);
  }

  get store(): string {
    return this.options.store;
  }

  get name(): string {
    return this.options.name;
  }

  timelines(): Timeline[] {
    return this.intakes.flatMap((intake) => (intake ? [intake.timeline] : []));
  }

  /** None is more than another. */
  primaries(): Copy[] {
    return [];
  }

  serves(region: number): boolean {
    return this.reachedFrom(region).length >= this.options.quorum.read;
  }

  /** A quorum of them works on it. */
  siteOf(): undefined {
    return undefined;
  }

  accept(region: number): Acceptance {
    const intake = this.intakes[region];
    return intake ? { timeline: intake.timeline, acknowledged: 1, inTime: 1 } : refused;
  }

  /** What the fastest R of the replicas that answer have, together. */
  look(region: number, stream: Stream): Sight[] | undefined {
    const { read } = this.options.quorum;
    const reached = this.reachedFrom(region);
    if (reached.length < read) return undefined;
    const legs = this.coordination.glimpseLegs(region, region, stream);
    const times = (copy: Copy) => legs[this.copies.indexOf(copy)]!;
    const answered = (copy: Copy) => times(copy).read + times(copy).response;
    const heard = [...reached].sort((a, b) => answered(a) - answered(b)).slice(0, read);
    return [...this.open, ...this.everywhere].map((intake): Sight => {
      const late =
        intake.timeline.ended === undefined ? this.glimpseLateness(intake, region, stream) : inTime;
      const seen = heard.map((copy) => {
        const { now } = this.simulation;
        return intake.heldBy(copy, now - Math.max(0, late(copy) - times(copy).read));
      });
      return { timeline: intake.timeline, upTo: Math.max(...seen), unsteady: true };
    });
  }

  /** How much later a replica has the writes of an intake than their clients the acknowledgement; below 0 sooner. */
  private glimpseLateness({ region, asked }: Intake, reader: number, stream: Stream): (copy: Copy) => Micros {
    const legs = this.coordination.glimpseLegs(region, reader, stream);
    const times = (copy: Copy) => legs[this.copies.indexOf(copy)]!;
    const acks = asked.map((copy) => times(copy).write + times(copy).ack).sort((a, b) => a - b);
    return (copy) => times(copy).write - acks[this.options.quorum.write - 1]!;
  }

  follow(): void {
    const up = this.copies.filter((copy) => this.isUp(copy));
    if (this.up.some((copy) => !up.includes(copy))) this.downAt = this.simulation.now;
    this.up = up;
    this.intakes.forEach((intake, region) => {
      this.followRegion(intake, region);
    });
    this.exchange();
    this.noteDestroyed();
  }

  drawWrite(origin: (kind: RequestKind) => number): DrawnWrite {
    const { quorum, readAfter } = this.options;
    const legs = this.coordination.drawLegs(origin('writes'), origin('reads'), 'undisturbed');
    const { writeLatency, readLatency, slack } = concludeOperation(legs, quorum);
    const arrived = legs.filter(({ write }) => write <= writeLatency).length;
    return {
      commitLatency: writeLatency,
      unreplicated: arrived < 2,
      read: { latency: readLatency, stale: slack > readAfter, visibility: Math.max(0, slack) },
    };
  }

  close(): { acknowledged: number; surviving: number } {
    const { now } = this.simulation;
    const total = { acknowledged: 0, surviving: 0 };
    this.intakes.forEach((intake) => {
      intake?.end(now, () => now);
    });
    for (const intake of [...this.everywhere, ...this.open]) {
      // What only replicas that are down have waits for them.
      this.classify(intake, intake.heldByBest(this.up, now), 'pending', this.downAt);
      const { acknowledged, surviving } = intake.timeline.close(now);
      total.acknowledged += acknowledged;
      total.surviving += surviving;
    }
    return total;
  }

  private isUp(copy: Copy): boolean {
    return servesData(copy, this.network);
  }

  private reachedFrom(region: number): Copy[] {
    return this.up.filter((copy) => this.network.regionTalks(region, copy.site));
  }

  /** A region that reaches other replicas than before begins anew. */
  private followRegion(intake: Intake | undefined, region: number): void {
    const reached = this.reachedFrom(region);
    if (intake && sameCopies(intake.asked, reached)) return;
    if (intake) this.endIntake(intake, reached);
    this.intakes[region] =
      reached.length >= this.options.quorum.write ? this.begin(region, reached) : undefined;
  }

  private begin(region: number, asked: readonly Copy[]): Intake {
    const { options, simulation, draws } = this;
    const { sites, regions } = this.network.options;
    const on = asked.map(({ site }) => sites[site]).join(' ');
    const name = `${options.name} by ${regions[region]!.name} on ${on}`;
    const ordinal = (this.begun.get(name) ?? 0) + 1;
    this.begun.set(name, ordinal);
    const stream = () => draws.streams.open(`writes of ${name} (${ordinal})`);
    const timeline = new Timeline(simulation.now, stream);
    const intake = new Intake(region, timeline, asked);
    this.open.push(intake);
    return intake;
  }

  private endIntake(intake: Intake, reached: readonly Copy[]): void {
    const { now } = this.simulation;
    const late = this.lateness(intake);
    intake.end(now, (copy) => (reached.includes(copy) ? now : now - late(copy)));
  }

  /**
   * How far behind the acknowledgements a replica stays from which the coordinators of a region are cut off, or that stops: what
   * was on its way is gone with the coordinators or on a way that loses it. The last writes share one draw of the legs.
   */
  private lateness({ region, asked }: Intake): (copy: Copy) => Micros {
    let legs: readonly { write: number; ack: number }[] | undefined;
    const { network } = this;
    const from = this.coordination.coordinatorIn(region);
    return (copy) => {
      if (!network.isLost(from) && this.isUp(copy) && network.delivers(from, copy.site)) return 0;
      legs ??= this.coordination.drawLegs(region, region, 'last');
      const own = (one: Copy) => legs![this.copies.indexOf(one)]!;
      const acks = asked.map((one) => own(one).write + own(one).ack).sort((a, b) => a - b);
      return Math.max(0, own(copy).write - acks[this.options.quorum.write - 1]!);
    };
  }

  /** Replicas that reach each other, over others if need be, exchange what they have. */
  private exchange(): void {
    const { now } = this.simulation;
    const intact = this.copies.filter((copy) => copy.intact);
    const groups = this.groups();
    this.open = this.open.filter((intake) => {
      for (const group of groups) intake.share(group, now);
      if (!intake.isOn(intact)) return true;
      this.everywhere.push(intake);
      return false;
    });
  }

  private groups(): Copy[][] {
    const groups: Copy[][] = [];
    for (const copy of this.up) {
      const met = groups.filter((group) => group.some(({ site }) => this.network.talks(copy.site, site)));
      for (const one of met) groups.splice(groups.indexOf(one), 1);
      groups.push([copy, ...met.flat()]);
    }
    return groups;
  }

  /** What was only on replicas that have just been destroyed is lost. */
  private noteDestroyed(): void {
    const intact = this.copies.filter((copy) => copy.intact);
    const destroyed = this.copies.length - intact.length;
    if (destroyed === this.destroyed) return;
    this.destroyed = destroyed;
    const { now } = this.simulation;
    const touched = intact.length === 0 ? [...this.everywhere, ...this.open] : this.open;
    for (const intake of touched)
      this.classify(intake, intake.heldByBest(intact, now), 'lostInFailover', now);
  }

  private classify(intake: Intake, after: Micros, as: 'lostInFailover' | 'pending', faultAt: Micros): void {
    const { now } = this.simulation;
    const claimed = intake.claim(after, now);
    if (!claimed) return;
    const { from, to } = claimed;
    const count = intake.timeline.classify(from, to, as);
    if (count === 0) return;
    this.trace.emit({
      type: 'writes-classified',
      at: now,
      store: this.store,
      shard: this.name,
      class: as,
      faultAt,
      count,
      ...intake.timeline.extremes(from, to),
    });
  }
}

const inTime = () => 0;

function sameCopies(a: readonly Copy[], b: readonly Copy[]): boolean {
  return a.length === b.length && a.every((copy, i) => copy === b[i]);
}
