import type { Operation, OperationType } from '../../measure/history/operation.js';
import type { FaultBegan, FaultEnded } from '../../model/trace.js';
import type { Request } from './inflow.js';

const nanosPerMicro = 1000;

/** A request that was made and how it ended: requests take no time. */
export interface Exchange extends Request {
  readonly f: string;
  readonly asked: Operation['value'];
  readonly end: Exclude<OperationType, 'invoke'>;
  readonly answer: Operation['value'];
}

/** Puts requests and faults in order, and gives each request a process of its population and region. */
export function listOperations(
  exchanges: readonly Exchange[],
  faults: readonly (FaultBegan | FaultEnded)[],
  names: { readonly populations: readonly string[]; readonly regions: readonly string[] },
): Operation[] {
  const processes = new Processes(names.populations.length * names.regions.length);
  const happened = [
    ...faults.map((fault) => ({ at: fault.at, lines: linesOfFault(fault) })),
    ...exchanges.map((exchange) => ({ at: exchange.at, exchange })),
  ].sort((a, b) => a.at - b.at);
  const operations: Operation[] = [];
  for (const one of happened) {
    const lines = 'lines' in one ? one.lines : linesOfExchange(one.exchange, processes, names);
    const time = Math.round(one.at * nanosPerMicro);
    for (const line of lines) operations.push({ index: operations.length, time, ...line });
  }
  return operations;
}

type Line = Omit<Operation, 'index' | 'time'>;

/** The nemesis says what it is about to do, and that it is done. */
function linesOfFault({ type, kind, on }: FaultBegan | FaultEnded): Line[] {
  const f = `${type === 'fault-began' ? 'start' : 'stop'}-${kind}`;
  const line: Line = { type: 'info', process: 'nemesis', f, value: on };
  return [line, line];
}

function linesOfExchange(
  { population, region, f, asked, end, answer }: Exchange,
  processes: Processes,
  names: { readonly populations: readonly string[]; readonly regions: readonly string[] },
): Line[] {
  const slot = population * names.regions.length + region;
  const process = processes.of(slot);
  if (end === 'info') processes.retire(slot);
  const who = { population: names.populations[population]!, region: names.regions[region]! };
  return [
    { type: 'invoke', process, f, value: asked, ...who },
    { type: end, process, f, value: answer, ...who },
  ];
}

/** A process that does not know how its request ended does nothing more: as in Jepsen another takes its place, numbered on. */
class Processes {
  private readonly numbers: number[];

  constructor(private readonly slots: number) {
    this.numbers = Array.from({ length: slots }, (_, slot) => slot);
  }

  of(slot: number): number {
    return this.numbers[slot]!;
  }

  retire(slot: number): void {
    this.numbers[slot]! += this.slots;
  }
}
