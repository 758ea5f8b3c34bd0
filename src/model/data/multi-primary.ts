import type { EventHandle, Micros, Simulation, Stream, Trace } from '../../kernel/index.js';
import type { Network } from '../network.js';
import type { Path } from '../path.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Clock } from './clocks/clock.js';
import type { KeyLaw } from './conflicts/keys.js';
import type { ConflictPolicy } from './conflicts/policy.js';
import type { WriteKind } from './conflicts/split.js';
import { type Copy, isAlive, newCopy } from './copy.js';
import { groupsOf } from './peers/groups.js';
import { Mesh, type MeshOptions } from './peers/mesh.js';
import type { Peer } from './peers/peer.js';
import { Reconciliation } from './peers/reconciliation.js';
import { Sides } from './peers/sides.js';
import type { ReadSource } from './reads/read-source.js';
import type { ReplicationOptions } from './replication.js';
import { type Acceptance, refused, type Shard } from './shard.js';
import type { Sight } from './sight.js';
import { Timeline } from './timeline.js';

/** A shard of which every copy takes writes; what they took apart is merged later. */
export interface MultiPrimaryOptions {
  readonly kind: 'multi-primary';
  readonly store: string;
  readonly name: string;
  /** Sites of the writers, and what they are called. */
  readonly sites: readonly number[];
  readonly writers: readonly string[];
  readonly replication: ReplicationOptions;
  readonly lags: MeshOptions['lags'];
  readonly keys: KeyLaw;
  readonly writes: WriteKind;
  readonly policy: ConflictPolicy;
  /** Whether stamps are those of hybrid logical clocks. */
  readonly hybrid: boolean;
  /** Writers in order of their distance, by region. */
  readonly nearest: readonly (readonly number[])[];
}

/** The copies of one multi-primary shard in one run: who sees whose writes, and since when not. */
export class MultiPrimary implements Shard {
  readonly copies: Copy[];
  private readonly peers: Peer[];
  private readonly mesh: Mesh;
  private readonly reconciliation: Reconciliation;
  /** While some do not see what others take. */
  private sides: Sides | undefined;
  /** Sides that see each other again, until what they missed has arrived. */
  private joining: Joining[] = [];
  /** When each peer's disks were destroyed. */
  private readonly destroyedAt: (Micros | undefined)[];
  /** Those of them whose writes are accounted for: they are on no side any more. */
  private readonly gone = new Set<number>();
  private frozen = false;
  private freezing: EventHandle | undefined;

  constructor(
    readonly options: MultiPrimaryOptions,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    draws: Draws,
    clocks: readonly Clock[],
    private readonly onChange: (path: Path) => void,
  ) {
    const { sites, store } = options;
    this.peers = sites.map((site, peer) => {
      const name = `${store} on ${network.options.sites[site]}`;
      return {
        copy: newCopy(site),
        region: options.writers[peer]!,
        timeline: new Timeline(0, () => draws.streams.open(`writes of ${name}`)),
      };
    });
    this.copies = this.peers.map(({ copy }) => copy);
    this.mesh = new Mesh(options, this.peers, network, draws);
    const own = sites.map((site) => clocks[network.regionOf[site]!]!);
    this.reconciliation = new Reconciliation(options, this.peers, trace, draws, own, this.mesh);
    this.destroyedAt = sites.map(() => undefined);
  }

  get store(): string {
    return this.options.store;
  }

  get name(): string {
    return this.options.name;
  }

  timelines(): Timeline[] {
    return this.peers.map(({ timeline }) => timeline);
  }

  primaries(): Copy[] {
    return this.copies;
  }

  serves(region: number): boolean {
    return this.writerFor(region) !== undefined;
  }

  /** A region's writes go to the nearest writer that it reaches. */
  accept(region: number): Acceptance {
    const writer = this.frozen ? undefined : this.writerFor(region);
    if (writer === undefined) return refused;
    return { timeline: this.peers[writer]!.timeline, acknowledged: 1, inTime: 1 };
  }

  siteOf(region: number): number | undefined {
    const writer = this.writerFor(region);
    return writer === undefined ? undefined : this.peers[writer]!.copy.site;
  }

  /** A region reads from where it writes. */
  look(region: number, stream: Stream): Sight[] | undefined {
    const writer = this.writerFor(region);
    if (writer === undefined) return undefined;
    const { now } = this.simulation;
    const sights = this.peers.map(({ timeline }, peer): Sight => {
      const upTo = peer === writer ? now : this.mesh.glimpse(peer, writer, now, stream);
      return { timeline, upTo };
    });
    const [own] = sights.splice(writer, 1);
    return [own!, ...sights];
  }

  /** A region reads from where it writes: what others wrote may be missing. */
  readSources(region: number): ReadSource[] {
    const writer = this.writerFor(region);
    if (writer === undefined) return [];
    return this.peers.flatMap(({ timeline }, peer) => {
      const behind = peer === writer ? undefined : this.mesh.behind(peer, writer);
      return behind ? [{ timeline, behind, commits: true }] : [];
    });
  }

  follow(): void {
    const { now } = this.simulation;
    this.noteDestroyed();
    const groups = groupsOf(
      this.peers.map((_, peer) => peer).filter((peer) => !this.gone.has(peer)),
      (a, b) => this.runs(a) && this.runs(b) && this.talk(a, b),
    );
    this.mesh.follow(groups, now);
    this.part(groups);
    this.rejoin(groups);
    this.perish();
  }

