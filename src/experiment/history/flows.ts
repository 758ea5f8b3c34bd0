import type { Micros } from '../../kernel/index.js';
import { shareTo } from '../../measure/account.js';
import { addCurves } from '../../model/curve.js';
import { type Demand, offeredOf, steadyDemand } from '../../model/demand.js';
import type { Answer, CommitWaited, TimelineClosed } from '../../model/trace.js';
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

  /** Writes committed on a timeline and acknowledged. */
  acknowledgedOn(closed: TimelineClosed): Inflow {
    const { shard, began, ended } = closed;
    const times = distinct([began, ...this.changesOf(closed)]);
    const shares = times.map((from) => ({ from, shares: this.acknowledgedFrom(closed, from) }));
    return this.inflow(began, ended, shares, (population) => this.writesOf(population, shard));
  }

  /** Writes to a shard that nobody acknowledges. */
  refusedBy(shard: string): Inflow {
    const timelines = this.recording.timelines.filter((one) => one.shard === shard);
    const times = distinct([0, ...timelines.flatMap((one) => this.changesOf(one))]);
    const shares = times.map((from) => {
      const taken = timelines.map((one) => this.acknowledgedFrom(one, from));
      const left = (region: number) => 1 - taken.reduce((sum, one) => sum + (one[region] ?? 0), 0);
      return { from, shares: this.blueprint.sites.regionNames.map((_, r) => Math.max(0, left(r))) };
    });
    return this.inflow(0, this.horizon, shares, (population) => this.writesOf(population, shard));
  }

  /** When the share of the writes that a timeline takes may change. */
  private changesOf({ timeline, ended, waits }: TimelineClosed): Micros[] {
    const own = this.recording.committing.filter((one) => one.timeline === timeline);
    return [...own.map(({ at }) => at), ...waits.flatMap(({ from, to }) => [from, to]), ended];
  }

  /** Share of what reaches each region that a timeline acknowledges, soon or late, from a time until the next change. */
  private acknowledgedFrom({ timeline, ended, waits }: TimelineClosed, from: Micros): readonly number[] {
    const inVain = waits.some((one) => isInVain(one) && one.from <= from && from < one.to);
    if (inVain || from >= ended) return [];
    const { committing } = this.recording;
    return committing.findLast((one) => one.timeline === timeline && one.at <= from)?.shares ?? [];
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

  /** Writes per microsecond of a population to a shard, of mean demand. */
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
    const { routed, demands } = this.recording;
    const changes = [...routed, ...demands].map(({ at }) => at);
    changes.push(...shares.map(({ from }) => from));
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
        const share = addCurves([{ factor, curve: shareTo(answers, region) }]);
        return [{ population, region, rate: offeredOf(this.demandFrom(options.name, from), share) }];
      });
    });
  }

  private demandFrom(population: string, at: Micros): Demand {
    const { demands } = this.recording;
    return demands.findLast((one) => one.population === population && one.at <= at) ?? steadyDemand;
  }

  private answersAt(population: string, at: Micros): readonly Answer[] {
    return (
      this.recording.routed.findLast((one) => one.population === population && one.at <= at)?.answers ?? []
    );
  }
}

/** Nobody was ever told that these were committed. */
function isInVain({ until, after }: CommitWaited): boolean {
  return until === undefined && after === undefined;
}

function distinct(times: readonly Micros[]): Micros[] {
  return [...new Set(times)].sort((a, b) => a - b);
}
