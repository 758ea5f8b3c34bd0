import type { Micros } from '../../../kernel/index.js';
import { largestShare, sharesAt } from '../destination.js';
import { isOverloaded } from './overload.js';
import type { CapacityPlan } from './plan.js';
import { QuietOverload } from './quiet-overload.js';
import type { RequestGroup, Scene } from './scene.js';
import type { Throttles } from './throttles.js';

/** How ready stations are for what comes to them: at what speed they run, and whether they are cold. */
export class Readiness {
  readonly speeds: number[];
  /** Until when each is warming up. */
  private readonly coldUntil: Micros[];

  constructor(
    private readonly plan: CapacityPlan,
    private readonly groups: readonly RequestGroup[],
    private readonly throttles: Throttles,
    /** By station, as they are now. */
    private readonly servers: readonly number[],
  ) {
    this.speeds = plan.stations.map(() => 1);
    this.coldUntil = plan.stations.map(() => Number.NEGATIVE_INFINITY);
  }

  /** Whether no station can be overloaded, wherever all these requests go; by group, per microsecond. */
  isAtEase(rates: readonly number[]): boolean {
    let total = 0;
    for (const rate of rates) total += rate;
    return (
      this.throttles.none && this.plan.stations.every(({ warmUp, easyRate }) => !warmUp && total <= easyRate)
    );
  }

  /** Brings it in line with a scene, before which another held until now; the stations that begin to warm up now. */
  follow(before: Scene, scene: Scene, now: Micros): number[] {
    const cold: number[] = [];
    this.plan.stations.forEach(({ subject, warmUp }, station) => {
      this.speeds[station] = this.throttles.speedOf(subject);
      if (!warmUp || this.mostOffered(scene, station, now) === 0) return;
      if (this.offered(before, station, now) >= least) return;
      this.coldUntil[station] = now + warmUp.within;
      cold.push(station);
    });
    return cold;
  }

  /** Whether any station has more to do than it can, or may come to have. */
  isOverloaded(scene: Scene, now: Micros): boolean {
    return this.plan.stations.some((one, station) => {
      const warm = one.warmUp && this.coldUntil[station]! > now ? one.warmUp.share : 1;
      return isOverloaded({
        rate: this.mostOffered(scene, station, now),
        service: one.service.mean / (this.speeds[station]! * warm),
        variation: one.variation,
        servers: this.servers[station]!,
        queue: one.queue,
        patience: this.patience(scene, station),
        ...(one.limit ? { admits: one.limit.rate } : {}),
      });
    });
  }

  isWarming(now: Micros): boolean {
    return this.coldUntil.some((until) => until > now);
  }

  /** Whether every queue comes to an end of its growth. */
  hasBalance(scene: Scene, now: Micros): boolean {
    return this.plan.stations.every(
      ({ service, queue }, station) =>
        queue < Number.POSITIVE_INFINITY ||
        (this.offered(scene, station, now) * service.mean) / this.speeds[station]! < this.servers[station]!,
    );
  }

  /** @throws QuietOverload if a station is asked for more than it can serve in a scene in which nothing is amiss */
  checkQuiet(scene: Scene, now: Micros): void {
    this.plan.stations.forEach(({ subject, name, servers, service, limit }, station) => {
      const asked = this.offered(scene, station, now) * 1e6;
      const most = Math.min(servers / service.mean, limit?.rate ?? Number.POSITIVE_INFINITY) * 1e6;
      if (asked >= most * (1 - slack)) throw new QuietOverload(subject, name, asked, most);
    });
  }

  /** Requests per microsecond that come to a station while clients move, at most. */
  private mostOffered(scene: Scene, station: number, now: Micros): number {
    return this.sum(
      scene,
      (group, isVisited) => largestShare(scene.answers[group.population]!, now, isVisited),
      station,
    );
  }

  /** Requests per microsecond that come to a station now, first attempts only. */
  offered(scene: Scene, station: number, now: Micros): number {
    const share = (group: RequestGroup, isVisited: (region: number) => boolean) =>
      sharesAt(scene.answers[group.population]!, now).reduce(
        (sum, part, region) => (isVisited(region) ? sum + part : sum),
        0,
      );
    return this.sum(scene, share, station);
  }

  private sum(
    { receptions, rates }: Scene,
    shareOf: (group: RequestGroup, isVisited: (region: number) => boolean) => number,
    station: number,
  ): number {
    let total = 0;
    this.groups.forEach((group, index) => {
      const own = receptions[index]!;
      if (!own.some(({ route }) => route.stations.includes(station))) return;
      total += rates[index]! * shareOf(group, (region) => own[region]!.route.stations.includes(station));
    });
    return total;
  }

  /** The shortest time-out of those who come. */
  private patience({ receptions }: Scene, station: number): Micros {
    let shortest = Number.POSITIVE_INFINITY;
    this.groups.forEach(({ population }, index) => {
      if (receptions[index]!.some(({ route }) => route.stations.includes(station)))
        shortest = Math.min(shortest, this.plan.clients[population]!.timeout);
    });
    return shortest;
  }
}

/** Sums of rates are as exact as this share of them. */
const slack = 1e-9;

/** A rate that is the rounding of none; per microsecond. */
const least = 1e-15;
