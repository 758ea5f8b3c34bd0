import { drawFrom, type Stream } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { Legs } from '../reads/quorum-operation.js';

export interface CoordinationOptions {
  readonly store: string;
  /** Sites of the replicas. */
  readonly sites: readonly number[];
  /** One-way times to a replica in the coordinator's region; absent = half the round trips between the sites. */
  readonly legs?: Legs<Quantity>;
}

/** How long requests travel between the coordinators of a region and the replicas. */
export class Coordination {
  constructor(
    private readonly options: CoordinationOptions,
    private readonly network: Network,
    private readonly draws: Draws,
  ) {}

  /**
   * Legs of one operation to each replica, in undisturbed time. What was measured inside a region is said by `legs`; a replica in
   * another one is half a round trip further away. `use` names the random streams.
   */
  drawLegs(writer: number, reader: number, use: string): Legs<number>[] {
    return this.options.sites.map((site) => {
      const out = this.oneWay(writer, site, `${use} write`);
      const back = this.oneWay(reader, site, `${use} read`);
      return {
        write: out + this.leg('write', site, use),
        ack: out + this.leg('ack', site, use),
        read: back + this.leg('read', site, use),
        response: back + this.leg('response', site, use),
      };
    });
  }

  /** The same by the luck of a reader, who changes nothing: each leg by its law, ways between regions by their mean. */
  glimpseLegs(writer: number, reader: number, stream: Stream): Legs<number>[] {
    const { legs, sites } = this.options;
    const draw = (kind: keyof Legs<unknown>) => (legs ? drawFrom(legs[kind].law, stream.next()) : 0);
    const way = (region: number, site: number) =>
      legs && this.network.regionOf[site] === region
        ? 0
        : this.network.meanRoundTrip(this.coordinatorIn(region), site) / 2;
    return sites.map((site) => {
      const [out, back] = [way(writer, site), way(reader, site)];
      return {
        write: out + draw('write'),
        ack: out + draw('ack'),
        read: back + draw('read'),
        response: back + draw('response'),
      };
    });
  }

  private leg(kind: keyof Legs<unknown>, site: number, use: string): number {
    const { legs, store } = this.options;
    return legs
      ? this.draws.value(
          legs[kind],
          `${kind} leg of ${use}`,
          `${store} at ${this.network.options.sites[site]}`,
        )
      : 0;
  }

  private oneWay(region: number, site: number, use: string): number {
    const { legs, store } = this.options;
    if (legs && this.network.regionOf[site] === region) return 0;
    return (
      this.network.quietRoundTrip(this.coordinatorIn(region), site, `${store} for ${use}`, this.draws) / 2
    );
  }

  /** A coordinator is at a replica where its region has one. */
  coordinatorIn(region: number): number {
    const { sites } = this.network.options.regions[region]!;
    return sites.find((site) => this.options.sites.includes(site)) ?? sites[0]!;
  }
}
