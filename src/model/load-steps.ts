import type { Simulation } from '../kernel/index.js';
import type { Congestion } from './congestion.js';
import type { Population } from './traffic/population.js';

/**
 * Where something may be overloaded in the busiest hour, the steps of a load are events: at each of them it is asked anew whether
 * anything is.
 */
export class LoadSteps {
  private stepping = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly populations: readonly Population[],
    private readonly onStep: () => void,
  ) {}

  /** Makes the next step an event if it matters; `rates` are those of the groups of requests at mean demand. */
  arm(congestion: Congestion, rates: readonly number[]): void {
    if (this.stepping || this.populations.every(({ demand: { load } }) => !load)) return;
    const most = congestion.groups.map(({ population }, group) => {
      const { load, surge } = this.populations[population]!.demand;
      return rates[group]! * (load?.most ?? 1) * Math.max(1, surge);
    });
    if (!congestion.isActive && congestion.isAtEase(most)) return;
    const { now } = this.simulation;
    const steps = this.populations.map(
      ({ demand: { load } }) => load?.stepAfter(now) ?? Number.POSITIVE_INFINITY,
    );
    this.stepping = true;
    this.simulation.scheduleAt(Math.min(...steps), () => {
      this.stepping = false;
      this.onStep();
    });
  }
}
