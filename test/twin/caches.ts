import type { Chance } from './chance.js';
import type { World } from './world.js';

/** Whom a client asks for an address: times never go back. Returns a region. */
export interface Source {
  ask(at: number): number;
}

/** A cache that somebody asks all the time: it fetches anew the moment that its answer runs out. */
export class BusyCache implements Source {
  private answer = -1;
  private expiry: number;

  /** Its phase is random: it last fetched at some instant of the life before `start`. */
  constructor(
    private readonly life: number,
    private readonly source: Source,
    start: number,
    chance: Chance,
  ) {
    this.expiry = start - life * chance.uniform();
  }

  ask(at: number): number {
    while (this.expiry <= at) {
      this.answer = this.source.ask(this.expiry);
      this.expiry += this.life;
    }
    return this.answer;
  }
}

/** A cache that fetches only when it is asked and has nothing. */
export class IdleCache implements Source {
  private answer = -1;
  private expiry = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly life: number,
    private readonly source: Source,
  ) {}

  ask(at: number): number {
    if (at >= this.expiry) {
      this.answer = this.source.ask(at);
      this.expiry = at + this.life;
    }
    return this.answer;
  }

  /** What one more client would hear, one of so many that its own look-up matters to nobody else. */
  overhear(at: number): number {
    return at >= this.expiry ? this.source.ask(at) : this.answer;
  }
}

/** A cache that other clients look something up in at random times, besides the one who asks here. */
export class SharedCache implements Source {
  private readonly cache: IdleCache;
  private next: number;

  constructor(
    life: number,
    source: Source,
    private readonly gap: number,
    start: number,
    private readonly chance: Chance,
  ) {
    this.cache = new IdleCache(life, source);
    this.next = start + chance.exponential(gap);
  }

  ask(at: number): number {
    while (this.next <= at) {
      this.cache.ask(this.next);
      this.next += this.chance.exponential(this.gap);
    }
    return this.cache.overhear(at);
  }
}

/** How long a connection is kept. */
export interface ConnectionHabit {
  readonly life: number;
  readonly fixed: boolean;
}

/**
 * A client that keeps one connection, opens the next the moment that it ends, and, when its region goes down, asks for
 * an address with every request until one is answered. The connection that it has when a run begins, and the first after
 * a break, are met at a random point of their life: clients do not march in step with their caches.
 */
export class Connection implements Source {
  private region: number;
  private end: number;
  private breaks: number;

  constructor(
    private readonly habit: ConnectionHabit,
    private readonly source: Source,
    private readonly world: World,
    start: number,
    private readonly chance: Chance,
  ) {
    this.region = source.ask(start);
    this.end = start + this.restOfLife();
    this.breaks = world.downAfter(this.region, start);
  }

  ask(at: number): number {
    while (this.region >= 0 && Math.min(this.end, this.breaks) <= at) {
      if (this.breaks <= this.end) this.region = -1;
      else this.open(this.end, this.wholeLife());
    }
    if (this.region >= 0) return this.region;
    const region = this.source.ask(at);
    if (this.world.isUp(region, at)) this.open(at, this.restOfLife(), region);
    return region;
  }

  private open(at: number, life: number, region = this.source.ask(at)): void {
    this.region = this.world.isUp(region, at) ? region : -1;
    this.end = at + life;
    this.breaks = this.world.downAfter(region, at);
  }

  private wholeLife(): number {
    const { life, fixed } = this.habit;
    return fixed ? life : this.chance.exponential(life);
  }

  private restOfLife(): number {
    const { life, fixed } = this.habit;
    return fixed ? life * this.chance.uniform() : this.chance.exponential(life);
  }
}
