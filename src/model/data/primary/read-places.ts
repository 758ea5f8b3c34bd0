import type { Simulation, Stream } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { RequestKind } from '../../trace.js';
import { type Server, servesData, type Writer } from '../copy.js';
import type { ReadSource } from '../reads/read-source.js';
import { lineOf, type Sight, sightOn } from '../sight.js';
import type { Followers } from './followers.js';
import type { Views } from './views.js';

/** Where each region reads, and what it finds there. */
export class ReadPlaces {
  constructor(
    /** Who answers reads; copies when absent. */
    private readonly reads: 'copies' | 'primary' | undefined,
    private readonly servers: readonly Server[],
    private readonly followers: Followers,
    private readonly views: Views,
    private readonly simulation: Simulation,
    private readonly network: Network,
  ) {}

  /** Whether a region can read: from a copy of its own, or from the primary. */
  serves(region: number): boolean {
    return this.ownCopy(region) !== undefined || this.reaches(region, this.views.of(region));
  }

  /** Where its requests of a kind go. */
  siteOf(region: number, kind: RequestKind): number {
    const view = this.views.of(region).copy;
    return (kind === 'reads' ? (this.ownCopy(region) ?? view) : view).site;
  }

  /** The copies that it reads from, as far as they are behind. */
  sources(region: number): ReadSource[] {
    const view = this.views.of(region).copy;
    const copy = this.ownCopy(region) ?? view;
    const lacks = copy === this.followers.writer.copy ? undefined : this.followers.behind(copy);
    return lacks ? [{ timeline: this.followers.writer.timeline, behind: lacks, commits: copy === view }] : [];
  }

  /** The copy that serves the reads of its region: the primary before others. */
  private ownCopy(region: number): Server | undefined {
    // Standbys that take no connections: reads go where writes go.
    if (this.reads === 'primary') return undefined;
    const own = this.servers.filter((copy) => this.answersIn(copy, region));
    return own.includes(this.followers.writer.copy) ? this.followers.writer.copy : own[0];
  }

  /** What a reader in it would find now; undefined where nobody answers. */
  look(region: number, stream: Stream): Sight[] | undefined {
    const { now } = this.simulation;
    const own = this.ownCopy(region);
    const sight = own && sightOn(own, this.followers.writer, now, stream);
    if (sight) return sight;
    const view = this.views.of(region);
    return this.reaches(region, view) ? lineOf(view, now) : undefined;
  }

  /** Whether a copy is one of the region and serves its reads. */
  private answersIn(copy: Server, region: number): boolean {
    const { network } = this;
    if (!servesData(copy, network) || network.regionOf[copy.site] !== region) return false;
    return network.regionTalks(region, copy.site);
  }

  /** Whether a region reaches a primary that can answer. */
  reaches(region: number, { copy }: Writer): boolean {
    return servesData(copy, this.network) && this.network.regionTalks(region, copy.site);
  }
}
