import type { Micros } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Draws } from '../../quantity.js';
import { acknowledgedAfter, majority } from '../commit.js';

/** The sites whose majority says who is primary: the members of its lease, or the copies and the witness. */
export class Electorate {
  constructor(
    readonly sites: readonly number[],
    private readonly network: Network,
  ) {}

  /** Whether a majority that runs answers a site. */
  answers(site: number): boolean {
    return this.isMajority((one) => this.network.runs(one) && this.network.talks(site, one));
  }

  /** Whether the ways from a site to a majority are cut, whoever runs there. */
  isCutOff(site: number): boolean {
    return !this.isMajority((one) => this.network.talks(site, one));
  }

  /** How long it takes a site to hear from a majority when nothing slows it, microseconds. */
  drawRoundTrip(site: number, store: string, draws: Draws): Micros {
    const others = this.sites.filter((one) => one !== site);
    const trips = others.map((one) => this.network.quietRoundTrip(site, one, store, draws));
    return acknowledgedAfter(trips, majority(this.sites.length) - (this.sites.length - others.length));
  }

  private isMajority(holds: (site: number) => boolean): boolean {
    return this.sites.filter(holds).length >= majority(this.sites.length);
  }
}
