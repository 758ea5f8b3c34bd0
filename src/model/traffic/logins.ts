import { type Micros, type Simulation, second, type Trace } from '../../kernel/index.js';
import { demandAt } from '../demand.js';
import type { Answer, TraceRecord } from '../trace.js';
import type { Population, SessionOptions } from './population.js';

/** A stretch is at least so long, and else this part of the time since the last change. */
const shortest: Micros = second;
const part = 1 / 8;

/**
 * The login storm of a population whose users move: as many requests more as users log in again, stretch by stretch. What comes in a
 * stretch is exact, by the share that moves in it.
 */
export class Logins {
  /** Of each change, the share of the users that had moved by the end of the stretch in hand. */
  private readonly moved = new Map<number, number>();
  private running = false;
  private endExtra: () => void = () => {};

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly population: Population,
    private readonly options: SessionOptions,
    private readonly onChange: () => void,
  ) {}

  /** The population may act on other answers than before. */
  follow(): void {
    if (!this.running && this.moving().length > 0) this.begin();
  }

  private moving(): { answer: Answer; before: Answer }[] {
    const { answers } = this.population;
    const { now } = this.simulation;
    return answers.slice(1).flatMap((answer, index) => {
      const isOver = answer.cutover!.settled <= now && (this.moved.get(answer.cutover!.change) ?? 0) >= 1;
      return isOver ? [] : [{ answer, before: answers[index]! }];
    });
  }

  private begin(): void {
    const { simulation, population } = this;
    const { now } = simulation;
    const moving = this.moving();
    this.running = moving.length > 0;
    if (!this.running) return;
    const latest = Math.max(...moving.map(({ answer }) => answer.cutover!.at));
    const { load } = population.demand;
    const length = Math.max(shortest, Math.floor((now - latest) * part));
    const end = Math.min(now + length, load?.stepAfter(now) ?? Number.POSITIVE_INFINITY);
    let share = 0;
    for (const { answer, before } of moving) {
      const { change } = answer.cutover!;
      const to = answer.cutover!.share(end);
      share += (to - (this.moved.get(change) ?? 0)) * changed(before.shares, answer.shares);
      this.moved.set(change, to);
    }
    this.demand(share, end - now);
    simulation.scheduleAt(end, () => {
      this.endExtra();
      this.endExtra = () => {};
      this.begin();
      this.onChange();
    });
  }

  private demand(share: number, length: Micros): void {
    const { users, requests } = this.options;
    const { population } = this;
    const { now } = this.simulation;
    const count = users * share;
    const usual = population.requestRateAt(now);
    if (count <= 0 || demandAt(population.demand, now) === 0) return;
    this.endExtra = population.surge(1 + (count * requests) / length / usual);
    this.trace.emit({ type: 'logged-in', at: now, population: population.name, count });
  }
}

/** Share of the clients that two answers send to different regions, at the least. */
function changed(before: readonly number[], after: readonly number[]): number {
  return after.reduce((sum, share, region) => sum + Math.max(0, share - before[region]!), 0);
}
