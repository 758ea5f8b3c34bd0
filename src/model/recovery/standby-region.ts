import type { EventHandle, Micros, Simulation, Trace } from '../../kernel/index.js';
import type { Congestion } from '../congestion.js';
import type { Network } from '../network.js';
import type { Draws, Quantity } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Shortages } from '../traffic/capacity/shortages.js';

/** How ready a region is while it stands by, and what it takes until it is. */
export interface StandbyOptions {
  readonly region: number;
  readonly name: string;
  /** Whether it serves nobody meanwhile. */
  readonly idle: boolean;
  /** Servers meanwhile, and all of them; absent where it can serve whatever comes. */
  readonly servers?: { readonly waiting: number; readonly all: number };
  /** From activation until the servers that are missing are there, and from then until they serve. */
  readonly provision: Quantity;
  readonly boot: Quantity;
}

/** What such regions act on. */
export interface StandbyStage {
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly network: Network;
  readonly draws: Draws;
  readonly shortages: Shortages;
  readonly congestion: Congestion | undefined;
}

export type StandbyState = 'waiting' | 'provisioning' | 'booting' | 'ready';

/**
 * A region that stands by: waiting, provisioning, booting, ready, one after the other once somebody activates it. What is then still cold
 * is the matter of its capacity. Servers that are on their way are lost with the region, and asked for anew when it is back.
 */
export class StandbyRegion {
  private state: StandbyState = 'waiting';
  /** The end of its state, while it has one. */
  private due: EventHandle | undefined;
  private readonly awaiting = new Set<() => void>();

  constructor(
    private readonly options: StandbyOptions,
    private readonly stage: StandbyStage,
  ) {
    this.tell();
  }

  /** Begins to make it ready, unless that has begun; `done` is called once it is. The function returned calls that off. */
  activate(done: () => void): () => void {
    if (this.state === 'ready') {
      done();
      return () => {};
    }
    this.awaiting.add(done);
    this.follow();
    return () => {
      this.awaiting.delete(done);
      if (this.awaiting.size === 0 && this.state !== 'ready') this.wait();
    };
  }

  /** It stands by again, as when the run began. */
  standDown(): void {
    const { options, stage } = this;
    if (this.state === 'ready') {
      if (options.idle) stage.network.idle(options.region);
      else if (options.servers) stage.congestion!.resize(options.name, options.servers.waiting);
    }
    this.wait();
  }

  /** Something changed: the region may be gone, or back, or servers can be had again. */
  follow(): void {
    const { region, name } = this.options;
    const { network, shortages } = this.stage;
    const isThere = network.reach(region) === 'ok';
    if (this.due !== undefined && !isThere) this.wait();
    if (this.state !== 'waiting' || this.awaiting.size === 0 || !isThere || shortages.isStarved(name)) return;
    this.enter('provisioning', this.stage.draws.duration(this.options.provision, 'provision', name));
  }

  private wait(): void {
    if (this.due !== undefined) this.stage.simulation.cancel(this.due);
    this.due = undefined;
    if (this.state === 'waiting') return;
    this.state = 'waiting';
    this.tell();
  }

  private enter(state: 'provisioning' | 'booting', lasts: Micros): void {
    this.state = state;
    this.due = this.stage.simulation.schedule(lasts, () => this.goOn());
    if (lasts > 0) this.tell(this.stage.simulation.now + lasts);
  }

  private goOn(): void {
    this.due = undefined;
    const { options, stage } = this;
    if (this.state === 'provisioning') {
      this.enter('booting', stage.draws.duration(options.boot, 'boot', options.name));
      return;
    }
    this.state = 'ready';
    if (options.idle) stage.network.serve(options.region);
    else stage.congestion!.resize(options.name, options.servers!.all);
    this.tell();
    const awaiting = [...this.awaiting];
    this.awaiting.clear();
    for (const done of awaiting) done();
  }

  private tell(until?: Micros): void {
    const { state, options, stage } = this;
    stage.trace.emit({
      type: 'standby-changed',
      at: stage.simulation.now,
      region: options.name,
      state,
      ...(until === undefined ? {} : { until }),
    });
  }
}
