import type { Operation, OperationType } from '../../measure/history/operation.js';
import type { FaultBegan, FaultEnded } from '../../model/trace.js';
import type { Request } from './inflow.js';

const nanosPerMicro = 1000;

/** A request that was made and how it ended. */
export interface Exchange extends Request {
  /** When it ended: requests take no time, but some wait. Microseconds, not rounded. */
  readonly until: number;
  readonly f: string;
  readonly asked: Operation['value'];
  readonly end: Exclude<OperationType, 'invoke'>;
  readonly answer: Operation['value'];
}

interface Names {
  readonly populations: readonly string[];
  readonly regions: readonly string[];
}

type Line = Omit<Operation, 'index' | 'time'>;

/** Something that happened at a time; the lines are asked for in order of time. */
interface Event {
  readonly at: number;
  lines(): readonly Line[];
}

/** Puts requests and faults in order, and gives each request a process of its population and region. */
export function listOperations(
  exchanges: readonly Exchange[],
  faults: readonly (FaultBegan | FaultEnded)[],
  names: Names,
): Operation[] {
  const processes = new Processes(names.populations.length * names.regions.length);
  const events = [
    ...faults.map((fault): Event => ({ at: fault.at, lines: () => linesOfFault(fault) })),
    ...exchanges.flatMap((exchange) => eventsOf(exchange, processes, names)),
  ].sort((a, b) => a.at - b.at);
  const operations: Operation[] = [];
  for (const { at, lines } of events) {
    const time = Math.round(at * nanosPerMicro);
    for (const line of lines()) operations.push({ index: operations.length, time, ...line });
  }
  return operations;
}

/** The nemesis says what it is about to do, and that it is done. */
function linesOfFault({ type, kind, on }: FaultBegan | FaultEnded): Line[] {
  const f = `${type === 'fault-began' ? 'start' : 'stop'}-${kind}`;
  const line: Line = { type: 'info', process: 'nemesis', f, value: on };
  return [line, line];
}

function eventsOf(exchange: Exchange, processes: Processes, names: Names): Event[] {
  const { at, until, population, region, f, asked, end, answer } = exchange;
  const who = { population: names.populations[population]!, region: names.regions[region]! };
  let process = 0;
  const invoke = (): Line => {
    process = processes.take(population * names.regions.length + region, until > at || end === 'info');
    return { type: 'invoke', process, f, value: asked, ...who };
  };
  const complete = (): Line => ({ type: end, process, f, value: answer, ...who });
  if (until === at) return [{ at, lines: () => [invoke(), complete()] }];
  return [
    { at, lines: () => [invoke()] },
    { at: until, lines: () => [complete()] },
  ];
}

/** Numbers of the processes that act for each population in each region. */
class Processes {
  private readonly numbers: number[];

  constructor(private readonly slots: number) {
    this.numbers = Array.from({ length: slots }, (_, slot) => slot);
  }

  /**
   * The process that acts now. One that waits is kept from other things, and one that does not know how its request ended does
   * nothing more: as in Jepsen another takes its place, numbered on.
   */
  take(slot: number, forGood: boolean): number {
    const number = this.numbers[slot]!;
    if (forGood) this.numbers[slot] = number + this.slots;
    return number;
  }
}
