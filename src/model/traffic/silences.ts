import type { EventHandle, Micros, Simulation } from '../../kernel/index.js';
import type { Network } from '../network.js';
import type { Path } from '../path.js';
import type { Population } from './population.js';

/** Clients who wait on their connections to a region that fell silent. */
interface Waiting {
  readonly population: Population;
  readonly region: number;
  /** Whether what ran there stopped: it knows of no connection when it is back. */
  readonly stopped: boolean;
  readonly notice: EventHandle;
}

/**
 * What becomes of connections to a region that does not answer any more: a refusal breaks them at once, silence when their clients
 * notice it. Who merely could not be reached, or stood still, finds them as they were.
 */
export class Silences {
  private readonly conditions: ReturnType<Network['condition']>[];
  private waiting: Waiting[] = [];

  constructor(
    private readonly simulation: Simulation,
    private readonly network: Network,
    private readonly populations: readonly Population[],
    private readonly onNotice: (path: Path) => void,
  ) {
    this.conditions = network.options.regions.map((_, region) => network.condition(region));
  }

  /** A region may answer otherwise than before. */
  observe(region: number): void {
    const before = this.conditions[region]!;
    const now = this.network.condition(region);
    if (now === before) return;
    this.conditions[region] = now;
    const waited = this.waiting.filter((one) => one.region === region);
    if (now === 'ok') {
      for (const one of waited) this.end(one, one.stopped);
      return;
    }
    if (now === 'refused') for (const one of waited) this.end(one, true);
    if (before !== 'ok') return;
    for (const population of this.populations) this.lose(population, region, now === 'silent');
  }

  private lose(population: Population, region: number, silent: boolean): void {
    const notice = population.plan.options.connections?.notice ?? 0;
    if (silent && notice > 0) this.wait(population, region, notice);
    else population.breakConnections(this.simulation.now, region);
  }

  private wait(population: Population, region: number, notice: Micros): void {
    const sites = this.network.options.regions[region]!.sites;
    population.await(region);
    const one: Waiting = {
      population,
      region,
      stopped: sites.some((site) => this.network.isLost(site)),
      notice: this.simulation.schedule(notice, () => {
        this.end(one, true);
        const path = population.answers.at(-1)!.cutover?.path ?? [];
        this.onNotice([...path, { phase: 'propagate', until: this.simulation.now }]);
      }),
    };
    this.waiting.push(one);
  }

  private end(one: Waiting, broken: boolean): void {
    const { population, region, notice } = one;
    this.simulation.cancel(notice);
    this.waiting = this.waiting.filter((other) => other !== one);
    population.hear(region);
    if (broken) population.breakConnections(this.simulation.now, region, true);
  }
}
