import type { Spec } from '../../src/index.js';
import type { Experiment } from './experiment.js';
import type { Sampler, Units } from './sampler.js';
import { specOf } from './specification.js';

/** How many runs a task has. */
const taskLength = 500;

let scenarios = 0;

/** The runs of one experiment so far, from run 0 on. */
export class Collection {
  private readonly spec: Spec;
  private readonly number = scenarios++;
  private parts: Promise<Units>[] = [];
  private count = 0;

  /** @throws Error when the scenario cannot be said */
  constructor(
    private readonly experiment: Experiment,
    private readonly seed: string,
    private readonly sampler: Sampler,
  ) {
    const { scenario, rare } = experiment;
    this.spec = rare ? { ...specOf(scenario), rare } : specOf(scenario);
  }

  /** Units of one reading of at least so many runs, in the order of the runs. */
  async unitsOf(reading: string, runs: number): Promise<Float64Array> {
    while (this.count < runs) {
      const { spec, seed, experiment, number: scenario } = this;
      const count = Math.min(taskLength, runs - this.count);
      const { readings } = experiment;
      this.parts.push(this.sampler.sample({ spec, scenario, seed, readings, first: this.count, count }));
      this.count += count;
    }
    const parts = (await Promise.all(this.parts)).map((units) => units[reading]!);
    const joined = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }

  /** Units that one run gives to a reading. */
  unitsPerRun(reading: string): number {
    const one = this.experiment.readings[reading]!;
    return 'figures' in one ? one.figures.length : 1;
  }
}
