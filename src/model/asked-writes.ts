import type { Simulation } from '../kernel/index.js';
import type { Shard } from './data/shard.js';
import type { StoreOptions } from './data/store.js';
import type { Population } from './traffic/population.js';

/**
 * Tells the shards whose commits are limited how many writes are asked for, in times the mean: in quiet time, and with the surges in
 * force. For them alone the steps of a load are events, and only where the busiest hour is more than they take.
 */
export class AskedWrites {
  private readonly limited: readonly { shard: Shard; rates: readonly number[] }[];
  private stepping = false;

  constructor(
    private readonly simulation: Simulation,
    stores: readonly StoreOptions[],
    shards: readonly Shard[],
    private readonly populations: readonly Population[],
    private readonly onStep: () => void,
  ) {
    this.limited = shards.flatMap((shard, index) => {
      if (!shard.ask) return [];
      const { share, shardOf } = stores.find(({ name }) => name === shard.store)!;
      const rates = populations.map(({ plan: { options } }, p) =>
        shardOf[p] === index ? options.requestRate * options.writes * share : 0,
      );
      return [{ shard, rates }];
    });
  }

  /** Before the shards follow a change. */
  follow(): void {
    if (this.limited.length === 0) return;
    const { now } = this.simulation;
    const loads = this.populations.map(({ demand: { load } }) => load?.factorAt(now) ?? 1);
    const surges = this.populations.map(({ demand: { surge } }) => surge);
    for (const { shard, rates } of this.limited) {
      const usual = weigh(rates, (p) => loads[p]!);
      shard.ask!(
        usual,
        weigh(rates, (p) => loads[p]! * surges[p]!),
      );
    }
  }

  /** After they have. */
  arm(): void {
    if (this.stepping || this.limited.length === 0) return;
    const most = this.populations.map(
      ({ demand: { load, surge } }) => (load?.most ?? 1) * Math.max(1, surge),
    );
    if (!this.limited.some(({ shard, rates }) => shard.limits!(weigh(rates, (p) => most[p]!)))) return;
    const { now } = this.simulation;
    const steps = this.populations.map(({ demand: { load } }) => load?.stepAfter(now));
    const at = Math.min(...steps.map((step) => step ?? Number.POSITIVE_INFINITY));
    if (at === Number.POSITIVE_INFINITY) return;
    this.stepping = true;
    this.simulation.scheduleAt(at, () => {
      this.stepping = false;
      this.onStep();
    });
  }
}

/** The mean of what populations ask for in times of their mean, by how much they write; 1 where nobody writes. */
function weigh(rates: readonly number[], times: (population: number) => number): number {
  let [mean, sum] = [0, 0];
  rates.forEach((rate, p) => {
    mean += rate;
    sum += rate * times(p);
  });
  return mean > 0 ? sum / mean : 1;
}
