import type { Micros } from '../kernel/index.js';
import type { Draws, Quantity } from './quantity.js';

/** A region, with the sites in it: its zones, or itself when it states none. */
export interface RegionOptions {
  readonly name: string;
  readonly sites: readonly number[];
  /** Whether no server of it serves clients when a run begins. */
  readonly idle?: boolean;
}

/** Sites are numbered; names are `region` or `region/zone`. */
export interface NetworkOptions {
  readonly sites: readonly string[];
  readonly regions: readonly RegionOptions[];
  /** Round trip between two sites, undisturbed, by site and site, microseconds. */
  readonly roundTrips: readonly (readonly Quantity[])[];
}

/** Why a site does not answer: it was lost or paused (silence), or its processes crashed (refusal). */
type Hurt = 'lost' | 'crashed' | 'paused';

/** Why a share of the requests fails at a site that answers the others. */
interface Failing {
  readonly site: number;
  readonly share: number;
  readonly sparesProbes: boolean;
  /** Of those of a site; absent = whichever. */
  readonly stack: number | undefined;
}

/**
 * What runs and what reaches what, in one run. The verbs are an operator's; faults of one kind may overlap, each is
 * counted until it ends.
 */
export class Network {
  private readonly hurt: Record<Hurt, Int32Array>;
  /** Cuts in force from site to site. */
  private readonly cuts: Int32Array;
  /** Those among them in which what was on its way is lost. */
  private readonly losing: Int32Array;
  /** Sites cut off from the world: clients, checkers and every other site but those isolated with them. */
  private readonly isolated: Int32Array;
  private readonly slowed: { from: number; to: number; by: Micros }[] = [];
  /** Shares of the requests that fail at a site though its processes answer (gray failures, defects). */
  private readonly failing: Failing[] = [];
  /** By region: which of two stacks side by side (blue and green) its name points at now. */
  readonly front: Int32Array;
  readonly regionOf: Int32Array;
  /** Regions in which no server waits for clients, though their sites run. */
  private readonly idling = new Set<number>();

  constructor(readonly options: NetworkOptions) {
    const { sites, regions } = options;
    const none = () => new Int32Array(sites.length);
    this.hurt = { lost: none(), crashed: none(), paused: none() };
    this.cuts = new Int32Array(sites.length * sites.length);
    this.losing = new Int32Array(sites.length * sites.length);
    this.isolated = new Int32Array(sites.length);
    this.regionOf = new Int32Array(sites.length);
    this.front = new Int32Array(regions.length);
    regions.forEach((region, index) => {
      for (const site of region.sites) this.regionOf[site] = index;
      if (region.idle) this.idling.add(index);
    });
  }

  lose(sites: readonly number[]): void {
    for (const site of sites) this.hurt.lost[site]! += 1;
  }

  restore(sites: readonly number[]): void {
    for (const site of sites) this.hurt.lost[site]! -= 1;
  }

  crash(sites: readonly number[]): void {
    for (const site of sites) this.hurt.crashed[site]! += 1;
  }

  restart(sites: readonly number[]): void {
    for (const site of sites) this.hurt.crashed[site]! -= 1;
  }

  /** Stops the processes of sites where they are: they answer nobody and lose nothing. */
  pause(sites: readonly number[]): void {
    for (const site of sites) this.hurt.paused[site]! += 1;
  }

  wake(sites: readonly number[]): void {
    for (const site of sites) this.hurt.paused[site]! -= 1;
  }

  /** Cuts what flows from one side to the other, and back unless `oneWay`; `delivers`: what is on its way arrives. */
  partition(from: readonly number[], to: readonly number[], oneWay: boolean, delivers = false): void {
    this.cut(from, to, oneWay, 1, delivers);
  }

  heal(from: readonly number[], to: readonly number[], oneWay: boolean, delivers = false): void {
    this.cut(from, to, oneWay, -1, delivers);
  }

  /** Cuts sites off from the world; among themselves they go on talking. */
  isolate(sites: readonly number[]): void {
    for (const site of sites) this.isolated[site]! += 1;
    this.cut(sites, this.others(sites), false, 1);
  }

  rejoin(sites: readonly number[]): void {
    for (const site of sites) this.isolated[site]! -= 1;
    this.cut(sites, this.others(sites), false, -1);
  }

  /** Adds to the round trip between two sides; ended by the function returned. */
  slow(from: readonly number[], to: readonly number[], by: Micros): () => void {
    const added = from.flatMap((a) => to.map((b) => ({ from: a, to: b, by })));
    this.slowed.push(...added);
    return () => {
      for (const one of added) this.slowed.splice(this.slowed.indexOf(one), 1);
    };
  }

  /**
   * A share of the requests that reach these sites, or one stack of them, fails, each by chance, and so do health probes unless they
   * ask for something that is not touched; ended by the function returned.
   */
  degrade(sites: readonly number[], share: number, sparesProbes = false, stack?: number): () => void {
    const added = sites.map((site) => ({ site, share, sparesProbes, stack }));
    this.failing.push(...added);
    return () => {
      for (const one of added) this.failing.splice(this.failing.indexOf(one), 1);
    };
  }

  /**
   * Share of the requests that reach a region's living sites, evenly spread over them, and fail there all the same; of those that come to
   * one of its stacks, without a word the one that its name points at.
   */
  errorShare(region: number, stack = this.front[region]!): number {
    return this.failedShare(region, stack, () => true);
  }

  /** The same of the health probes that reach it: they ask the stack that its name points at. */
  probeErrorShare(region: number): number {
    return this.failedShare(region, this.front[region]!, ({ sparesProbes }) => !sparesProbes);
  }

