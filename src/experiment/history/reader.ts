import { drawExponential, type Micros, type Stream } from '../../kernel/index.js';
import { shareTo } from '../../measure/account.js';
import { valueAt } from '../../model/curve.js';
import type { Blueprint } from '../blueprint.js';
import type { System } from '../build.js';
import type { Request } from './inflow.js';
import { pickPosition } from './pick.js';

/** What was found of a timeline, by its number: writes that had reached the copy by a time, each a lag after its commit. */
export interface Seen {
  readonly timeline: number;
  readonly upTo: Micros;
  readonly unsteady?: true;
  readonly lag?: (u: number) => Micros;
}

/** A read, drawn at random. */
export interface Read extends Request {
  /** The shard that holds the data of the population. */
  readonly shard: string;
  /** By shard; absent where nobody answered. */
  readonly seen: Readonly<Record<string, readonly Seen[] | undefined>>;
}

/** Draws reads of a store in a run and notes what each of them finds; looks, and changes nothing. */
export class Reader {
  readonly reads: Read[] = [];
  /** How much of each timeline those took over who followed on it, as seen at the end. */
  readonly takenOver = new Map<number, Micros>();

  /** `rate`: reads per microsecond. */
  constructor(
    private readonly blueprint: Blueprint,
    private readonly store: string,
    private readonly rate: number,
    private readonly horizon: Micros,
    private readonly stream: Stream,
  ) {}

  /** Takes its place in a run that has not begun. */
  attend(system: System): void {
    if (this.blueprint.populations.every(({ options }) => options.writes === 1)) return;
    this.scheduleNext(system, 0);
    system.simulation.scheduleAt(this.horizon, () => this.lookBack(system));
  }

  private scheduleNext(system: System, after: Micros): void {
    const at = Math.ceil(after + drawExponential(1 / this.rate, this.stream));
    if (at >= this.horizon) return;
    system.simulation.scheduleAt(at, () => {
      this.read(system, at);
      this.scheduleNext(system, at);
    });
  }

  private read(system: System, at: Micros): void {
    const { populations } = this.blueprint;
    const rates = populations.map(
      ({ options: { writes } }, p) => system.populations[p]!.requestRateAt(at) * (1 - writes),
    );
    const population = pickPosition(rates, this.stream);
    const { answers } = system.populations[population]!;
    const regions = this.blueprint.sites.regionNames.map((_, region) =>
      valueAt(shareTo(answers, region), at),
    );
    const region = pickPosition(regions, this.stream);
    const { shardOf } = this.blueprint.stores.find(({ name }) => name === this.store)!;
    const shard = this.blueprint.shards[shardOf[population]!]!.name;
    this.reads.push({ at, population, region, shard, seen: this.look(system, region) });
  }

  private look({ service, shards }: System, region: number): Record<string, Seen[] | undefined> {
    const own = shards.filter(({ store }) => store === this.store);
    return Object.fromEntries(
      own.map((shard) => {
        const sights = service.answers(region) ? shard.look(region, this.stream) : undefined;
        const seen = sights?.flatMap(({ timeline, ...sight }) => {
          // One that was over before it took anything has no number.
          const number = service.numberOf(timeline);
          return number === undefined ? [] : [{ timeline: number, ...sight }];
        });
        return [shard.name, seen];
      }),
    );
  }

  private lookBack(system: System): void {
    this.blueprint.sites.regionNames.forEach((_, region) => {
      for (const seen of Object.values(this.look(system, region))) {
        for (const { timeline, upTo } of seen?.slice(1) ?? []) {
          this.takenOver.set(timeline, Math.max(upTo, this.takenOver.get(timeline) ?? upTo));
        }
      }
    });
  }
}
