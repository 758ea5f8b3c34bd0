import type { Micros } from '../../kernel/index.js';
import { shareTo } from '../../measure/account.js';
import { addCurves } from '../../model/curve.js';
import type { Answer, TimelineClosed } from '../../model/trace.js';
import type { Blueprint } from '../blueprint.js';
import { type Flow, Inflow, type Stretch } from './inflow.js';
import type { Recording } from './recording.js';

/** Which share of what reaches each region counts, from a time on. */
interface Shares {
  readonly from: Micros;
  readonly shares: readonly number[];
}

/** Where the requests of a store come from in a run, and where they go, put together from its records. */
export class Flows {
  constructor(
    private readonly blueprint: Blueprint,
    private readonly store: string,
    private readonly recording: Recording,
    private readonly horizon: Micros,
  ) {}

  /** Writes committed on a timeline. */
  committedOn({ timeline, shard, began, ended }: TimelineClosed): Inflow {
    const own = this.recording.committing.filter((one) => one.timeline === timeline);
    const shares = own.map(({ at, shares }) => ({ from: at, shares }));
    return this.inflow(began, ended, shares, (population) => this.writesOf(population, shard));
  }

  /** Writes to a shard that nobody acknowledges. */
  refusedBy(shard: string): Inflow {
    const own = this.recording.committing.filter((one) => one.shard === shard);
    const ends = this.recording.timelines.filter((one) => one.shard === shard);
    const times = distinct([0, ...own.map(({ at }) => at), ...ends.map(({ ended }) => ended)]);
    const shares = times.map((from) => {
      const taken = ends
        .filter(({ ended }) => ended > from)
        .map(
          ({ timeline }) => own.findLast((one) => one.timeline === timeline && one.at <= from)?.shares ?? [],
        );
      const regions = this.blueprint.sites.regionNames;
      return {
        from,
        shares: regions.map((_, r) => Math.max(0, 1 - taken.reduce((sum, one) => sum + (one[r] ?? 0), 0))),
      };
    });
    return this.inflow(0, this.horizon, shares, (population) => this.writesOf(population, shard));
  }

  /** Names of the shards of the store. */
  get shards(): string[] {
    return this.blueprint.shards.filter(({ store }) => store === this.store).map(({ name }) => name);
  }

  /** The region to which most of a population is sent at the end. */
  lastRegionOf(population: number): number {
    const { name } = this.blueprint.populations[population]!.options;
    const shares = this.answersAt(name, this.horizon).at(-1)?.shares ?? [];
    return Math.max(0, shares.indexOf(Math.max(...shares)));
  }

  /** Writes per microsecond of a population to a shard. */
  private writesOf(population: number, shard: string): number {
    const { stores, shards, populations } = this.blueprint;
    const store = stores.find(({ name }) => name === this.store)!;
    if (shards[store.shardOf[population]!]!.name !== shard) return 0;
    const { requestRate, writes } = populations[population]!.options;
    return requestRate * writes * store.share;
  }

  private inflow(
    began: Micros,
    ended: Micros,
    shares: readonly Shares[],
    rateOf: (population: number) => number,
  ): Inflow {
    const changes = [...this.recording.routed.map(({ at }) => at), ...shares.map(({ from }) => from)];
    const times = distinct([began, ...changes.filter((at) => at > began && at < ended), ended]);
    const stretches = times.slice(1).map((to, index): Stretch => {
      const from = times[index]!;
      const counted = shares.findLast((one) => one.from <= from)?.shares ?? [];
      return { from, to, flows: this.flowsFrom(from, counted, rateOf) };
    });
    return new Inflow(stretches);
  }

  private flowsFrom(
    from: Micros,
    counted: readonly number[],
    rateOf: (population: number) => number,
  ): Flow[] {
    const { populations, sites } = this.blueprint;
    return populations.flatMap(({ options }, population) => {
      const rate = rateOf(population);
      const answers = rate > 0 ? this.answersAt(options.name, from) : [];
      return sites.regionNames.flatMap((_, region): Flow[] => {
        const factor = rate * (counted[region] ?? 0);
        if (factor === 0) return [];
        return [{ population, region, rate: addCurves([{ factor, curve: shareTo(answers, region) }]) }];
      });
    });
  }

  private answersAt(population: string, at: Micros): readonly Answer[] {
    return (
      this.recording.routed.findLast((one) => one.population === population && one.at <= at)?.answers ?? []
    );
  }
}

function distinct(times: readonly Micros[]): Micros[] {
  return [...new Set(times)].sort((a, b) => a - b);
}
