import { build } from '../../../src/experiment/simulate.js';
import type { TraceRecord } from '../../../src/model/trace.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Scenario } from '../../../src/scenario/schema.js';

export type Fault = NonNullable<Scenario['faults']>[number];
export type Step = NonNullable<Scenario['failover']>[string][number];
export type LeaseStep = { readonly ttl: string; readonly loop: string } & Record<string, unknown>;
export type Replication = NonNullable<Scenario['data'][string]['replication']>;

/** What one run told. */
export interface Told {
  readonly all: readonly TraceRecord[];
  /** The records of one type, in order. */
  of<T extends TraceRecord['type']>(type: T): Extract<TraceRecord, { type: T }>[];
  /** When the first record of a type was told, seconds; NaN without one. */
  when(type: TraceRecord['type']): number;
  figure(name: string): number;
  /** The same; 0 where it can be nothing else, and has no column. */
  figureOr0(name: string): number;
}

/** Runs number 0 to `runs` of a scenario, told. */
export function tell(scenario: Scenario, runs = 1, seed = '1'): Told[] {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, seed);
  const columns = new Map(batch.columns.map(({ name }, index) => [name, index]));
  return Array.from({ length: runs }, (_, run) => {
    const records: TraceRecord[] = [];
    const { values } = batch.simulate(run, (record) => records.push(record));
    return {
      all: records,
      of: (type) => records.filter((one) => one.type === type) as never,
      when: (type) => (records.find((one) => one.type === type)?.at ?? Number.NaN) / 1e6,
      figure: (name) => {
        const index = columns.get(name);
        if (index === undefined) throw new Error(`no figure ${name}`);
        return values[index]!;
      },
      figureOr0: (name) => values[columns.get(name) ?? -1] ?? 0,
    };
  });
}

/** Writes a second of the clients of each region below. */
export const rate = 100;

/**
 * A primary in east and its standby in west, clients beside each of them, and two more places (`north`, `south`) where nobody
 * serves; every link takes a millisecond.
 */
export function eastAndWest(more: {
  faults: readonly Fault[];
  steps: readonly Step[];
  store?: Record<string, unknown>;
  horizon?: string;
  network?: Scenario['network'];
  /** Of east. */
  clock?: NonNullable<Scenario['regions'][string]['clock']>;
}): Scenario {
  const names = ['east', 'west', 'north', 'south'];
  const near = names.flatMap((a, i) =>
    names.slice(i + 1).map((b) => ({ between: [a, b] as [string, string], roundTrip: '1ms' })),
  );
  const client = { requests: `${rate}/s`, writes: '100%' };
  return {
    title: 'East and west',
    regions: {
      east: { place: 'aws/us-east-1', ...(more.clock ? { clock: more.clock } : {}) },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/ca-central-1' },
      south: { place: 'aws/sa-east-1' },
    },
    network: more.network ?? near,
    clients: {
      easterners: { place: 'aws/us-east-1', ...client },
      westerners: { place: 'aws/us-west-2', ...client },
    },
    routing: {
      policy: 'geolocation',
      locations: { easterners: 'east', westerners: 'west' },
      ttl: '1s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
    },
    data: {
      orders: {
        primary: 'east',
        standbys: ['west'],
        replication: { mode: 'async', lag: '100ms' },
        ...more.store,
      },
    },
    failover: { orders: [...more.steps] },
    faults: [...more.faults],
    horizon: more.horizon ?? '30m',
  } as Scenario;
}
