import { describe, expect, it } from 'vitest';
import { build, type Scenario, type TraceRecord } from '../../../src/index.js';
import { specOf } from '../../validation/specification.js';

const runs = 20;

function scenarioOf(health: Scenario['routing']['health'], more: Partial<Scenario> = {}): Scenario {
  return {
    title: 'a gray failure',
    regions: { near: { place: 'aws/us-east-1', zones: ['a', 'b'] }, far: { place: 'aws/us-west-2' } },
    clients: { users: { place: 'aws/us-east-1', requests: '100/s', writes: '50%' } },
    routing: { policy: 'failover', order: ['near', 'far'], ttl: '1ms', ...(health ? { health } : {}) },
    data: {
      orders: { primary: 'near/a', standbys: ['far'], replication: { mode: 'async', lag: '1s' } },
    },
    service: { settle: '0s' },
    horizon: '2h',
    ...more,
  };
}

function degrade(site: string, share: string, more: object = {}) {
  return { faults: [{ degrade: site, share, at: '30m', for: '1h', ...more }] };
}

interface Told {
  readonly records: readonly TraceRecord[];
  readonly figure: (name: string) => number;
}

function runsOf(scenario: Scenario, count = runs): Told[] {
  const batch = build(specOf(scenario), '1');
  return Array.from({ length: count }, (_, run) => {
    const records: TraceRecord[] = [];
    const { values } = batch.simulate(run, (record) => records.push(record));
    return { records, figure: (name) => values[batch.columns.findIndex((one) => one.name === name)]! };
  });
}

const quick = { interval: '10s', timeout: '4s', failures: 2, successes: 3 };
const verdictsOf = ({ records }: Told) => records.filter(({ type }) => type === 'verdict');

describe('a gray failure', () => {
  it('fails its share of the requests, in a zone half of that', () => {
    for (const [site, lost] of [
      ['near', 0.3],
      ['near/b', 0.15],
    ] as const) {
      const [told] = runsOf(scenarioOf(quick, degrade(site, '30%', { probes: 'spared' })), 1);
      expect(told!.figure('requestAvailability')).toBeCloseTo(1 - lost / 2, 9);
    }
  });

  it('is found by probes that meet it, and not by those that are spared', () => {
    const found = runsOf(scenarioOf(quick, degrade('near', '30%')));
    expect(found.every((told) => verdictsOf(told).length > 0)).toBe(true);
    const spared = runsOf(scenarioOf(quick, degrade('near', '30%', { probes: 'spared' })));
    expect(spared.every((told) => verdictsOf(told).length === 0)).toBe(true);
  });

  it('is as good as a crash to probes when all requests fail', () => {
    const times = (faults: Scenario['faults']) =>
      runsOf(scenarioOf(quick, { faults: faults! })).map((told) =>
        verdictsOf(told).map(({ at, ...rest }) => ({ at, healthy: 'healthy' in rest && rest.healthy })),
      );
    const gone = times([{ crash: 'near', at: '30m', for: '1h' }]);
    expect(times(degrade('near', '100%').faults)).toEqual(gone);
    expect(gone.every((verdicts) => verdicts.length === 2)).toBe(true);
  });

  it('is left behind by clients once it is found, and come back to once its checks pass', () => {
    for (const told of runsOf(scenarioOf({ ...quick, successes: 2 }, degrade('near', '40%')))) {
      const redirects = told.records.flatMap((one) => (one.type === 'record-changed' ? [one.regions] : []));
      expect(redirects.length).toBeGreaterThan(2);
      redirects.forEach((regions, i) => {
        expect(regions).toEqual([i % 2 === 0 ? 'far' : 'near']);
      });
    }
  });

  it('with a hold-down, is not come back to before that is over', () => {
    const health = { ...quick, successes: 1, holdDown: '15m' };
    for (const told of runsOf(scenarioOf(health, degrade('near', '40%')))) {
      const verdicts = verdictsOf(told);
      verdicts.forEach((one, i) => {
        if (i % 2 === 1) expect(one.at - verdicts[i - 1]!.at).toBeGreaterThanOrEqual(15 * 60e6);
      });
      expect(verdicts.length).toBeGreaterThan(1);
    }
  });
});

describe('a mistaken verdict', () => {
  const lossy = { interval: '10s', timeout: '4s', failures: 1, successes: 2, loss: '2%' };
  const slow = { failover: { orders: [{ decide: '1m' }, { promote: '1s' }] } };

  it('is told as one, and counted, with the time that it held', () => {
    for (const told of runsOf(scenarioOf(lossy))) {
      const near = verdictsOf(told).filter((one) => 'subject' in one && one.subject === 'near');
      expect(near.every((one) => 'healthy' in one && (one.healthy || one.mistaken === true))).toBe(true);
      const mistaken = verdictsOf(told).filter((one) => 'mistaken' in one && one.at > 0);
      expect(told.figure('falseVerdicts')).toBe(mistaken.length);
      expect(mistaken.length).toBeGreaterThan(0);
      // Two good probes after the lost one: the second of them is 20 s after its start, of which 4 s are its timeout.
      expect(told.figure('falselyUnhealthy')).toBeGreaterThan(15 * mistaken.length);
    }
  });

  it('starts a failover, and calls it off when the checks think better of it', () => {
    for (const told of runsOf(scenarioOf(lossy, slow))) {
      const types = told.records.map(({ type }) => type);
      const begun = types.filter((type) => type === 'step-began').length;
      expect(begun).toBeGreaterThan(0);
      expect(types.filter((type) => type === 'failover-called-off').length).toBeGreaterThanOrEqual(begun - 2);
      expect(told.figure('failedRequests')).toBeCloseTo(0, 6);
    }
  });

  it('ends when the region really fails', () => {
    const lost = { faults: [{ lose: 'near', at: '1h' }] };
    for (const told of runsOf(scenarioOf({ ...lossy, loss: '60%' }, lost))) {
      expect(told.records.some(({ type, at }) => type === 'mistake-ended' && at <= 3600e6)).toBe(true);
      const subjects = told.records.flatMap((one) =>
        one.type === 'verdict' && one.mistaken && one.subject === 'near' && one.at > 3600e6 ? [one.at] : [],
      );
      expect(subjects).toEqual([]);
    }
  });
});
