/** One comparison: the same work done in several ways. */
export interface Row {
  name: string;
  /** Each does the work once and returns what a unit of it cost. The first is ours, the second what it is held against. */
  contenders: Record<string, () => number>;
  /** The least ratio of the second's cost to the first's that we promise. */
  atLeast?: number;
}

export interface Bench {
  title: string;
  /** What a contender's cost is counted in. */
  unit: string;
  rows: Row[];
  rounds?: number;
}

export interface Measured {
  name: string;
  /** Median costs, by contender. */
  costs: Record<string, number>;
  ratio: number | undefined;
  atLeast: number | undefined;
}

/** Processor time that this process has used so far. */
export function processorNanoseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** Nanoseconds of processor time that the work took for each of `units`. */
export function nanosecondsEach(units: number, work: () => void): number {
  const before = processorNanoseconds();
  work();
  return (processorNanoseconds() - before) / units;
}

/** Lets the contenders take turns, so that whatever else the machine does falls on all of them alike. */
export function measure(row: Row, rounds: number): Measured {
  const names = Object.keys(row.contenders);
  const costs = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) costs.get(name)!.push(row.contenders[name]!());
  }
  const medians = names.map((name) => [name, median(costs.get(name)!)] as const);
  const [ours, theirs] = medians.map(([, cost]) => cost);
  const ratio = theirs === undefined ? undefined : theirs / ours!;
  return { name: row.name, costs: Object.fromEntries(medians), ratio, atLeast: row.atLeast };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
