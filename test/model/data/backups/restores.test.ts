import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build, type Scenario, type TraceRecord } from '../../../../src/index.js';
import { parseScenario } from '../../../../src/scenario/parse.js';

type Store = Scenario['data'][string];

interface Given {
  readonly store: Partial<Store>;
  readonly faults: readonly object[];
  readonly vaults?: Scenario['vaults'];
  readonly more?: object;
}

/** A store of two regions whose data are lost or harmed after 100 days. */
function scenarioOf({ store, faults, vaults, more }: Given): Scenario {
  return {
    title: 'restores',
    regions: { a: { place: 'aws/us-east-1' }, b: { place: 'aws/us-west-2' }, c: { place: 'aws/eu-west-1' } },
    clients: { users: { place: 'aws/us-east-1', requests: '6/min', writes: '50%' } },
    routing: {
      policy: 'failover',
      order: ['a', 'b'],
      ttl: '60s',
      health: { interval: '10s', timeout: '4s', failures: 3 },
    },
    vaults: vaults ?? { s3: { in: 'elsewhere', bandwidth: '100MB/s' } },
    data: { orders: { primary: 'a', ...store } },
    faults,
    horizon: '150d',
    ...more,
  } as unknown as Scenario;
}

function open(given: Given) {
  const parsed = parseScenario(scenarioOf(given));
  if (!parsed.ok)
    throw new Error(parsed.mistakes.map(({ path, message }) => `${path} ${message}`).join('\n'));
  const batch = build(parsed.spec, '7');
  const position = (name: string) => batch.columns.findIndex((one) => one.name === name);
  return (run: number) => {
    const records: TraceRecord[] = [];
    const { values } = batch.simulate(run, (record) => records.push(record));
    return {
      figure: (name: string) => values[position(name)]!,
      restored: records.filter((one) => one.type === 'restored'),
      bad: records.filter((one) => one.type === 'backup-bad'),
      failed: records.filter((one) => one.type === 'restore-failed'),
    };
  };
}

const hour = 3600;
const day = 24 * hour;
const gone = [{ destroy: 'orders', at: '100d' }];
const deleted = [{ corrupt: 'orders', share: '20%', harm: 'deleted', at: '100d', noticed: '40m' }];
const nightly = { every: '24h', takes: '1h', to: 's3' } as const;
const log = { kind: 'log', every: '5m', takes: '20s', to: 's3' } as const;

const percent = (share: number) => `${share}%`;
const kept = fc.record({
  every: fc.integer({ min: 1, max: 72 }),
  takes: fc.integer({ min: 0, max: 20 }),
  bad: fc.integer({ min: 0, max: 60 }),
  fails: fc.integer({ min: 0, max: 60 }),
  keep: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom('30d', 'all')),
  stops: fc.option(fc.integer({ min: 5, max: 100 })),
  logs: fc.boolean(),
  destroyed: fc.boolean(),
  noticed: fc.integer({ min: 0, max: 240 }),
  conflicts: fc.option(fc.integer({ min: 0, max: 100 })),
  beside: fc.boolean(),
});

describe('any restore', () => {
  it('goes back to nothing newer than the harm, or than the newest good backup with the log after it', () => {
    fc.assert(
      fc.property(kept, fc.integer({ min: 0, max: 1000 }), (given, run) => {
        const { every, takes, bad, fails, keep, stops, logs, destroyed, noticed, conflicts, beside } = given;
        const simulate = open({
          store: {
            backups: {
              nightly: {
                every: `${every}h`,
                takes: `${takes}h`,
                to: 's3',
                bad: percent(bad),
                fails: percent(fails),
                keep,
                ...(stops === null ? {} : { stops: { mean: `${stops}d` }, verify: { every: '20d' } }),
              },
              ...(logs ? { log } : {}),
            },
            restore: {
              provision: '10m',
              beside,
              ...(conflicts === null ? {} : { reapply: { rate: '1/s', conflicts: percent(conflicts) } }),
            },
          },
          faults: destroyed ? gone : [{ ...deleted[0]!, noticed: `${noticed}h` }],
        });
        // Every write has one class: the run would fail otherwise.
        const { restored, bad: tried, failed, figure } = simulate(run);
        expect(restored.length + failed.length).toBeLessThanOrEqual(1);
        expect(figure('restoreAttempts of orders')).toBe(tried.length + restored.length);
        for (const { point, faultAt, at, began } of restored) {
          expect(point).toBeLessThanOrEqual(faultAt);
          expect(at).toBeGreaterThanOrEqual(began);
          expect(figure('restorePointAge of orders')).toBe((faultAt - point) / 1e6);
          if (logs) continue;
          // Backups that were tried before were newer, and lie on the same grid.
          for (const one of tried) {
            expect(one.point).toBeGreaterThan(point);
            expect((one.point - point) % (every * hour * 1e6)).toBe(0);
          }
          if (destroyed) expect(faultAt - point).toBeGreaterThanOrEqual(takes * hour * 1e6);
        }
        if (failed.length > 0) expect(figure('noGoodBackup of orders')).toBe(1);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('goes back no less, and wastes no less, with the same luck and more bad backups', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: 1, max: 19 }),
        fc.nat(1000),
        (share, more, run) => {
          const of = (bad: number) =>
            open({
              store: { size: '100GB', backups: { nightly: { ...nightly, bad: percent(bad) } } },
              faults: gone,
            })(run);
          const [few, many] = [of(share), of(share + more)];
          for (const figure of ['restorePointAge', 'wastedRestore', 'restoreAttempts'])
            expect(many.figure(`${figure} of orders`)).toBeGreaterThanOrEqual(
              few.figure(`${figure} of orders`),
            );
        },
      ),
      { seed: 6, numRuns: 40 },
    );
  });
});

