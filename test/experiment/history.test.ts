import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HistoryForm, historyForms } from '../../src/experiment/history/forms.js';
import { HistoryError } from '../../src/experiment/history/history-error.js';
import { type History, type HistoryOptions, recordHistory } from '../../src/experiment/history.js';
import { build } from '../../src/experiment/simulate.js';
import { historyEdn } from '../../src/measure/history/edn.js';
import { checkRegister } from '../../src/measure/history/linearizability.js';
import type { MicroOperation, Operation } from '../../src/measure/history/operation.js';
import { registersOf } from '../../src/measure/history/registers.js';
import type { TraceRecord } from '../../src/model/trace.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { scenarios } from '../drafts/scenarios.js';
import { readEdn } from '../measure/history/edn-reader.js';
import { countSetFull } from './history/set-full.js';

const seed = 'histories';

const health = { interval: '10s', timeout: '4s', failures: 3 };

/** Two regions, one primary; the primary's region is lost for some minutes. */
const activePassive: Scenario = {
  title: 'Active-passive',
  regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/eu-west-1' } },
  clients: {
    americas: { place: 'aws/us-east-1', requests: '8/s', writes: '25%' },
    europe: { place: 'aws/eu-central-1', requests: '4/s', writes: '50%' },
  },
  routing: { policy: 'failover', order: ['east', 'west'], ttl: '30s', health },
  data: {
    orders: {
      primary: 'east',
      standbys: ['west'],
      replication: { mode: 'async', lag: { p50: '3s', p99: '10s' } },
    },
  },
  failover: { orders: [{ decide: '20s' }, { promote: '10s' }] },
  faults: [{ lose: 'east', at: { between: ['1m', '3m'] }, for: '5m' }],
  horizon: '10m',
};

function vary(
  change: Partial<Scenario>,
  store: Partial<NonNullable<Scenario['data']>[string]> = {},
): Scenario {
  const orders = { ...activePassive.data!['orders']!, ...store };
  return { ...activePassive, data: { orders }, ...change };
}

/** Ways in which writes go missing, and none. */
const designs: Record<string, Scenario> = {
  'a log with a lag': activePassive,
  'items with a lag each': vary(
    {},
    { replication: { mode: 'async', lag: { mean: '5s' }, ships: 'independently' } },
  ),
  'a batch a minute': vary({}, { replication: { mode: 'async', every: '1m', transfer: '5s' } }),
  'a narrow link': vary(
    {},
    { replication: { mode: 'async', link: { bandwidth: '4.2KiB/s', write: '1KiB' } } },
  ),
  'destroyed disks': vary({ faults: [{ destroy: 'east', at: '2m' }] }),
  'a crash': vary({ faults: [{ crash: 'east', at: '2m', for: '4m' }] }),
  'a tail that is kept': vary({}, { rejoin: 'report' }),
  'nobody who promotes': vary({ failover: {}, faults: [{ lose: 'east', at: '8m' }] }),
  'a split': vary({
    faults: [{ partition: ['east', 'west'], at: '2m', for: '3m' }],
    failover: {
      orders: [
        { detect: { observers: ['west'], interval: '3s', timeout: '2s', failures: 3 } },
        { promote: '2s' },
      ],
    },
  } as Partial<Scenario>),
  'a home in each region': {
    ...activePassive,
    routing: { policy: 'latency', ttl: '30s', health },
    data: { orders: { homes: ['east', 'west'], replication: { mode: 'async', lag: '5s' } } },
  },
  'a standby that is waited for': vary({}, { replication: { mode: 'sync' } }),
  'a standby that is waited for in vain': vary(
    {
      faults: [
        { lose: 'west', at: '2m', for: '3m' },
        { lose: 'east', at: '3m', for: '3m' },
      ],
    },
    { replication: { mode: 'sync' } },
  ),
  'a wait that each write ends for itself': vary(
    { faults: [{ lose: 'west', at: '2m', for: '3m' }] },
    { replication: { mode: 'semi-sync', timeout: '30s', latch: false } },
  ),
};

type Conflicts = NonNullable<NonNullable<Scenario['data']>[string]['conflicts']>;