  drawWrite(): { commitLatency: Micros; unreplicated: boolean } {
    return { commitLatency: 0, unreplicated: this.peers.length > 1 };
  }

  close(): { acknowledged: number; surviving: number } {
    const { now } = this.simulation;
    const runs = this.peers.map((_, peer) => this.runs(peer));
    if (this.sides) this.reconciliation.abandon(this.sides, now, runs);
    return this.reconciliation.close(now);
  }

  private runs(peer: number): boolean {
    const { copy } = this.peers[peer]!;
    return copy.intact && isAlive(copy, this.network);
  }

  private talk(a: number, b: number): boolean {
    return this.network.talks(this.peers[a]!.copy.site, this.peers[b]!.copy.site);
  }

  private writerFor(region: number): number | undefined {
    return this.options.nearest[region]!.find(
      (peer) => this.runs(peer) && this.network.regionTalks(region, this.peers[peer]!.copy.site),
    );
  }

  private noteDestroyed(): void {
    this.peers.forEach(({ copy }, peer) => {
      if (!copy.intact) this.destroyedAt[peer] ??= this.simulation.now;
    });
  }

  /** Peers of one side that do not see each other any more are sides of their own from now on. */
  private part(groups: readonly (readonly number[])[]): void {
    const { now } = this.simulation;
    const sideOf = (peer: number) => this.sides?.of(peer) ?? 0;
    for (const side of this.sides?.present() ?? [0]) {
      const parts = groups
        .map((group) => group.filter((peer) => sideOf(peer) === side))
        .filter((group) => group.length > 0);
      if (parts.length < 2) continue;
      this.sides ??= new Sides(now, this.reconciliation.settled());
      this.sides.part(parts, (peer) => this.mesh.known(peer, others(parts, peer), now));
      this.emitParted(parts);
      this.scheduleFreeze();
    }
  }

  /** Sides whose peers see each other again join when what each of them missed has arrived. */
  private rejoin(groups: readonly (readonly number[])[]): void {
    const wanted = this.reunited(groups);
    const isWanted = (one: Joining) => wanted.some((sides) => sameMembers(sides, one.sides));
    for (const one of this.joining) if (!isWanted(one)) this.simulation.cancel(one.handle);
    this.joining = this.joining.filter(isWanted);
    for (const sides of wanted) {
      if (!this.joining.some((one) => sameMembers(sides, one.sides)))
        this.joining.push(this.scheduleJoin(sides));
    }
    this.finish(this.simulation.now);
  }

  /** Sides that see each other again. */
  private reunited(groups: readonly (readonly number[])[]): number[][] {
    const { sides } = this;
    if (!sides) return [];
    return groups
      .map((group) => [...new Set(group.map((peer) => sides.of(peer)))])
      .filter((together) => together.length > 1);
  }

  private scheduleJoin(joined: readonly number[]): Joining {
    const { now } = this.simulation;
    const sides = this.sides!;
    const peers = joined.map((side) => sides.on(side));
    const until = new Map<number, Micros>();
    for (const own of peers) {
      const foreign = peers.filter((one) => one !== own).flat();
      for (const peer of own) until.set(peer, this.mesh.arrival(foreign, peer, now));
    }
    const at = Math.ceil(Math.max(now, ...until.values()));
    const handle = this.simulation.scheduleAt(at, () => {
      this.joining = this.joining.filter((one) => one.handle !== handle);
      sides.join(joined, (peer) => until.get(peer)!);
      this.finish(now);
      this.onChange([]);
    });
    return { sides: joined, handle };
  }

  /** It is over when all disks that are left are on one side. */
  private finish(healedAt: Micros): void {
    const { sides } = this;
    if (!sides) return;
    const holds = (side: number) => sides.on(side).some((peer) => this.peers[peer]!.copy.intact);
    if (sides.present().filter(holds).length > 1) return;
    this.sides = undefined;
    this.frozen = false;
    if (this.freezing !== undefined) this.simulation.cancel(this.freezing);
    this.freezing = undefined;
    this.reconciliation.settle(sides, healedAt, this.simulation.now, this.destroyedAt);
    this.bury();
  }

  /** With the last disks everything is gone. */
  private perish(): void {
    if (this.gone.size === this.peers.length || this.copies.some(({ intact }) => intact)) return;
    this.bury();
    this.reconciliation.perish(this.simulation.now);
  }

  private bury(): void {
    this.destroyedAt.forEach((at, peer) => {
      if (at !== undefined) this.gone.add(peer);
    });
  }

  private scheduleFreeze(): void {
    const { freezesAfter } = this.options.policy;
    if (freezesAfter === undefined || this.frozen || this.freezing !== undefined) return;
    this.freezing = this.simulation.schedule(Math.ceil(freezesAfter), () => {
      this.freezing = undefined;
      this.frozen = true;
      this.onChange([{ phase: 'detect', until: this.simulation.now }]);
    });
  }

  private emitParted(parts: readonly (readonly number[])[]): void {
    this.trace.emit({
      type: 'parted',
      at: this.simulation.now,
      store: this.store,
      shard: this.name,
      sides: parts.map((part) => part.map((peer) => this.options.writers[peer]!)),
    });
  }
}

interface Joining {
  readonly sides: readonly number[];
  readonly handle: EventHandle;
}

/** The members of the other parts. */
function others(parts: readonly (readonly number[])[], peer: number): number[] {
  return parts.filter((part) => !part.includes(peer)).flat();
}

function sameMembers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