describe('a restore', () => {
  it('loses what is newer than its point, and serves nothing meanwhile', () => {
    const { figure, restored } = open({
      store: { size: '360GB', backups: { nightly: { ...nightly, at: '12h' } } },
      faults: gone,
    })(0);
    expect(figure('restorePointAge of orders')).toBe(12 * hour);
    expect(figure('rto')).toBe(hour);
    expect(restored[0]).toMatchObject({ of: 'nightly', attempts: 1, wasted: 0 });
    // Half of six requests a minute are writes.
    expect(figure('lostInRestore')).toBeGreaterThan(12 * 180 * 0.85);
    expect(figure('lostInRestore')).toBeLessThan(12 * 180 * 1.15);
    expect(figure('lostInRestore')).toBe(figure('writesLost'));
    expect(figure('rpo')).toBeLessThanOrEqual(12 * hour);
    expect(figure('rpo')).toBeGreaterThan(11.9 * hour);
  });

  it('with a log goes on to the newest piece that has arrived, and replays it at its pace', () => {
    const { figure } = open({
      store: {
        backups: { nightly: { ...nightly, at: '12h' }, log: { ...log, at: '0s' } },
        restore: { replay: '300%' },
      },
      faults: [{ destroy: 'orders', at: '2400h1m' }],
    })(0);
    expect(figure('restorePointAge of orders')).toBe(60);
    expect(figure('restoreTime of orders')).toBe(4 * hour);
  });

  it('after a harm goes back to just before it, and loses the writes since then unless they are applied again', () => {
    const store = { backups: { nightly, log }, restore: { replay: '10000%', beside: true } };
    const whole = open({ store, faults: deleted })(0);
    expect(whole.figure('restorePointAge of orders')).toBe(0);
    expect(whole.figure('lostInRestore')).toBeGreaterThan(60);
    const restore = { ...store.restore, reapply: { rate: '1000/s', conflicts: '0%' } };
    const again = open({ store: { ...store, restore }, faults: deleted })(0);
    expect(again.figure('writesLost')).toBe(0);
  });

  it('of data that hardly anybody needs belongs to an incident all the same', () => {
    const restore = { beside: true, provision: '1h', reapply: { rate: '1000/s', conflicts: '0%' } };
    const faults = [{ ...deleted[0]!, share: '1%' }];
    const { figure } = open({ store: { backups: { nightly, log }, restore }, faults })(0);
    expect(figure('incidents')).toBe(1);
    expect(figure('rto')).toBe(0);
    expect(figure('downtime')).toBe(0);
  });

  it('cannot go back where the backups from before the harm have expired', () => {
    const store = { backups: { nightly: { ...nightly, keep: 3 } } };
    const late = [{ ...deleted[0]!, noticed: '5d' }];
    const { figure } = open({ store, faults: late })(0);
    expect(figure('noGoodBackup of orders')).toBe(1);
    expect(figure('restorePointAge of orders')).toBe(Number.POSITIVE_INFINITY);
    expect(open({ store, faults: deleted })(0).figure('noGoodBackup of orders')).toBe(0);
  });

  it('from a standby that applies the log late is in time, or not at all', () => {
    const backups = { late: { kind: 'standby', in: 'b', delay: '1h' } } as const;
    const inTime = open({ store: { backups }, faults: deleted })(0);
    expect(inTime.figure('restorePointAge of orders')).toBe(0);
    const late = open({ store: { backups }, faults: [{ ...deleted[0]!, noticed: '61m' }] })(0);
    expect(late.figure('noGoodBackup of orders')).toBe(1);
  });

  it('of two stores from one vault takes twice as long', () => {
    const kept = { primary: 'a', size: '360GB', backups: { nightly } };
    const both = open({
      store: kept as Partial<Store>,
      faults: [...gone, { destroy: 'carts', at: '100d' }],
      more: { data: { orders: kept, carts: kept } },
    })(0);
    expect(both.figure('restoreTime of orders')).toBe(2 * hour);
    expect(both.figure('restoreTime of carts')).toBe(2 * hour);
  });

  it('waits for a vault, and for a key, whose region is lost', () => {
    const vaults = { s3: { in: 'b' } };
    const away = [...gone, { lose: 'b', at: '2399h', for: '5h' }];
    expect(open({ store: { backups: { nightly } }, vaults, faults: away })(0).figure('rto')).toBe(4 * hour);
    const keyed = { nightly: { ...nightly, key: { in: ['b'] } } };
    expect(open({ store: { backups: keyed }, faults: away })(0).figure('rto')).toBe(4 * hour);
    const twice = { nightly: { ...nightly, key: { in: ['b', 'c'] } } };
    expect(open({ store: { backups: twice }, faults: away })(0).figure('rto')).toBe(0);
  });

  it('finds nothing in a vault, or with a key, that was destroyed with its region', () => {
    const faults = [{ destroy: 'a', at: '100d' }];
    const restore = { to: 'b' };
    const here = { s3: { in: 'a' } };
    const lost = (store: Partial<Store>, vaults?: Scenario['vaults']) =>
      open({ store: { restore, ...store }, faults, ...(vaults ? { vaults } : {}) })(0).figure(
        'noGoodBackup of orders',
      );
    expect(lost({ backups: { nightly } }, here)).toBe(1);
    expect(lost({ backups: { nightly } })).toBe(0);
    expect(lost({ backups: { nightly: { ...nightly, key: { in: ['a'] } } } })).toBe(1);
  });

  it('does not look through a century of backups that cannot be read, or are gone', () => {
    const often = { every: '1m', to: 's3' } as const;
    const backups = { often, part: { ...often, kind: 'incremental', of: 'often', size: '1MB' } } as const;
    const vaults = { s3: { in: 'b' } };
    const lost = [...gone, { lose: 'b', at: '2399h', for: '5h' }];
    expect(open({ store: { backups }, vaults, faults: lost })(0).figure('rto')).toBe(4 * hour);
    const destroyed = [...gone, { destroy: 'b', at: '2399h' }];
    const nothing = (store: Partial<Store>, given: Scenario['vaults']) =>
      open({ store, vaults: given, faults: destroyed })(0).figure('noGoodBackup of orders');
    expect(nothing({ backups }, vaults)).toBe(1);
    expect(nothing({ backups: { often: { ...often, key: { in: ['b'] } } } }, { s3: { in: 'c' } })).toBe(1);
  });

  it('has no backup that came while its vault was down, but the log, which is sent again', () => {
    const vaults = { s3: { in: 'b' }, there: { in: 'elsewhere' } };
    const faults = [
      { lose: 'b', at: '2380h', for: '2h' },
      { destroy: 'orders', at: '2383h' },
    ];
    const age = (backups: Store['backups']) =>
      open({ store: { backups: backups! }, vaults, faults })(0).figure('restorePointAge of orders');
    // That of noon comes at five in the morning, in the middle of the outage.
    const full = { ...nightly, at: '12h', takes: '17h' } as const;
    expect(age({ full })).toBe(43 * hour);
    expect(age({ full: { ...full, takes: '15h59m' } })).toBe(19 * hour);
    expect(age({ full: { ...full, to: 'there' } })).toBe(19 * hour);
    const pieces = { kind: 'log', every: '1h', at: '0s', to: 's3' } as const;
    expect(age({ full: { ...full, to: 'there' }, log: pieces })).toBe(0);
    const early = [faults[0]!, { destroy: 'orders', at: '2381h30m' }];
    const { figure } = open({
      store: { backups: { full: { ...full, to: 'there' }, log: pieces } },
      vaults,
      faults: early,
    })(0);
    // It is restored before the vault with the log is back.
    expect(figure('restorePointAge of orders')).toBe(17.5 * hour);
  });

  it('finds what came to a vault after its region was built anew, whatever else is destroyed then', () => {
    const vaults = { s3: { in: 'b' } };
    const faults = [{ destroy: 'b', at: '90d', for: '1d' }, ...gone];
    const { figure } = open({ store: { backups: { nightly: { ...nightly, at: '0s' } } }, vaults, faults })(0);
    expect(figure('restorePointAge of orders')).toBe(day);
  });

  it('leaves aside backups that take longer than any run', () => {
    const slow = { ...nightly, takes: { p50: '1s', p99: '36500d' }, bad: '90%' } as const;
    for (let run = 0; run < 20; run += 1)
      expect(open({ store: { backups: { slow } }, faults: gone })(run).figure('noGoodBackup of orders')).toBe(
        0,
      );
  });

  it('after ransomware finds what is in another account, or cannot be changed', () => {
    const faults = [{ ...deleted[0]!, harm: 'encrypted', share: '100%' }];
    const lost = (vault: object) =>
      open({ store: { backups: { nightly } }, vaults: { s3: { in: 'b', ...vault } }, faults })(0).figure(
        'noGoodBackup of orders',
      );
    expect(lost({})).toBe(1);
    expect(lost({ account: 'another' })).toBe(0);
    expect(lost({ immutable: true })).toBe(0);
  });

  it('skips a backup that was found to be bad, and pays for one that was not', () => {
    const bad = {
      nightly: { ...nightly, bad: '60%', verify: { every: '24h', catches: { corrupt: '100%' } } },
    };
    const known = open({ store: { size: '360GB', backups: bad }, faults: gone });
    const unknown = open({
      store: { size: '360GB', backups: { nightly: { ...nightly, bad: '60%' } } },
      faults: gone,
    });
    let [few, many] = [0, 0];
    for (let run = 0; run < 40; run += 1) {
      expect(known(run).figure('restorePointAge of orders')).toBe(
        unknown(run).figure('restorePointAge of orders'),
      );
      few += known(run).figure('wastedRestore of orders');
      many += unknown(run).figure('wastedRestore of orders');
    }
    // The newest one may not have been looked at yet.
    expect(few).toBeLessThan(many / 2);
  });

  it('of incremental backups is spoilt by any of those that they build on', () => {
    const weekly = { every: '7d', takes: '1h', to: 's3', at: '0s' } as const;
    const of = (kind: 'incremental' | 'differential') =>
      open({
        store: {
          backups: {
            weekly,
            daily: { kind, of: 'weekly', every: '24h', at: '12h', size: '1GB', to: 's3', bad: '50%' },
          },
        },
        faults: [{ destroy: 'orders', at: '104d' }],
      });
    let [chains, single] = [0, 0];
    for (let run = 0; run < 40; run += 1) {
      const [a, b] = [of('incremental')(run), of('differential')(run)];
      chains += a.figure('restorePointAge of orders');
      single += b.figure('restorePointAge of orders');
      // The full backup is there in any case: six days old.
      expect(a.figure('restorePointAge of orders')).toBeLessThanOrEqual(6 * day);
      expect(a.figure('restorePointAge of orders')).toBeGreaterThanOrEqual(
        b.figure('restorePointAge of orders'),
      );
    }
    expect(chains).toBeGreaterThan(single * 1.5);
  });
});