/** Both regions take writes to few keys, and the link between them is cut for some minutes. */
function writeAnywhere(
  conflicts: Conflicts,
  writes: 'blind' | 'read-modify-write' = 'read-modify-write',
): Scenario {
  const orders: NonNullable<Scenario['data']>[string] = {
    writers: ['east', 'west'],
    replication: { mode: 'async', lag: '2s' },
    keys: { count: 300, popularity: { zipf: 0.8 }, writes },
    conflicts,
  };
  const { failover: _, ...rest } = activePassive;
  return {
    ...rest,
    routing: { policy: 'latency', ttl: '30s', health },
    data: { orders },
    faults: [{ partition: ['east', 'west'], at: '3m', for: '3m' }],
  };
}

const policies: Record<string, Scenario> = {
  'the last writer': writeAnywhere({ policy: 'last-writer-wins' }),
  'the last writer, blind': writeAnywhere({ policy: 'last-writer-wins' }, 'blind'),
  'a region': writeAnywhere({ policy: 'priority', order: ['east', 'west'] }),
  siblings: writeAnywhere({ policy: 'siblings' }),
  'a replicated type': writeAnywhere({ policy: 'crdt', type: 'set' }),
  'a majority': writeAnywhere({ policy: 'discard-minority' }),
  people: writeAnywhere({ policy: 'queue', rate: '10/min' }),
  nobody: writeAnywhere({ policy: 'ignore' }),
  'whoever froze': writeAnywhere({ policy: 'freeze', after: '10s' }),
  'the disks that are left': {
    ...writeAnywhere({ policy: 'last-writer-wins' }),
    faults: [{ destroy: 'east', at: '3m' }],
  },
  'nobody until the end': {
    ...writeAnywhere({ policy: 'last-writer-wins' }),
    faults: [{ partition: ['east', 'west'], at: '8m' }],
  },
};

/** The counts of a run that a checker should come to. */
function countsOf(scenario: Scenario, run: number, store = 'orders') {
  const records: TraceRecord[] = [];
  const batch = build(specOf(scenario), seed);
  const row = batch.simulate(run, (record) => records.push(record));
  const figure = (name: string) => {
    const index = batch.columns.findIndex((column) => column.figure === name && column.of === store);
    return row.values[index] ?? 0;
  };
  return {
    acknowledged: figure('acknowledged'),
    stable: figure('surviving'),
    /** Gone, waiting or different, or merged. */
    lost: figure('acknowledged') - figure('surviving'),
    merged: figure('merged'),
    records,
  };
}

function specOf(scenario: Scenario) {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return parsed.spec;
}

function record(scenario: Scenario, run: number, options: HistoryOptions = {}): Promise<History> {
  return recordHistory(scenario, run, { seed, ...options });
}

