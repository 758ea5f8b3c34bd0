import type { Micros, Simulation } from '../../../kernel/index.js';
import type { Restorer } from '../../data/restore/restorer.js';
import type { SinglePrimary } from '../../data/single-primary.js';
import type { Network } from '../../network.js';
import type { Path } from '../../path.js';
import type { Quantity } from '../../quantity.js';
import type { NameService } from '../../traffic/name-service.js';
import type { Detection } from '../detection.js';

/** What a runbook is for. */
export type TriggerOptions =
  /** A region has stopped answering: known at once, so that finding out is a step of the runbook. */
  | { readonly kind: 'lost'; readonly region: number }
  /** A region fails a share of its requests, or has stopped answering. */
  | { readonly kind: 'failing'; readonly region: number }
  /** The health checks find a region unhealthy. */
  | { readonly kind: 'unhealthy'; readonly region: number }
  /** The primary of a store is taken for gone. */
  | { readonly kind: 'primary lost'; readonly store: string }
  /** People notice that the data of a store are harmed. */
  | { readonly kind: 'corrupt'; readonly store: string }
  /** It is planned. */
  | { readonly kind: 'planned'; readonly at: Quantity };

/** Called when it is time to begin: how that was found out, and when what it is about began. */
export type Start = (path: Path, since: Micros) => void;

/** Which shards a runbook takes away from where their primaries are. */
export type Flight = (shard: SinglePrimary) => boolean;

/** Finds out that a runbook is to begin, and that it need not go on. */
export interface Trigger {
  follow(): void;
  /** Whether what it is about is over. */
  cleared(): boolean;
  /** What one that begins now is to take away; absent = whatever its steps name. */
  flight?(): Flight;
}

/** A region that does not answer, or that fails some of its requests. */
export class LostRegion implements Trigger {
  private lost = false;

  constructor(
    private readonly region: number,
    private readonly simulation: Simulation,
    private readonly network: Network,
    private readonly start: Start,
    /** Whether failing some requests is enough. */
    private readonly minds: boolean,
  ) {}

  follow(): void {
    const lost = !this.cleared();
    if (lost && !this.lost) this.start([], this.simulation.now);
    this.lost = lost;
  }

  cleared(): boolean {
    if (this.network.reach(this.region) !== 'ok') return false;
    return !this.minds || this.network.errorShare(this.region) === 0;
  }

  flight(): Flight {
    return from(this.region, this.network);
  }
}

/** A region that its health checks find unhealthy, rightly or not. */
export class UnhealthyRegion implements Trigger {
  constructor(
    private readonly region: number,
    private readonly simulation: Simulation,
    private readonly names: NameService,
    private readonly network: Network,
    start: Start,
  ) {
    names.listen(region, (healthy) => {
      if (healthy) return;
      const since = names.turnedAt(region);
      start([{ phase: 'detect', until: this.simulation.now }], since);
    });
  }

  follow(): void {}

  cleared(): boolean {
    return this.names.isHealthy(this.region);
  }

  flight(): Flight {
    return from(this.region, this.network);
  }
}

/** All whose primary is in a region. */
function from(region: number, network: Network): Flight {
  return (shard) => network.regionOf[shard.writer.copy.site] === region;
}

/** A store whose data are harmed, once people notice. */
export class HarmedStore implements Trigger {
  constructor(
    private readonly restorers: readonly Restorer[],
    start: Start,
  ) {
    for (const restorer of restorers) restorer.listen(start);
  }

  follow(): void {}

  cleared(): boolean {
    return this.restorers.every(({ isSound }) => isSound);
  }
}

/** The primary of a store, by whatever watches each of its shards. */
export class LostPrimary implements Trigger {
  constructor(
    private readonly detections: ReadonlyMap<SinglePrimary, Detection>,
    private readonly network: Network,
  ) {}

  follow(): void {
    for (const detection of this.detections.values()) detection.follow();
  }

  cleared(): boolean {
    return [...this.detections.values()].every((detection) => detection.cleared());
  }

  /** Primaries that are gone now, or when they are fled from; of other stores, those that were beside one of the first. */
  flight(): Flight {
    const { network } = this;
    const all = [...this.detections.keys()];
    const gone = all.filter((shard) => this.isGone(shard));
    // Nothing is gone in a false alarm, which is about all of them.
    const struck = new Map((gone.length > 0 ? gone : all).map((shard) => [shard, shard.writer] as const));
    const regions = new Set([...struck.values()].map(({ copy }) => network.regionOf[copy.site]!));
    return (shard) =>
      this.detections.has(shard)
        ? struck.get(shard) === shard.writer || this.isGone(shard)
        : regions.has(network.regionOf[shard.writer.copy.site]!);
  }

  private isGone(shard: SinglePrimary): boolean {
    return !this.detections.get(shard)!.cleared();
  }
}

/** Nothing is to be found out, and nothing ends it. */
export const planned: Trigger = { follow: () => {}, cleared: () => false };
