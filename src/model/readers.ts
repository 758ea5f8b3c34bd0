import type { Simulation, Trace } from '../kernel/index.js';
import { type ReadSource, sameSources } from './data/reads/read-source.js';
import { ReadView } from './data/reads/read-view.js';
import type { RegionReads } from './data/reads/served-reads.js';
import type { Shard } from './data/shard.js';
import type { StoreOptions } from './data/store.js';
import { type Demand, demandCurve } from './demand.js';
import type { Answer, TraceRecord } from './trace.js';
import type { Population } from './traffic/population.js';

/** Tells from where the reads of each population are served, for the stores that are looked at. */
export class Readers {
  private readonly told = new Map<string, Situation>();

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly stores: readonly StoreOptions[],
    private readonly shards: readonly Shard[],
    private readonly populations: readonly Population[],
  ) {}

  /** Something changed; `open` are the regions that answer. */
  follow(open: readonly boolean[]): void {
    for (const store of this.stores) {
      if (!store.consistency) continue;
      this.populations.forEach((population, p) => {
        const shard = this.shards[store.shardOf[p]!]!;
        this.tell(store, population, situationOf(shard, population, open));
      });
    }
  }

  private tell(store: StoreOptions, population: Population, now: Situation): void {
    const { name } = population;
    const key = `${store.name} ${name}`;
    const before = this.told.get(key);
    if (before && sameSituation(before, now)) return;
    this.told.set(key, now);
    const { requestRate, writes, think } = population.plan.options;
    const rate = requestRate * store.share;
    const view = new ReadView({
      regions: regionsOf(population, now),
      readRate: rate * (1 - writes),
      writeRate: rate * writes,
      demand: demandCurve(population.demand),
      think,
      answers: now.answers,
      renewed: population.renewedWithin(think),
      consistency: store.consistency!,
    });
    this.trace.emit({
      type: 'reads-served',
      at: this.simulation.now,
      population: name,
      store: store.name,
      view,
    });
  }
}

/** What the reads of a population for a shard depend on, by region. */
interface Situation {
  readonly answers: readonly Answer[];
  readonly demand: Demand;
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  readonly sources: readonly (readonly ReadSource[])[];
}

function situationOf(shard: Shard, { answers, demand }: Population, open: readonly boolean[]): Situation {
  const reads = open.map((opened, region) => (opened && shard.serves(region) ? 1 : 0));
  return {
    answers,
    demand,
    reads,
    writes: open.map((opened, region) => (opened ? shard.accept(region).acknowledged : 0)),
    sources: reads.map((served, region) => (served === 1 ? (shard.readSources?.(region) ?? []) : [])),
  };
}

function sameSituation(a: Situation, b: Situation): boolean {
  return (
    a.answers === b.answers &&
    a.demand === b.demand &&
    a.reads.every((share, i) => share === b.reads[i]) &&
    a.writes.every((share, i) => share === b.writes[i]) &&
    a.sources.every((sources, i) => sameSources(sources, b.sources[i]!))
  );
}

function regionsOf(population: Population, { reads, writes, sources }: Situation): RegionReads[] {
  return reads.map((_, region): RegionReads => {
    const alone = (shares: readonly number[]) => shares.map((share, i) => (i === region ? share : 0));
    return {
      region,
      reads: population.offered(population.served(alone(reads))),
      writes: population.offered(population.served(alone(writes))),
      sources: sources[region]!,
    };
  });
}