describe('a restore that meets something else', () => {
  it('finds what was kept when people noticed, however many backups were made while they decided', () => {
    const hourly = { ...nightly, every: '1h', takes: '0s', at: '30m', keep: 3 } as const;
    const store = { backups: { hourly }, restore: { decide: '5h' } };
    const { figure } = open({ store, faults: [{ ...deleted[0]!, noticed: '90m' }] })(0);
    expect(figure('restorePointAge of orders')).toBe(hour / 2);
  });

  it('does not go back to an incremental backup some of whose links have expired', () => {
    const weekly = { every: '7d', takes: '0s', at: '0s', to: 's3' } as const;
    const daily = {
      kind: 'incremental',
      of: 'weekly',
      every: '24h',
      at: '12h',
      size: '1GB',
      to: 's3',
    } as const;
    const faults = [{ destroy: 'orders', at: '103d' }];
    const { restored } = open({ store: { backups: { weekly, daily } }, faults })(0);
    expect(restored[0]).toMatchObject({ of: 'daily', point: 102.5 * day * 1e6 });
    // Of those of five days three are kept, so that they lead on from nothing; the next full backup failed.
    const failing = { ...weekly, every: '5d', fails: '50%' } as const;
    const kept = { ...daily, keep: 5 };
    const simulate = open({ store: { backups: { weekly: failing, daily: kept } }, faults });
    const points = new Set<string>();
    for (let run = 0; run < 20; run += 1) points.add(simulate(run).restored[0]!.of);
    expect([...points].sort()).toEqual(['daily', 'weekly']);
  });

  it('takes the log as far as what was restored over, where it ends on that', () => {
    const store = {
      backups: { nightly: { ...nightly, at: '12h', takes: '0s' }, log: { ...log, at: '0s', takes: '2h' } },
      restore: { provision: '30m', replay: '100000%' },
    } as const;
    // Restored at 101 and a half hours or so to 100 hours; the log of the old line has not come further by 102 hours.
    const faults = [
      { ...deleted[0]!, noticed: '150m', at: '2400h' },
      { destroy: 'orders', at: '2404h' },
    ];
    const { restored } = open({ store, faults })(0);
    expect(restored).toHaveLength(2);
    expect(restored[1]!.point).toBe(restored[0]!.point);
  });

  it('leaves what it goes back to waiting where the run ends before it has begun to read, or before anybody has decided', () => {
    const backups = { nightly: { ...nightly, at: '12h', takes: '0s' } } as const;
    const horizon = { horizon: '2401h' };
    for (const restore of [{ provision: '2h' }, { decide: '2h' }, { queue: '2h' }]) {
      const { figure } = open({ store: { backups, restore }, faults: gone, more: horizon })(0);
      expect(figure('lostInFailover')).toBe(0);
      expect(figure('pending')).toBeGreaterThan(99 * 24 * 180);
      expect(figure('lostInRestore')).toBeGreaterThan(12 * 180 * 0.85);
      expect(figure('lostInRestore')).toBeLessThan(12 * 180 * 1.15);
    }
    const away = [...gone, { lose: 'b', at: '2399h', for: '5h' }];
    const hidden = open({ store: { backups }, vaults: { s3: { in: 'b' } }, faults: away, more: horizon })(0);
    expect(hidden.figure('writesLost')).toBe(0);
    expect(hidden.figure('pending')).toBe(hidden.figure('acknowledged'));
  });

  it('is followed by another one where people notice meanwhile that what it went back to was harmed', () => {
    const store = { backups: { nightly: { ...nightly, at: '12h' } }, restore: { provision: '8h' } } as const;
    const faults = [
      { ...deleted[0]!, noticed: '30h' },
      { destroy: 'orders', at: '2425h' },
    ];
    const { restored } = open({ store, faults })(0);
    expect(restored.map(({ point }) => point / 1e6 / day)).toEqual([100.5, 99.5]);
  });

  it('goes by the harms that people know of alone', () => {
    const store = { backups: { nightly, log: { ...log, every: '0s', takes: '0s' } } } as const;
    const unknown = { ...deleted[0]!, at: '99d', noticed: '40d' };
    const { restored } = open({ store, faults: [unknown, deleted[0]!] })(0);
    expect(restored.map(({ point }) => point / 1e6 / day)).toEqual([100, 99]);
  });

  it('cannot go back to a late standby that was destroyed with its region', () => {
    const backups = { late: { kind: 'standby', in: 'b', delay: '4h' } } as const;
    const faults = [...gone, { destroy: 'b', at: '99d', for: '1h' }];
    expect(open({ store: { backups }, faults })(0).figure('noGoodBackup of orders')).toBe(1);
  });

  it('begins anew with another vault where the one that it reads from is destroyed', () => {
    const backups = {
      near: { ...nightly, at: '12h', to: 'near' },
      far: { ...nightly, at: '6h', to: 'far' },
    } as const;
    const vaults = { near: { in: 'b', bandwidth: '100MB/s' }, far: { in: 'c', bandwidth: '100MB/s' } };
    const faults = [...gone, { destroy: 'b', at: '2401h', for: '5m' }];
    const both = open({ store: { size: '720GB', backups }, vaults, faults })(0);
    expect(both.restored[0]).toMatchObject({ of: 'far', point: 99.25 * day * 1e6 });
    expect(both.figure('restoreTime of orders')).toBe(3 * hour);
    const near = open({ store: { size: '720GB', backups: { near: backups.near } }, vaults, faults })(0);
    expect(near.failed).toHaveLength(1);
  });

  it('goes on elsewhere where the place that it reads to is lost', () => {
    const store = {
      standbys: ['b'],
      replication: { mode: 'async', lag: '1s' },
      size: '720GB',
      backups: { nightly: { ...nightly, at: '12h' } },
    } as Partial<Store>;
    const faults = [
      { destroy: 'a', at: '100d', for: '1m' },
      { destroy: 'b', at: '100d', for: '1m' },
    ];
    const away = { lose: 'a', at: '2401h', for: '300h' };
    const { figure } = open({ store, faults: [...faults, away] })(0);
    expect(figure('restoreTime of orders')).toBe(3 * hour);
  });

  it('of all copies builds the others anew, so that one of them can be promoted again', () => {
    const store = {
      standbys: ['b'],
      replication: { mode: 'async', lag: '1s' },
      backups: { nightly },
      restore: { rebuild: '2h' },
    } as Partial<Store>;
    const faults = [
      { destroy: 'a', at: '100d', for: '1h' },
      { destroy: 'b', at: '100d', for: '1h' },
      { lose: 'a', at: '120d', for: '50h' },
    ];
    const more = { failover: { orders: [{ promote: '10s' }] } };
    expect(open({ store, faults, more })(0).figure('rto')).toBeLessThan(2 * hour);
  });

  it('is slow for as long as the last of two slow times', () => {
    const store = {
      backups: { nightly, log: { ...log, every: '0s', takes: '0s' } },
      restore: { beside: true, replay: '1000000%', slow: { for: '10h', serves: '50%' } },
    } as Partial<Store>;
    const again = { ...deleted[0]!, at: '2406h' };
    const { figure } = open({ store, faults: [deleted[0]!, again] })(0);
    // From the first harm to ten hours after the second was noticed.
    expect(figure('rto')).toBeGreaterThan(16.6 * hour);
    expect(figure('rto')).toBeLessThan(16.8 * hour);
  });
});

