import { exponential } from '../../src/kernel/distributions.js';
import type { Process } from '../../src/kernel/process.js';
import { Signal } from '../../src/kernel/signal.js';
import { Simulation } from '../../src/kernel/simulation.js';
import { Streams } from '../../src/kernel/streams.js';
import { type Bench, nanosecondsEach, type Row } from './measure.js';

const customers = 500_000;

/** Where the times between arrivals and of services come from. */
interface Times {
  gap(): number;
  service(): number;
}

/** Drawn as any model draws them. */
function drawn(): Times {
  const streams = new Streams('bench').at(0);
  const [gaps, services] = [streams.open('gaps'), streams.open('services')];
  const [gap, service] = [exponential(1e6), exponential(0.9e6)];
  return {
    gap: () => Math.round(gap.quantile(gaps.next())),
    service: () => Math.round(service.quantile(services.next())),
  };
}

/** Read from a table, so that nothing but the kernel is measured. */
function tabled(): Times {
  const { gap, service } = drawn();
  const mask = 2 ** 16 - 1;
  const gaps = Float64Array.from({ length: mask + 1 }, gap);
  const services = Float64Array.from({ length: mask + 1 }, service);
  let arrivals = 0;
  let departures = 0;
  return { gap: () => gaps[arrivals++ & mask]!, service: () => services[departures++ & mask]! };
}

function byCallbacks(simulation: Simulation, times: Times): () => number {
  let arrived = 0;
  let inSystem = 0;
  let served = 0;
  const depart = (): void => {
    served += 1;
    inSystem -= 1;
    if (inSystem > 0) simulation.schedule(times.service(), depart);
  };
  const arrive = (): void => {
    arrived += 1;
    inSystem += 1;
    if (inSystem === 1) simulation.schedule(times.service(), depart);
    if (arrived < customers) simulation.schedule(times.gap(), arrive);
  };
  simulation.schedule(times.gap(), arrive);
  return () => served;
}

function byGenerators(simulation: Simulation, times: Times): () => number {
  let inSystem = 0;
  let served = 0;
  const arrival = new Signal();
  function* source(): Process {
    for (let arrived = 0; arrived < customers; arrived += 1) {
      yield times.gap();
      inSystem += 1;
      if (inSystem === 1) arrival.fire();
    }
  }
  function* server(): Process {
    for (;;) {
      if (inSystem === 0) yield arrival;
      yield times.service();
      served += 1;
      inSystem -= 1;
    }
  }
  simulation.spawn(server());
  simulation.spawn(source());
  return () => served;
}

function cost(model: typeof byCallbacks, times: Times): number {
  const simulation = new Simulation();
  const served = model(simulation, times);
  const nanoseconds = nanosecondsEach(2 * customers, () => simulation.run(1e15));
  if (served() !== customers) throw new Error(`${served()} of ${customers} customers were served`);
  return nanoseconds;
}

function row(name: string, times: () => Times, promise: Partial<Row>): Row {
  const contenders = {
    generators: () => cost(byGenerators, times()),
    callbacks: () => cost(byCallbacks, times()),
  };
  return { name, contenders, ...promise };
}

export const mm1: Bench = {
  title: 'M/M/1 queue at a load of 0.9',
  unit: 'ns per arrival or departure',
  rows: [row('times drawn', drawn, { atLeast: 0.8 }), row('times from a table', tabled, {})],
  rounds: 11,
};