describe('a history', () => {
  it('has exactly the writes of the run, and a set checker finds exactly those lost that its figures say', async () => {
    const losses: Record<string, number> = {};
    for (const [name, scenario] of Object.entries(designs)) {
      for (const run of [0, 1]) {
        const { operations } = await record(scenario, run);
        const found = countSetFull(readEdn(historyEdn(operations)));
        const { acknowledged, stable, lost } = countsOf(scenario, run);
        expect(found, `${name}, run ${run}`).toMatchObject({ acknowledged, stable, lost, unexpected: 0 });
        expect(found.neverRead).toBe(found.attempted - acknowledged);
        losses[name] = (losses[name] ?? 0) + lost;
      }
    }
    // What a crashed primary had sent arrives, and a standby that is waited for has everything.
    const none = Object.keys(losses).filter((name) => losses[name] === 0);
    expect(none).toEqual([
      'a crash',
      'a standby that is waited for',
      'a standby that is waited for in vain',
      'a wait that each write ends for itself',
    ]);
  });

  it.each(Object.entries(policies))('counts what is lost where %s decides', async (_, scenario) => {
    for (const run of [0, 1]) {
      const { operations } = await record(scenario, run, { reads: '6/min' });
      const found = countSetFull(readEdn(historyEdn(operations)));
      const { acknowledged, stable, lost, merged } = countsOf(scenario, run);
      expect(found).toMatchObject({
        acknowledged,
        stable: stable + merged,
        lost: lost - merged,
        unexpected: 0,
      });
    }
  });

  it('has the keys in conflict that the run has, with as many writes of both sides', async () => {
    for (const name of ['the last writer', 'the last writer, blind', 'siblings', 'people']) {
      const { operations } = await record(policies[name]!, 0, { form: 'list-append', keys: 50 });
      const { records, lost, merged } = countsOf(policies[name]!, 0);
      expect(countAbsent(operations), name).toBe(lost - merged);
      // Keys of the split come after those of all other writes.
      const byKey = new Map<number, [east: number, west: number]>();
      for (const { type, value, region } of operations) {
        if (type !== 'ok') continue;
        const [f, key] = (value as readonly MicroOperation[])[0]!;
        if (f !== 'append' || key < 50) continue;
        const counts = byKey.get(key) ?? [0, 0];
        byKey.set(key, counts);
        counts[region === 'east' ? 0 : 1] += 1;
      }
      const contested = [...byKey.values()].filter(([east, west]) => east > 0 && west > 0);
      const told = records.find((one) => one.type === 'reconciled') as Extract<
        TraceRecord,
        { type: 'reconciled' }
      >;
      expect(contested.length, name).toBe(told.keysInConflict);
      expect(
        contested.reduce((sum, [east, west]) => sum + east * west, 0),
        name,
      ).toBe(told.conflictPairs);
      expect(told.keysInConflict).toBeGreaterThan(50);
    }
  });

  it('shows one region the writes of the other until the cut, and the losers to nobody after it', async () => {
    const scenario = policies['the last writer']!;
    const { operations } = await record(scenario, 0, { reads: '1/s' });
    const home = new Map(
      operations.flatMap(({ type, f, value, region, time }) =>
        type === 'ok' && f === 'add' ? [[value as number, { region, time }] as const] : [],
      ),
    );
    const reads = operations.filter(({ type, f }) => type === 'ok' && f === 'read');
    const kept = new Set(reads.at(-1)!.value as number[]);
    const parts = { foreign: 0, losers: 0 };
    for (const { region, time, value } of reads.slice(0, -1)) {
      for (const element of value as number[]) {
        const write = home.get(element)!;
        const foreign = write.region !== region;
        if (foreign) {
          // The lag, and the link that was cut at 3 min and healed at 6.
          expect(write.time).toBeLessThanOrEqual(time - 2e9);
          const inCut = write.time > 178e9 && write.time <= 360e9;
          if (inCut) expect(time).toBeGreaterThanOrEqual(360e9);
          parts.foreign += 1;
        }
        if (!kept.has(element)) {
          expect(time).toBeLessThanOrEqual(363e9);
          parts.losers += 1;
        }
      }
    }
    expect(Math.min(parts.foreign, parts.losers)).toBeGreaterThan(1_000);
  });

  it('does so whatever the scenario', async () => {
    let lostAnywhere = 0;
    await fc.assert(
      fc.asyncProperty(scenarios(), fc.nat({ max: 9 }), async (scenario, run) => {
        const few = slowly(scenario);
        const store = Object.keys(few.data!)[0]!;
        const { operations } = await record(few, run, { store });
        const found = countSetFull(readEdn(historyEdn(operations)));
        const { acknowledged, stable, lost, merged } = countsOf(few, run, store);
        expect(found).toMatchObject({
          acknowledged,
          stable: stable + merged,
          lost: lost - merged,
          unexpected: 0,
        });
        lostAnywhere += lost - merged;
      }),
      { seed: 51, numRuns: 40, endOnFailure: true },
    );
    expect(lostAnywhere).toBeGreaterThan(0);
  });

  it('loses writes from the oldest to the newest that the run says were lost', async () => {
    for (const [name, scenario] of Object.entries(designs)) {
      const { operations } = await record(scenario, 0);
      const kept = new Set(operations.at(-1)!.value as number[]);
      const times = operations
        .filter(({ type, f, value }) => type === 'ok' && f === 'add' && !kept.has(value as number))
        .map(({ time }) => time);
      const { records } = countsOf(scenario, 0);
      const told = records.filter(
        (one) => one.type === 'writes-classified' && one.class !== 'surviving' && one.count > 0,
      ) as Extract<TraceRecord, { type: 'writes-classified' }>[];
      const ends = (of: number[]) => (of.length === 0 ? [] : [Math.min(...of), Math.max(...of)]);
      const expected = ends(told.flatMap(({ oldest, newest }) => [oldest!, newest!])).map((at) => at * 1000);
      expect(ends(times).length, name).toBe(expected.length);
      expected.forEach((at, index) => {
        expect(Math.abs(ends(times)[index]! - at), name).toBeLessThanOrEqual(1);
      });
    }
  });

  it('is the same however often it is told', async () => {
    const [first, second] = await Promise.all([record(activePassive, 4), record(activePassive, 4)]);
    expect(first).toEqual(second);
    expect(await record(activePassive, 5)).not.toEqual(first);
  });

  it('is well formed: in order, without gaps, a process doing one thing at a time and nothing after it is lost', async () => {
    for (const form of historyForms) {
      const { operations } = await record(designs['a split']!, 1, { form });
      const busy = new Map<number, Operation>();
      const gone = new Set<number>();
      operations.forEach((one, index) => {
        expect(one.index).toBe(index);
        expect(one.time).toBeGreaterThanOrEqual(operations[index - 1]?.time ?? 0);
        const { process, type, f, population, region } = one;
        if (process === 'nemesis') {
          expect(type).toBe('info');
          return;
        }
        expect(gone.has(process)).toBe(false);
        const asked = busy.get(process);
        if (type === 'invoke') {
          expect(asked).toBeUndefined();
          busy.set(process, one);
        } else {
          expect(asked).toMatchObject({ f, population, region });
          busy.delete(process);
          if (type === 'info') gone.add(process);
        }
      });
      expect(busy.size).toBe(0);
    }
  });

  it('tells the faults', async () => {
    const { operations } = await record(activePassive, 0);
    const nemesis = operations.filter(({ process }) => process === 'nemesis');
    expect(nemesis.map(({ f, value }) => `${f} ${value}`)).toEqual([
      'start-lose east',
      'start-lose east',
      'stop-lose east',
      'stop-lose east',
    ]);
  });

  it('sends each population to the region that its answers say, at the rate that it asks', async () => {
    const { operations } = await record(vary({ faults: [] }, {}), 0);
    const writes = operations.filter(({ type, f }) => type === 'ok' && f === 'add');
    expect(new Set(writes.map(({ region }) => region))).toEqual(new Set(['east']));
    for (const population of ['americas', 'europe']) {
      const count = writes.filter((one) => one.population === population).length;
      // 2 writes a second for 600 s: within 4 standard deviations of a Poisson count.
      expect(Math.abs(count - 1200)).toBeLessThan(4 * Math.sqrt(1200));
    }
  });

  it('lets no writes be acknowledged while nobody takes them', async () => {
    const { operations } = await record(activePassive, 0);
    const at = (f: string) => operations.find((one) => one.f === f)!.time;
    const isIn = ({ time }: Operation) => time > at('start-lose') && time < at('start-lose') + 30e9;
    const during = operations.filter((one) => one.process !== 'nemesis' && isIn(one));
    expect(during.filter(({ type }) => type === 'info').length).toBeGreaterThan(60);
    expect(during.filter(({ type }) => type === 'ok')).toEqual([]);
  });

  it('answers a write that waits when the standby is back, when it has waited long enough, or never', async () => {
    const minutes = (from: number, to: number) => (one: Operation) =>
      one.type === 'invoke' && one.f === 'add' && one.time > from * 60e9 && one.time < to * 60e9;
    const endsOf = (operations: readonly Operation[], from: number, to: number) =>
      operations.filter(minutes(from, to)).map((asked) => {
        const end = operations.find(
          ({ index, process }) => index > asked.index && process === asked.process,
        )!;
        return { type: end.type, after: (end.time - asked.time) / 1e9, at: end.time / 60e9 };
      });
    const back = vary({ faults: [{ lose: 'west', at: '2m', for: '1m' }] }, { replication: { mode: 'sync' } });
    const late = endsOf((await record(back, 0)).operations, 2, 3);
    expect(late.length).toBeGreaterThan(100);
    for (const { type, at } of late) expect([type, at]).toEqual(['ok', 3]);
    const expired = endsOf(
      (await record(designs['a wait that each write ends for itself']!, 0)).operations,
      2,
      4,
    );
    expect(expired.length).toBeGreaterThan(200);
    for (const { type, after } of expired) expect([type, Math.round(after * 1e6) / 1e6]).toEqual(['ok', 30]);
    const vain = endsOf((await record(designs['a standby that is waited for in vain']!, 0)).operations, 2, 3);
    expect(vain.length).toBeGreaterThan(100);
    expect(new Set(vain.map(({ type }) => type))).toEqual(new Set(['info']));
  });

  it('says its writes as the workload that was asked for', async () => {
    const lines = async (form: HistoryForm) => (await record(activePassive, 0, { form })).operations;
    const first = async (form: HistoryForm) => (await lines(form))[0]!;
    expect(await first('set')).toMatchObject({ type: 'invoke', f: 'add', value: 0 });
    expect(await first('list-append')).toMatchObject({
      f: 'txn',
      value: [['append', expect.any(Number), 0]],
    });
    expect(await first('rw-register')).toMatchObject({ f: 'txn', value: [['w', expect.any(Number), 0]] });
  });

  it('shows the lost writes to whoever reads the lists', async () => {
    for (const scenario of [activePassive, designs['a home in each region']!]) {
      const { operations } = await record(scenario, 1, { form: 'list-append', keys: 30 });
      expect(countAbsent(operations)).toBe(countsOf(scenario, 1).lost);
      // In the order in which they were appended.
      for (const { value } of operations.filter(({ type }) => type === 'ok')) {
        const [f, , list] = (value as readonly MicroOperation[])[0]!;
        if (f === 'r') expect(list).toEqual([...(list as number[])].sort((a, b) => a - b));
      }
    }
  });

  const nearby = { policy: 'latency', ttl: '30s', health } as const;

  it('lets a read find what the copy that serves it has', async () => {
    const scenario = vary(
      { routing: nearby, faults: [], horizon: '5m' },
      { replication: { mode: 'async', lag: '20s' } },
    );
    const { operations } = await record(scenario, 0, { reads: '1/s' });
    const added = operations.filter(({ type, f }) => type === 'ok' && f === 'add');
    const reads = operations.filter(({ type, f }) => type === 'ok' && f === 'read').slice(0, -1);
    const by = (region: string) => reads.filter((one) => one.region === region);
    expect(Math.min(by('east').length, by('west').length)).toBeGreaterThan(50);
    for (const read of reads) {
      // The primary has everything, its standby what is older than the lag.
      const upTo = read.region === 'east' ? read.time : read.time - 20e9;
      const there = added.filter(({ time }) => time <= upTo).map(({ value }) => value);
      expect(read.value).toEqual(there);
    }
  });

  it('lets a standby that is read again have no less, and as much as the lag says', async () => {
    const scenario = vary({ routing: nearby, faults: [], horizon: '10m' });
    const { operations } = await record(scenario, 0, { reads: '1/s' });
    const sizes = operations
      .filter(({ type, f, region }) => type === 'ok' && f === 'read' && region === 'west')
      .map(({ value }) => (value as number[]).length);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(new Set(sizes).size).toBeGreaterThan(50);
  });

  it('lets reads fail that nobody answers', async () => {
    const { operations } = await record(activePassive, 0, { reads: '1/s' });
    const lost = operations.find(({ f }) => f === 'start-lose')!;
    const during = operations.filter(
      ({ f, type, time }) => f === 'read' && type !== 'invoke' && time > lost.time && time < lost.time + 20e9,
    );
    expect(during.length).toBeGreaterThan(5);
    expect(new Set(during.map(({ type }) => type))).toEqual(new Set(['fail']));
  });

  it.each(['set', 'list-append'] as const)(
    'counts the same losses when a %s is read all the time',
    async (form) => {
      for (const [name, scenario] of Object.entries(designs)) {
        const { operations } = await record(scenario, 0, { form, reads: '10/min' });
        const { lost } = countsOf(scenario, 0);
        if (form === 'set') expect(countSetFull(readEdn(historyEdn(operations))).lost, name).toBe(lost);
        else expect(countAbsent(operations), name).toBe(lost);
      }
    },
  );

  it('is linearizable where standbys are waited for, and not where an asynchronous one was promoted', async () => {
    const verdicts = async (scenario: Scenario, run: number) => {
      const { operations } = await record(scenario, run, { form: 'rw-register', keys: 40, reads: '4/s' });
      const registers = [...registersOf(operations).values()];
      expect(registers.length).toBeGreaterThanOrEqual(40);
      return registers.map((register) => checkRegister(register).valid);
    };
    const waiting = vary({ routing: nearby }, { replication: { mode: 'sync' } });
    // The clients' region has no copy, so that reads go to the leader.
    const quorum = {
      ...vary({}, { primary: 'north', standbys: ['west', 'south'], replication: { mode: 'quorum' } }),
      regions: {
        east: { place: 'aws/us-east-1' },
        west: { place: 'aws/eu-west-1' },
        north: { place: 'aws/eu-north-1' },
        south: { place: 'aws/eu-south-1' },
      },
      routing: { ...activePassive.routing, order: ['east'] },
      faults: [{ lose: 'north', at: '2m', for: '5m' }],
    } as Scenario;
    for (const run of [0, 1]) {
      expect(new Set(await verdicts(waiting, run))).toEqual(new Set([true]));
      expect(new Set(await verdicts(quorum, run))).toEqual(new Set([true]));
      expect(await verdicts(activePassive, run)).toContain(false);
    }
    // A standby that lags gives stale answers without any fault.
    const stale = await verdicts(vary({ routing: nearby, faults: [] }), 0);
    expect(stale).toContain(false);
  });

  it('is linearizable where quorums of reads and of writes overlap', async () => {
    const { failover: _, ...rest } = activePassive;
    const verdicts = async (quorum: { read: number; write: number }) => {
      const legs = { write: { mean: '3s' }, ack: '1ms', read: '1ms', response: '1ms' };
      const orders = { replicas: ['east', 'west', 'north'], quorum, legs };
      const scenario: Scenario = {
        ...rest,
        regions: { ...rest.regions, north: { place: 'aws/eu-north-1' } },
        routing: nearby,
        data: { orders },
        faults: [{ lose: 'west', at: '3m', for: '3m' }],
      };
      const { operations } = await record(scenario, 0, { form: 'rw-register', keys: 40, reads: '4/s' });
      return [...registersOf(operations).values()].map((one) => checkRegister(one).valid);
    };
    expect(new Set(await verdicts({ read: 2, write: 2 }))).toEqual(new Set([true]));
    expect(await verdicts({ read: 1, write: 1 })).toContain(false);
  });

  it('is refused where there is none, or it would be too long', async () => {
    const two = {
      ...activePassive,
      data: { ...activePassive.data!, carts: { ...activePassive.data!['orders']! } },
    };
    const shares = {
      ...two,
      data: Object.fromEntries(
        Object.entries(two.data).map(([name, store]) => [name, { ...store, share: '50%' }]),
      ),
    };
    await expect(record(shares, 0)).rejects.toThrow(
      new HistoryError('a history is that of one store; say which: orders, carts'),
    );
    await expect(record(shares, 0, { store: 'basket' })).rejects.toThrow(
      new HistoryError('no store is called "basket"; there are orders, carts'),
    );
    await expect(record(activePassive, 0, { reads: '2' })).rejects.toThrow(
      new HistoryError('reads are asked for at "2": 2 has no unit; expected a rate such as 2/s'),
    );
    await expect(record(activePassive, 0, { reads: '60/s' })).rejects.toThrow(
      /^\d+ reads of a set of up to \d+ elements are more than a file should hold/,
    );
    await expect(record(vary({ horizon: '1d' }), 0)).rejects.toThrow(
      /^the history would have \d+ operations, more than 200000; give the scenario a shorter horizon or fewer requests/,
    );
  });
});

/** Appends that were acknowledged and that the last read of their list does not find. */
function countAbsent(operations: readonly Operation[]): number {
  const steps = operations.flatMap(({ type, value }) =>
    type === 'ok' ? (value as readonly MicroOperation[]) : [],
  );
  const last = new Map(steps.flatMap(([f, key, value]) => (f === 'r' ? [[key, value as number[]]] : [])));
  return steps.filter(([f, key, value]) => f === 'append' && !last.get(key)!.includes(value as number))
    .length;
}

/** The same scenario with few requests. */
function slowly(scenario: Scenario): Scenario {
  const clients = Object.entries(scenario.clients!).map(([name, one]) => [
    name,
    { ...one, requests: '20/min' },
  ]);
  return { ...scenario, clients: Object.fromEntries(clients) };
}
