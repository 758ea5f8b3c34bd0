import type { Distribution, Micros, Stream } from '../../../kernel/index.js';
import { exp, ln, residualQuantile } from '../../../kernel/index.js';
import type { Quantity } from '../../quantity.js';
import type { Timeline } from '../timeline.js';
import type { Channel, Ending, Glimpse, Missing } from './channel.js';
import { TailChannel } from './channel.js';

export interface LagOptions {
  /** Staleness at an instant, as an architect measures it. */
  readonly lag: Quantity;
  /** Mean time for which one value of the lag holds. */
  readonly correlation: Micros;
  /** Random numbers of this channel. */
  readonly stream: () => Stream;
  /** One-way latency now: staleness is never below it. */
  readonly latency: () => Micros;
  /** Commits wait rather than let it be longer; absent = they do not. */
  readonly atMost?: Micros;
}

/** A log that ships in order, its staleness given as a law: one lag for the whole channel. */
export class LagChannel extends TailChannel {
  private present: Kept | undefined;
  /** What readers found. */
  private glimpsed: Kept | undefined;

  constructor(private readonly options: LagOptions) {
    super();
  }

  override staleness(): { lag: Distribution; floor: Micros } {
    return { lag: this.options.lag.law, floor: this.options.latency() };
  }

  protected position(at: Micros, ending: Ending): Micros {
    if (ending === 'arrives') return at;
    this.present = this.lagAfter(this.present, at, this.options.stream);
    return this.behind(at, this.present);
  }

  protected glimpsePosition(at: Micros, stream: Stream): Micros {
    this.glimpsed = this.lagAfter(later(this.glimpsed, this.present), at, () => stream);
    return this.behind(at, this.glimpsed);
  }

  private behind(at: Micros, { lag }: Kept): Micros {
    const { latency, atMost = Number.POSITIVE_INFINITY } = this.options;
    return at - Math.min(atMost, Math.max(lag, latency()));
  }

  /** When what was committed by now will be on the standby. */
  arrival(at: Micros): Micros {
    this.present = this.lagAfter(this.present, at, this.options.stream);
    return at + Math.max(this.present.lag, this.options.latency());
  }

  /** A value of the lag holds for an exponential time and is then drawn anew, so its law is the same at every instant. */
  private lagAfter(before: Kept | undefined, at: Micros, stream: () => Stream): Kept {
    const { lag, correlation } = this.options;
    if (lag.fixed !== undefined) return { lag: lag.fixed, at };
    const kept = before !== undefined && stream().next() < exp(-(at - before.at) / correlation);
    return { lag: kept ? before.lag : lag.law.quantile(stream().next()), at };
  }
}

/** A value of the lag, and when it was last met. */
interface Kept {
  readonly lag: number;
  readonly at: Micros;
}

function later(a: Kept | undefined, b: Kept | undefined): Kept | undefined {
  return a && b ? (a.at >= b.at ? a : b) : (a ?? b);
}

/**
 * Items that ship on their own, each with its own lag: what is missing at an instant is a Poisson number of them with
 * mean rate times mean lag, whatever the law of the lag (M/G/infinity: Takács, "Introduction to the Theory of Queues",
 * 1962), their ages independent with density (1 - G)/mean.
 */
export class ItemChannel implements Channel {
  private lacking: Scattered | undefined;

  constructor(
    private readonly options: LagOptions,
    private readonly drawCount: (mean: number) => number,
  ) {}

  interrupt(timeline: Timeline, at: Micros, ending: Ending): void {
    this.lacking ??= ending === 'arrives' ? nothing(at) : this.underWay(timeline, at);
  }

  resume(): void {
    this.lacking = undefined;
  }

  missing(): Missing {
    return this.lacking!;
  }

  glimpse(_timeline: Timeline, at: Micros): Glimpse {
    const { lag, latency } = this.options;
    const least = latency();
    return { upTo: this.lacking?.since ?? at, lag: (u) => Math.max(least, lag.law.quantile(u)) };
  }

  /** Of the items of one key: the newest that arrived is as old as one lag is long. */
  staleness(): { lag: Distribution; floor: Micros } {
    return { lag: this.options.lag.law, floor: this.options.latency() };
  }

  private underWay(timeline: Timeline, at: Micros): Scattered {
    const life = this.excess(0);
    const open = life - this.excess(at - timeline.began);
    const mass = Math.min(timeline.rateAt(at) * open, timeline.mass(timeline.began, at));
    const count = this.drawCount(mass);
    const age = (u: number) => residualQuantile((x) => this.excess(x), u * (open / life));
    const stream = this.options.stream();
    const [first, second] = [stream.next(), stream.next()];
    const old = largestOf(count, first);
    const young = count > 1 ? old * (1 - largestOf(count - 1, 1 - second)) : old;
    return { kind: 'scattered', mass, count, oldest: at - age(old), newest: at - age(young), since: at };
  }

  /** Mean lag beyond x, the lag being never below the one-way latency. */
  private excess(x: Micros): number {
    const latency = this.options.latency();
    return this.options.lag.law.excess(Math.max(x, latency)) + Math.max(0, latency - x);
  }
}

type Scattered = Missing & { kind: 'scattered' };

function nothing(at: Micros): Scattered {
  return { kind: 'scattered', mass: 0, count: 0, oldest: at, newest: at, since: at };
}

/** The largest of n uniform numbers, from one. */
function largestOf(count: number, u: number): number {
  if (count <= 1 || u <= 0) return u;
  return exp(ln(u) / count);
}
