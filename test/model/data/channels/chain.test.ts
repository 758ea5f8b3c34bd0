import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/simulate.js';
import type { TraceRecord } from '../../../../src/model/trace.js';
import { parseScenario } from '../../../../src/scenario/parse.js';
import type { Scenario } from '../../../../src/scenario/schema.js';

type Faults = NonNullable<Scenario['faults']>;
type Replication = NonNullable<Scenario['data'][string]['replication']>;

/** Writes a second: all requests write. */
const rate = 100;
const lag = 2;

/** East is the primary; west follows it, and north follows west. */
function observe(
  faults: Faults,
  replication: Replication = { mode: 'async', lag: `${lag}s` },
  order = ['west', 'north'],
) {
  const scenario: Scenario = {
    title: 'A chain',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/ca-central-1' },
    },
    network: [
      { between: ['east', 'west'], roundTrip: '60ms' },
      { between: ['west', 'north'], roundTrip: '200ms' },
      { between: ['east', 'north'], roundTrip: '10ms' },
    ],
    clients: { users: { place: 'aws/us-east-1', requests: `${rate}/s`, writes: '100%' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west', 'north'],
      ttl: '1s',
      health: { interval: '1s', timeout: '1s', failures: 1 },
    },
    data: { orders: { primary: 'east', standbys: order, follows: { north: 'west' }, replication } },
    failover: { orders: [{ promote: '1s' }] },
    faults,
    horizon: '1h',
  };
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '17');
  const records: TraceRecord[] = [];
  const { values } = batch.simulate(0, (record) => records.push(record));
  return {
    figure: (name: string) => values[batch.columns.findIndex((one) => one.name === name)]!,
    promoted: records.flatMap((one) => (one.type === 'promoted' ? [one.to] : [])),
  };
}

function expectWritesOf(seconds: number, count: number): void {
  expect(Math.abs(count - rate * seconds)).toBeLessThanOrEqual(5 * Math.sqrt(rate * seconds) + 5);
}

const lossOfEast: Faults[number] = { lose: 'east', at: '20m' };

describe('a standby that follows another one', () => {
  it('is as far behind as both hops together', () => {
    const { figure, promoted } = observe([lossOfEast]);
    expect(promoted).toEqual(['west']);
    expectWritesOf(lag, figure('writesLost'));
    // In whatever order they stand: by the promotion, north has taken from west all that west had.
    expectWritesOf(lag, observe([lossOfEast], undefined, ['north', 'west']).figure('writesLost'));
    // Both at once: nothing more comes from west.
    const both = observe([{ destroy: 'west', at: '20m' }, lossOfEast]);
    expect(both.promoted).toEqual(['north']);
    expectWritesOf(2 * lag, both.figure('writesLost'));
  });

  it('lacks all since the one that it follows was lost', () => {
    const { figure, promoted } = observe([{ lose: 'west', at: '19m' }, lossOfEast]);
    expect(promoted).toEqual(['north']);
    expectWritesOf(60 + 2 * lag, figure('writesLost'));
  });

  it('is cut off with the one that it follows, and gets from it what that one has', () => {
    const cut: Faults[number] = { partition: ['east', 'west'], at: '19m' };
    const { figure, promoted } = observe([cut, lossOfEast, { lose: 'west', at: '20m' }]);
    expect(promoted).toEqual(['north']);
    // West had all up to two seconds before the cut, and handed it on in the minute that followed.
    expectWritesOf(60 + lag, figure('writesLost'));
  });

  it('goes on behind the one that it follows when that is promoted', () => {
    const { figure, promoted } = observe([lossOfEast, { lose: 'orders', at: '40m' }]);
    expect(promoted).toEqual(['west', 'north']);
    expectWritesOf(2 * lag, figure('writesLost'));
  });

  it('is waited for by nobody: it answers the one that it follows', () => {
    const synchronous: Replication = { mode: 'sync' };
    expect(observe([], synchronous).figure('commitLatency of orders')).toBeCloseTo(0.06, 9);
    const cut: Faults[number] = { partition: ['east', 'west'], at: '19m', for: '1m' };
    expect(observe([cut], synchronous).figure('failedRequests')).toBeCloseTo(60 * rate, 6);
    // Half a round trip from west to north behind what west has.
    const lost = observe([{ lose: 'west', at: '20m' }, lossOfEast], synchronous);
    expect(lost.promoted).toEqual(['north']);
    expectWritesOf(0.1, lost.figure('writesLost'));
  });
});
