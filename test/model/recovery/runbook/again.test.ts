import { describe, expect, it } from 'vitest';
import { tell } from '../told.js';
import { doneAfter, eastLost } from './east-lost.js';

const promote = { name: 'promote', takes: '1m', does: { promote: 'orders' } } as const;
const primaryLost = { when: { primaryLost: 'orders' } } as const;

describe('a runbook for a lost primary', () => {
  it('flees from wherever the primary is by then', () => {
    const faults = [
      { lose: 'east', at: '10m', for: '5h' },
      { lose: 'west', at: '20h', for: '5h' },
    ];
    const [told] = tell(eastLost({ steps: [promote], book: primaryLost, faults }));
    expect(told!.of('promoted').map(({ from, to }) => `${from} ${to}`)).toEqual(['east west', 'west east']);
    expect(told!.figure('rto')).toBeLessThan(70);
  });

  it('leaves the homes of a store alone whose primaries live', () => {
    const scenario = eastLost({ steps: [promote], book: primaryLost, lasts: '5h' });
    const data = { orders: { homes: ['east', 'west'], replication: { mode: 'async', lag: '100ms' } } };
    const westerners = { place: 'aws/us-west-2', requests: '100/s', writes: '100%', home: 'west' } as const;
    const clients = { all: { ...scenario.clients['all']!, home: 'east' }, westerners };
    const [told] = tell({ ...scenario, data, clients } as typeof scenario);
    expect(told!.of('promoted').map(({ shard }) => shard)).toEqual(['orders@east']);
  });

  it('takes a false alarm for one about all of them', () => {
    const faults = [{ alarm: 'leave', at: '10m', for: '1h' }];
    const [told] = tell(eastLost({ steps: [promote], book: primaryLost, faults }));
    expect(told!.of('promoted')).toHaveLength(1);
  });
});

describe('a runbook that is under way when what it fled comes again', () => {
  it('is carried out again when it is over', () => {
    const steps = [promote, { name: 'validate', takes: '6h' }];
    const faults = [
      { lose: 'east', at: '10m', for: '1h' },
      { lose: 'west', at: '2h', for: '20h' },
    ];
    const [told] = tell(eastLost({ steps, book: primaryLost, faults }));
    expect(told!.of('runbook-began')).toHaveLength(2);
    const [, second] = told!.of('promoted');
    const [ended] = told!.of('runbook-ended');
    expect(second).toMatchObject({ to: 'east', at: ended!.at + 60e6 });
  });

  it('is not where that was over before it was over itself', () => {
    const steps = [promote, { name: 'validate', takes: '6h' }];
    const faults = [
      { lose: 'east', at: '10m', for: '1h' },
      { lose: 'west', at: '2h', for: '1h' },
    ];
    const [told] = tell(eastLost({ steps, book: primaryLost, faults }));
    expect(told!.of('runbook-began')).toHaveLength(1);
    expect(told!.of('promoted')).toHaveLength(1);
  });

  it('is not begun anew by an outage that it could not mend', () => {
    const steps = [{ name: 'try', takes: '1m', fails: '99%', tries: 1 }, promote];
    const [told] = tell(eastLost({ steps, book: primaryLost }));
    expect(told!.of('runbook-began')).toHaveLength(1);
  });
});

describe('a step that finds nothing to do', () => {
  it('leaves the way back open', () => {
    const backups = { nightly: { every: '24h', takes: '1h', to: 's3' } };
    const steps = [{ name: 'restore', does: { restore: 'orders' } }, { name: 'look', takes: '2h' }, promote];
    const scenario = eastLost({ steps, store: { backups } as never, lasts: '1h' });
    const [told] = tell({ ...scenario, vaults: { s3: { in: 'elsewhere' } } });
    expect(told!.of('runbook-ended')).toMatchObject([{ as: 'called off' }]);
    expect(told!.of('promoted')).toHaveLength(0);
  });

  it('does not restore data whose harm nobody knows of', () => {
    const backups = { nightly: { every: '24h', takes: '1h', to: 's3' } };
    const steps = [{ name: 'restore', does: { restore: 'orders' } }, promote];
    const faults = [
      { corrupt: 'orders', share: '1%', at: '1m' },
      { lose: 'east', at: '10m', for: '5h' },
    ] as never;
    const scenario = eastLost({ steps, store: { backups } as never, faults });
    const [told] = tell({ ...scenario, vaults: { s3: { in: 'elsewhere' } } });
    expect(told!.of('restore-began')).toHaveLength(0);
    expect(told!.of('promoted')).toHaveLength(1);
  });

  it('waits for a restore that another one has begun', () => {
    const backups = { nightly: { every: '24h', takes: '1h', to: 's3', size: '360GB' } };
    const steps = [
      { name: 'restore', does: { restore: 'orders' } },
      { name: 'also', does: { restore: 'orders' }, after: [] },
    ];
    const data = { orders: { primary: 'east', backups, restore: { to: 'west' } } };
    const scenario = eastLost({ steps, faults: [{ destroy: 'east', at: '10m' }] });
    const vaults = { s3: { in: 'elsewhere', bandwidth: '100MB/s' } };
    const [told] = tell({ ...scenario, data, vaults } as typeof scenario);
    expect(told!.of('restore-began')).toHaveLength(1);
    expect([doneAfter(told!, 'restore'), doneAfter(told!, 'also')]).toEqual([3600, 3600]);
  });
});

describe('a credential', () => {
  it('is as old for a runbook whatever other runbooks hold', () => {
    const credentials = { admin: { lasts: { mean: '1h' }, held: true } };
    const steps = [{ name: 'call', takes: '10h', needs: ['admin'] }];
    const scenario = eastLost({ steps, credentials });
    const other = { when: { at: '1m' }, steps: [{ name: 'look', takes: '1m' }] } as const;
    const [alone] = tell(scenario);
    const [beside] = tell({ ...scenario, runbooks: { ...scenario.runbooks, other } as never });
    expect(alone!.of('credential-changed').length).toBeGreaterThan(0);
    expect(beside!.of('credential-changed').map(({ at }) => at)).toEqual(
      alone!.of('credential-changed').map(({ at }) => at),
    );
  });
});
