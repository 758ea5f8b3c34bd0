import {
  type EventHandle,
  exp,
  ln,
  type Micros,
  type Process,
  type RunStreams,
  Signal,
  type Simulation,
} from '../kernel/index.js';

export interface TiltOptions {
  /** Chance that faults are pressed on while some are in force, from the first of them until all are over. */
  readonly chance: number;
  /** Nothing is pressed on any more, until all are over, once so many are in force: one of these, each as likely. 2 or more each. */
  readonly depths: readonly number[];
}

interface Waiting {
  /** Failures a microsecond. */
  readonly rate: number;
  readonly signal: Signal;
}

/**
 * Makes faults meet that seldom do, and says how much a run then counts (importance sampling by failure biasing, balanced: Shahabuddin,
 * Management Science 40 (1994)). Up times must be exponential: all that wait race, and the race is run anew whenever anything changes,
 * which memoryless times allow. While some fault is in force, the others come together half as fast as one of those is repaired, each as
 * likely, in some of the cycles from all is well to all is well; which, and how deep, is drawn at the start of each. The weight of a cycle
 * is the likelihood ratio of its path, holding times included, under that mixture: 1 / (1 - chance + chance x mean of biased / plain over
 * the depths), so never more than 1 / (1 - chance), and its mean is 1.
 */
export class Tilt {
  private readonly waiting = new Set<Waiting>();
  private inForce = 0;
  /** The most that were. */
  atOnce = 0;
  /** Repairs a microsecond of what is in force. */
  private pace = 0;
  private next: EventHandle | undefined;
  private since: Micros = 0;
  /** The depth to which this cycle is pressed on, 0 = it is not; and how deep it has been. */
  private aim = 0;
  private deepest = 0;
  /** By depth: ln of the density of the path of this cycle when it is pressed on so deep, over that of the plain one. */
  private readonly ratios: Float64Array;
  private settled = 1;

  constructor(
    private readonly simulation: Simulation,
    private readonly streams: RunStreams,
    private readonly options: TiltOptions,
  ) {
    this.ratios = new Float64Array(options.depths.length);
  }

  /** How many runs this one stands for, by now. */
  get weight(): number {
    this.settle();
    return this.settled * this.ofCycle();
  }

  /** Waits until the fault comes; `rate` a microsecond. */
  *wait(rate: number): Process {
    const one = { rate, signal: new Signal() };
    this.change(() => this.waiting.add(one));
    yield one.signal;
  }

  /** Something is hit that is repaired at a rate. */
  hit(rate: number): void {
    this.change(() => {
      if (this.inForce === 0) {
        this.aim = this.drawAim();
        this.deepest = 0;
      }
      this.inForce += 1;
      this.atOnce = Math.max(this.atOnce, this.inForce);
      this.pace += rate;
      this.deepest = Math.max(this.deepest, this.inForce);
    });
  }

  repair(rate: number): void {
    this.change(() => {
      this.inForce -= 1;
      this.pace = this.inForce === 0 ? 0 : this.pace - rate;
      if (this.inForce > 0) return;
      this.settled *= this.ofCycle();
      this.ratios.fill(0);
    });
  }

  private change(action: () => void): void {
    this.settle();
    if (this.next !== undefined) this.simulation.cancel(this.next);
    this.next = undefined;
    action();
    const total = sumOf(this.rates());
    if (total === 0) return;
    const u = this.streams.open('race of faults').next();
    const after = Math.round(-ln(1 - u) / total);
    if (this.simulation.now + after < 2 ** 52)
      this.next = this.simulation.schedule(after, () => this.strike());
  }

  private strike(): void {
    this.next = undefined;
    this.settle();
    const [all, plain, used] = [[...this.waiting], this.plain(), this.rates()];
    let left = this.streams.open('winner of the race').next() * sumOf(used);
    let winner = used.findIndex((rate) => {
      left -= rate;
      return left < 0;
    });
    if (winner < 0) winner = used.length - 1;
    if (this.isFast()) this.add(ln(this.biased()[winner]! / plain[winner]!));
    const one = all[winner]!;
    this.waiting.delete(one);
    // What it does at this instant is the next change, which runs the race of the others anew.
    one.signal.fire();
  }

  /** Counts the time since the last change into the ratios. */
  private settle(): void {
    const time = this.simulation.now - this.since;
    this.since = this.simulation.now;
    if (time > 0 && this.isFast()) this.add(-(sumOf(this.biased()) - sumOf(this.plain())) * time);
  }

  /** To the ratios of all depths at which something is pressed on now. */
  private add(term: number): void {
    this.options.depths.forEach((depth, index) => {
      if (this.deepest < depth) this.ratios[index]! += term;
    });
  }

  /** At which those that wait come together. */
  private get press(): number {
    return pressOf(this.pace, this.inForce);
  }

  /** Whether pressing on is faster than what comes by itself. */
  private isFast(): boolean {
    return this.inForce > 0 && this.press > sumOf(this.plain());
  }

  /** In this cycle, now. */
  private rates(): number[] {
    return this.deepest < this.aim && this.isFast() ? this.biased() : this.plain();
  }

  private drawAim(): number {
    const { chance, depths } = this.options;
    const u = this.streams.open('cycles that are pressed on').next();
    return u < chance ? depths[Math.floor((u / chance) * depths.length)]! : 0;
  }

  private plain(): number[] {
    return Array.from(this.waiting, ({ rate }) => rate);
  }

  /** Each as likely as each other. */
  private biased(): number[] {
    return Array.from(this.waiting, () => this.press / this.waiting.size);
  }

  private ofCycle(): number {
    const { chance, depths } = this.options;
    const biased = this.ratios.reduce((sum, ratio) => sum + exp(ratio), 0) / depths.length;
    return 1 / (1 - chance + chance * biased);
  }
}

function sumOf(rates: readonly number[]): number {
  return rates.reduce((sum, rate) => sum + rate, 0);
}

/**
 * Rate at which those that wait come together in a cycle that is pressed on; `pace` is that of all repairs of what is in force.
 *
 * The ratio holds waiting times, so its square grows as e^(b t) while repairs end the waiting as e^(-r t), where b presses and r repairs:
 * a step from one fault to the next has a second moment of r^2 / (b (r - b)) squared means. That is least, 4, with b half of r, and has
 * no bound with b = r. Of several in force a crew may repair only one at a time, so that r is taken as that of one.
 */
export function pressOf(pace: number, inForce: number): number {
  return pace / inForce / 2;
}
