import type { EventHandle, Micros, Simulation, Stream } from '../../../kernel/index.js';
import type { Timeline } from '../timeline.js';
import type { Channel, Ending, Glimpse, Missing } from './channel.js';

export interface LinkOptions {
  /** One-way latency now. */
  readonly latency: () => Micros;
  /** Time on the link for one write: its size over the bandwidth. */
  readonly service: Micros;
  /** What stands before the link when it is first asked about. */
  readonly queue: 'stationary' | 'empty';
  readonly stream: () => Stream;
  /** Told when a backlog has been shipped. */
  readonly onCaughtUp: (healedAt: Micros, served: number) => void;
}

/**
 * A link of fixed bandwidth: Poisson writes of one size queue for it in order (M/D/1). While it is in balance nothing is
 * simulated: what it lacks at an instant follows from the stationary law. From an interruption until its backlog has
 * gone it is followed write by write, in generations: those waiting are served while the next ones come.
 */
export class LinkChannel implements Channel {
  /** Commit time of the last write that the standby has or will have, while interrupted. */
  private held: Micros | undefined;
  /** What was done of the write on the link when the interruption came. */
  private done: Micros = 0;
  private generation: Generation | undefined;

  constructor(
    private readonly simulation: Simulation,
    private readonly options: LinkOptions,
  ) {}

  interrupt(timeline: Timeline, at: Micros, ending: Ending): void {
    if (this.held !== undefined) return;
    const latency = ending === 'arrives' ? 0 : this.options.latency();
    if (this.generation) {
      this.held = this.generation.sentBy(timeline, at - latency);
      this.simulation.cancel(this.generation.end);
      this.generation = undefined;
    } else {
      this.held = at - latency - this.standing(timeline, at);
    }
  }

  resume(timeline: Timeline, at: Micros): void {
    if (this.held === undefined) return;
    const { held, done } = this;
    this.held = undefined;
    this.done = 0;
    this.serve(timeline, held, at, at - done, 0, at);
  }

  close(): void {
    if (this.generation) this.simulation.cancel(this.generation.end);
    this.generation = undefined;
  }

  missing(): Missing {
    return { kind: 'tail', from: this.held! };
  }

  glimpse(timeline: Timeline, at: Micros, stream: Stream): Glimpse {
    if (this.held !== undefined) return { upTo: this.held };
    const { latency, queue, service } = this.options;
    const arrived = at - latency();
    if (this.generation) return { upTo: this.generation.sentAbout(arrived) };
    if (queue === 'empty') return { upTo: arrived };
    return { upTo: arrived - this.stationaryWait(timeline, at, stream) - service };
  }

  /** Length of commit time that stands in the queue and on the link in balance. */
  private standing(timeline: Timeline, at: Micros): Micros {
    const { queue, service, stream } = this.options;
    if (queue === 'empty') return 0;
    const span = this.stationaryWait(timeline, at, stream()) + service;
    // The write on the link has had, on average over all instants, half of its service.
    if (timeline.count(at - span, at) > 0) this.done = stream().next() * service;
    return span;
  }

  /** Serves the writes of (from, to], the first at `began`, and then those that came meanwhile. */
  private serve(
    timeline: Timeline,
    from: Micros,
    to: Micros,
    began: Micros,
    served: number,
    healedAt: Micros,
  ): void {
    const count = timeline.count(from, to);
    if (count === 0) {
      this.generation = undefined;
      this.options.onCaughtUp(healedAt, served);
      return;
    }
    const ends = began + count * this.options.service;
    const end = this.simulation.scheduleAt(Math.ceil(ends), () =>
      this.serve(timeline, to, ends, ends, served + count, healedAt),
    );
    this.generation = new Generation(from, to, began, count, this.options.service, end);
  }

  /**
   * The wait before the link of a write in balance: a geometric number (rate times service) of residual services, each
   * uniform (Pollaczek-Khinchine; the number waiting follows by the distributional form of Little's law).
   *
   * @throws RangeError if the writes that come are more than the link carries
   */
  private stationaryWait(timeline: Timeline, at: Micros, stream: Stream): Micros {
    const { service } = this.options;
    const load = timeline.rateAt(at - 1) * service;
    if (load >= 1) throw new RangeError(overloaded(load));
    let wait = 0;
    while (stream.next() < load) wait += service * stream.next();
    return wait;
  }
}

/** Writes being shipped: those of a span of commit time, in order, one a service time. */
class Generation {
  constructor(
    private readonly from: Micros,
    private readonly to: Micros,
    private readonly began: Micros,
    private readonly count: number,
    private readonly service: Micros,
    readonly end: EventHandle,
  ) {}

  /** The same for a reader, who draws no write: as if they were spread evenly. */
  sentAbout(at: Micros): Micros {
    const sent = Math.floor((at - this.began) / this.service);
    return this.from + (this.to - this.from) * Math.min(1, Math.max(0, sent / this.count));
  }

  /** Commit time of the last write sent by a time. */
  sentBy(timeline: Timeline, at: Micros): Micros {
    const sent = Math.floor((at - this.began) / this.service);
    if (sent <= 0) return this.from;
    return timeline.timeOf(Math.min(sent, this.count), this.from, this.to);
  }
}

function overloaded(load: number): string {
  return `writes use ${(load * 100).toFixed(1)} % of the link: its queue would grow without end`;
}

/** Mean wait before a link in balance: load times service / (2 (1 - load)) (Pollaczek-Khinchine), same unit as `service`. */
export function meanLinkWait(rate: number, service: number): number {
  const load = rate * service;
  return (load * service) / (2 * (1 - load));
}

/** Share of the writes that find the link idle. */
export function idleLinkShare(rate: number, service: number): number {
  return 1 - rate * service;
}

/** Mean time from the heal until the backlog of an interruption has gone: rate P / (capacity - rate). */
export function meanCatchUp(rate: number, capacity: number, interruption: number): number {
  return (rate * interruption) / (capacity - rate);
}

/** Mean backlog, as a fluid, over an interruption and its catch-up: what a primary that dies in it at random loses. */
export function meanBacklog(rate: number, interruption: number): number {
  return (rate * interruption) / 2;
}