  private failedShare(region: number, stack: number, touches: (cause: Failing) => boolean): number {
    if (this.failing.length === 0) return 0;
    const met = this.servingSites(region);
    let failed = 0;
    for (const site of met) failed += 1 - this.soundShare(site, stack, touches);
    return met.length === 0 ? 0 : failed / met.length;
  }

  /** Sites of a region that requests are spread over. */
  servingSites(region: number): readonly number[] {
    return this.options.regions[region]!.sites.filter((site) => this.runs(site) && !this.isIsolated(site));
  }

  /** Share of the requests that reach a stack of a site and do not fail there by a share that is in force; several strike independently. */
  soundShare(site: number, stack: number, touches: (cause: Failing) => boolean = () => true): number {
    let sound = 1;
    for (const one of this.failing) {
      const isMet = one.site === site && (one.stack === undefined || one.stack === stack);
      if (isMet && touches(one)) sound *= 1 - one.share;
    }
    return sound;
  }

  isLost(site: number): boolean {
    return this.hurt.lost[site]! > 0;
  }

  /** Whether who asks the site hears nothing rather than a refusal. */
  isSilent(site: number): boolean {
    return this.hurt.lost[site]! > 0 || this.hurt.paused[site]! > 0;
  }

  /** Whether processes on the site are there, be it paused. */
  exists(site: number): boolean {
    return this.hurt.lost[site] === 0 && this.hurt.crashed[site] === 0;
  }

  /** Whether processes on the site run. */
  runs(site: number): boolean {
    return this.exists(site) && this.hurt.paused[site] === 0;
  }

  /** Whether what one site had sent to the other by now arrives, though nothing sent from now on may. */
  delivers(from: number, to: number): boolean {
    return this.losing[from * this.options.sites.length + to] === 0;
  }

  /** Whether what is sent from one site arrives at the other. */
  reaches(from: number, to: number): boolean {
    return this.cuts[from * this.options.sites.length + to] === 0;
  }

  /** Whether two sites can ask and answer. */
  talks(a: number, b: number): boolean {
    return a === b || (this.reaches(a, b) && this.reaches(b, a));
  }

  isIsolated(site: number): boolean {
    return this.isolated[site]! > 0;
  }

  /** Whether the way to every site of a region is cut. */
  isCutOff(region: number): boolean {
    return this.options.regions[region]!.sites.every((site) => this.isIsolated(site));
  }

  /** No server of a region serves clients from now on; its data do not mind. */
  idle(region: number): void {
    this.idling.add(region);
  }

  serve(region: number): void {
    this.idling.delete(region);
  }

  /** What a client or checker outside meets at a region's front door. */
  condition(region: number): 'ok' | 'refused' | 'silent' {
    const reached = this.reach(region);
    return reached === 'ok' && this.idling.has(region) ? 'refused' : reached;
  }

  /** What anybody outside meets who asks for a region, whether or not it serves clients. */
  reach(region: number): 'ok' | 'refused' | 'silent' {
    const met = this.options.regions[region]!.sites.filter((site) => !this.isIsolated(site));
    if (met.some((site) => this.runs(site))) return 'ok';
    return met.some((site) => !this.isSilent(site)) ? 'refused' : 'silent';
  }

  /** Whether any site of the region runs. */
  isAlive(region: number): boolean {
    return this.options.regions[region]!.sites.some((site) => this.runs(site));
  }

  /** Whether the region can ask a site: through any of its own sites that runs and, where some do, that clients reach. */
  regionTalks(region: number, site: number): boolean {
    const living = this.options.regions[region]!.sites.filter((one) => this.runs(one));
    const reached = living.filter((one) => !this.isIsolated(one));
    return (reached.length > 0 ? reached : living).some((one) => this.talks(one, site));
  }

  /** Round trip between two sites when nothing slows it, microseconds; drawn, if it varies, for the store that asks. */
  quietRoundTrip(a: number, b: number, store: string, draws: Draws): number {
    const { roundTrips, sites } = this.options;
    const pair = a < b ? `${sites[a]} ${sites[b]}` : `${sites[b]} ${sites[a]}`;
    return draws.value(roundTrips[a]![b]!, 'round trip', `${store} between ${pair}`);
  }

  /** The same now. */
  roundTrip(a: number, b: number, store: string, draws: Draws): number {
    return this.quietRoundTrip(a, b, store, draws) + this.delayBetween(a, b);
  }

  /** Mean round trip between two sites now, microseconds. */
  meanRoundTrip(a: number, b: number): number {
    return this.options.roundTrips[a]![b]!.law.mean + this.delayBetween(a, b);
  }

  /** Added to the round trip between two sites now. */
  delayBetween(a: number, b: number): Micros {
    let total = 0;
    for (const { from, to, by } of this.slowed) {
      if ((from === a && to === b) || (from === b && to === a)) total += by;
    }
    return total;
  }

  private cut(
    from: readonly number[],
    to: readonly number[],
    oneWay: boolean,
    change: number,
    delivers = false,
  ): void {
    const n = this.options.sites.length;
    const counts = delivers ? [this.cuts] : [this.cuts, this.losing];
    for (const a of from) {
      for (const b of to) {
        for (const count of counts) {
          count[a * n + b]! += change;
          if (!oneWay) count[b * n + a]! += change;
        }
      }
    }
  }

  private others(sites: readonly number[]): number[] {
    return this.options.sites.map((_, site) => site).filter((site) => !sites.includes(site));
  }
}
