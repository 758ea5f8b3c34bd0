import type { Network } from '../../network.js';
import type { Writer } from '../copy.js';

/** Which primary each region sends its writes to. */
export class Views {
  private readonly views: Writer[];
  /** Regions hear of a new primary from here on. */
  private announced = true;

  constructor(
    private readonly network: Network,
    first: Writer,
  ) {
    this.views = network.options.regions.map(() => first);
  }

  of(region: number): Writer {
    return this.views[region]!;
  }

  /** A new primary is kept from the regions until it is announced. */
  withhold(): void {
    this.announced = false;
  }

  /** One region uses this primary, whatever it has heard. */
  turn(region: number, writer: Writer): void {
    this.views[region] = writer;
  }

  announce(): void {
    this.announced = true;
  }

  /** Regions that the primary reaches hear of it; those where nothing runs will when they are back. */
  follow(writer: Writer): void {
    if (!this.announced) return;
    this.views.forEach((view, region) => {
      if (view === writer) return;
      const hears = this.network.regionTalks(region, writer.copy.site);
      if (hears || !this.network.isAlive(region)) this.views[region] = writer;
    });
  }
}