describe('a runbook that restores', () => {
  const backups = {
    nightly: { ...nightly, at: '0s' as const },
    log: { ...log, every: '0s' as const, takes: '0s' as const },
  };
  const store = { backups, restore: { replay: '100%', beside: true } };
  const steps = (...more: object[]) => [
    { name: 'triage', takes: '30m' },
    { name: 'restore', does: { restore: 'orders' }, after: ['triage'] },
    ...more,
  ];

  it('begins when a harm is noticed, and takes its steps and the restore', () => {
    const more = { runbooks: { back: { when: { corrupt: 'orders' }, steps: steps() } } };
    const faults = [{ ...deleted[0]!, at: '2405h' }];
    const { figure, restored } = open({ store, faults, more })(0);
    expect(restored).toHaveLength(1);
    expect(figure('restorePointAge of orders')).toBe(0);
    // 40 minutes until it is noticed, 30 of triage, and five hours of log.
    expect(figure('rto')).toBe(40 * 60 + 30 * 60 + 5 * hour);
  });

  it('is not hurried by anybody, and does nothing where nothing is to be restored', () => {
    const never = { runbooks: { back: { when: { lost: 'b' }, steps: steps() } } };
    expect(open({ store, faults: gone, more: never })(0).restored).toHaveLength(0);
    const idle = [{ lose: 'b', at: '100d', for: '1h' }];
    expect(open({ store, faults: idle, more: never })(0).restored).toHaveLength(0);
  });

  it('ends its restore when it is called off, and takes no longer', () => {
    const faults = [...gone, { lose: 'b', at: '100d', for: '2h' }];
    const book = { when: { lost: 'b' }, steps: steps() };
    const slow = { ...store, restore: { ...store.restore, provision: '5h' } };
    const { figure, restored } = open({ store: slow, faults, more: { runbooks: { back: book } } })(0);
    expect(restored).toHaveLength(0);
    expect(figure('restoreTime of orders')).toBe(0);
  });

  it('restores a store whose only copy went with its region', () => {
    const more = { runbooks: { back: { when: { lost: 'a' }, steps: steps() } } };
    const faults = [{ destroy: 'a', at: '2405h' }];
    const { figure } = open({ store: { ...store, restore: { ...store.restore, to: 'b' } }, faults, more })(0);
    expect(figure('restorePointAge of orders')).toBe(0);
    expect(figure('restoreTime of orders')).toBe(5 * hour);
  });
});
