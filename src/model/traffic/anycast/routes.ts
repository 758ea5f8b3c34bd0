import type { EventHandle, Micros, Simulation } from '../../../kernel/index.js';
import type { Condition } from '../health-check.js';

/**
 * The routes of regions that announce one address, as their neighbours hold them. A neighbour of a region that has fallen silent
 * drops its route when the hold time has passed since the last message that it heard; keepalives come every third of it
 * (RFC 4271, sections 4.4 and 10), so that the last one is up to that old.
 */
export class Routes {
  private readonly silent: boolean[];
  private readonly dropped: boolean[];
  private readonly timers: (EventHandle | undefined)[];

  constructor(
    private readonly simulation: Simulation,
    private readonly hold: Micros,
    /** A uniform number: how old the last keepalive of a region is, as a part of a third of the hold time. */
    private readonly phase: (region: number) => number,
    private readonly onDrop: (region: number) => void,
    regions: number,
  ) {
    this.silent = new Array<boolean>(regions).fill(false);
    this.dropped = new Array<boolean>(regions).fill(false);
    this.timers = new Array<EventHandle | undefined>(regions).fill(undefined);
  }

  /** Whether the neighbours of a region have given its route up because they heard nothing. */
  isDropped(region: number): boolean {
    return this.dropped[region]!;
  }

  /**
   * What a region's own checks of itself find, given what is met at its front door. While it is silent and its route still
   * stands, they are where nobody hears them; once the route is dropped, it has to be found well again before it is announced.
   */
  observe(region: number, condition: Condition): Condition {
    const silent = condition === 'silent';
    if (silent !== this.silent[region]) this.turn(region, silent);
    return silent && !this.dropped[region] ? 'ok' : condition;
  }

  private turn(region: number, silent: boolean): void {
    this.silent[region] = silent;
    this.dropped[region] = false;
    const timer = this.timers[region];
    if (timer !== undefined) this.simulation.cancel(timer);
    this.timers[region] = undefined;
    if (!silent) return;
    const left = this.hold - Math.floor((this.phase(region) * this.hold) / 3);
    this.timers[region] = this.simulation.scheduleAt(this.simulation.now + left, () => {
      this.timers[region] = undefined;
      this.dropped[region] = true;
      this.onDrop(region);
    });
  }
}
