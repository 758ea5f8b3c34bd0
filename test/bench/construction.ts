import { Simulation } from '../../src/kernel/simulation.js';
import { type Bench, nanosecondsEach } from './measure.js';

const simulations = 200_000;
let kept: Simulation | undefined;

/** A batch makes a simulation for every run, and most runs have a dozen events pending: both must be cheap. */
function make(events: number): number {
  const action = (): void => {};
  return nanosecondsEach(simulations, () => {
    for (let i = 0; i < simulations; i += 1) {
      kept = new Simulation();
      for (let k = 0; k < events; k += 1) kept.schedule((k * 7919) % 13, action);
      kept.run(20);
    }
  });
}

export const construction: Bench = {
  title: 'A new simulation',
  unit: 'ns',
  rows: [0, 12].map((events) => ({
    name: `with ${events} events`,
    contenders: { ours: () => make(events) },
  })),
};
