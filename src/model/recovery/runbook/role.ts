import { exp, type Micros, type Simulation } from '../../../kernel/index.js';
import { type Draws, type Quantity, wholeDuration } from '../../quantity.js';

export interface RoleOptions {
  readonly name: string;
  readonly people: number;
  /** Until the page reaches who is on call, and until they acknowledge it; drawn once each time the role is called. */
  readonly page: Quantity;
  readonly acknowledge: Quantity;
  /** Within these times of the day all that its people do takes so many times as long; microseconds since midnight. */
  readonly shift?: { readonly from: Micros; readonly to: Micros; readonly factor: number };
  /** Whoever has never done it takes so many times as long; drills bring that down, and it comes back. */
  readonly neverDone?: {
    readonly factor: number;
    /** Time between drills; absent = there are none. */
    readonly drilled?: Quantity;
    /** Time in which what a drill taught fades to 1/e, microseconds. */
    readonly forgets: Micros;
  };
}

/** How many times as long a step takes whose people last did it so long ago: 1 just after a drill, the whole factor in the end. */
export function unpractised(factor: number, age: Micros, forgets: Micros): number {
  return 1 + (factor - 1) * (1 - exp(-age / forgets));
}

/** Whether a time of the day falls into a part of it, which may go over midnight. */
export function isWithin(timeOfDay: Micros, from: Micros, to: Micros): boolean {
  return from <= to ? timeOfDay >= from && timeOfDay < to : timeOfDay >= from || timeOfDay < to;
}

/** The people of a role in one run. Whoever asks first is served first. */
export class Role {
  private free: number;
  private readonly queue: (() => void)[] = [];
  /** When they last practised, or did it. */
  private practisedAt: Micros | undefined;

  constructor(
    readonly options: RoleOptions,
    private readonly simulation: Simulation,
    private readonly draws: Draws,
    private readonly timeOfDay: () => Micros,
  ) {
    this.free = options.people;
  }

  /** Time until the role answers a call of now. */
  call(): Micros {
    const { name, page, acknowledge } = this.options;
    const rings = this.draws.duration(page, 'page', name);
    return wholeDuration(rings + this.draws.duration(acknowledge, 'acknowledgement', name) * this.haste());
  }

  /** Asks for a person; `granted` is called when there is one, at once if one is free. The function returned takes the request back. */
  ask(granted: () => void): () => void {
    if (this.free > 0) {
      this.free -= 1;
      granted();
      return () => {};
    }
    this.queue.push(granted);
    return () => {
      const place = this.queue.indexOf(granted);
      if (place >= 0) this.queue.splice(place, 1);
    };
  }

  /** A person is free again. */
  release(): void {
    const waiting = this.queue.shift();
    if (waiting) waiting();
    else this.free += 1;
  }

  /** How many times as long as usual something takes that begins now. */
  slowness(): number {
    return this.haste() * this.practice();
  }

  /** They have just done it for real, which is the best of drills. */
  practise(): void {
    this.practisedAt = this.simulation.now;
  }

  private haste(): number {
    const { shift } = this.options;
    return shift && isWithin(this.timeOfDay(), shift.from, shift.to) ? shift.factor : 1;
  }

  private practice(): number {
    const { neverDone, name } = this.options;
    if (!neverDone) return 1;
    const { factor, drilled, forgets } = neverDone;
    // The age of the last drill at a random instant has the law of what is left until the next one.
    if (drilled && this.practisedAt === undefined)
      this.practisedAt = this.simulation.now - this.draws.residual(drilled, 'drills', name);
    if (this.practisedAt === undefined) return factor;
    return unpractised(factor, this.simulation.now - this.practisedAt, forgets);
  }
}
