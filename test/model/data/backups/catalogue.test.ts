import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/index.js';
import type { Backup, Source } from '../../../../src/model/data/backups/backup.js';
import { Catalogue } from '../../../../src/model/data/backups/catalogue.js';
import { Key } from '../../../../src/model/data/backups/keys.js';
import { Vault } from '../../../../src/model/data/backups/vault.js';
import { Network } from '../../../../src/model/network.js';

const day = 86_400e6;
const now = 1000 * day;

/** Two sites that reach each other: 0, where all is restored to, and 1. */
function twoSites(): Network {
  return new Network({
    sites: ['a', 'b'],
    regions: [{ sites: [0] }, { sites: [1] }],
    roundTrips: [],
  } as never);
}

/** A backup a day, for ever back, of which it tells how many were looked at. */
function daily(more: Partial<Backup>): Source & { looked: number } {
  return {
    name: 'daily',
    looked: 0,
    isStopped: () => false,
    *points() {
      for (let ordinal = 999; ; ordinal -= 1) {
        this.looked += 1;
        if (this.looked > 10_000) throw new Error('it looks for ever');
        const point = ordinal * day;
        const part = { job: 'daily', ordinal, point, ready: point, flaw: undefined, bytes: 0, vault: 'b' };
        yield { of: 'daily', point, base: point, parts: [{ ...part, isKnownBad: () => false, ...more }] };
      }
    },
  };
}

function open(sources: readonly Source[]) {
  const network = twoSites();
  const simulation = new Simulation();
  const vault = new Vault({ name: 'b', sites: [1], safe: true }, simulation, network);
  const key = new Key('k', [1], network);
  const catalogue = new Catalogue(sources, [], new Map([['b', vault]]), new Map([['k', key]]), network);
  const newest = () =>
    catalogue.newest({
      notAfter: now,
      readyBy: now,
      asOf: now,
      to: 0,
      bad: new Set(),
      lastOurs: (upTo) => upTo,
    });
  return { network, vault, key, newest };
}

describe('a catalogue', () => {
  it('does not look through a vault that was emptied, or that cannot be reached, nor for what no key opens', () => {
    const emptied = daily({});
    const first = open([emptied]);
    first.vault.taken = [{ from: now, to: Number.POSITIVE_INFINITY }];
    expect(first.newest()).toBe('none');
    expect(emptied.looked).toBeLessThan(40);

    const away = daily({});
    const second = open([away]);
    second.network.lose([1]);
    expect(second.newest()).toBe('unreachable');
    expect(away.looked).toBe(1);

    const locked = daily({ key: 'k' });
    const third = open([locked]);
    third.key.destroy([1]);
    expect(third.newest()).toBe('none');
    expect(locked.looked).toBe(1);
  });

  it('looks elsewhere where one vault cannot be reached', () => {
    const near: Source = {
      name: 'late',
      isStopped: () => false,
      *points() {
        yield { of: 'late', point: 900 * day, base: 900 * day, parts: [], sites: [0] };
      },
    };
    const { network, newest } = open([daily({}), near]);
    network.lose([1]);
    expect(newest()).toMatchObject({ of: 'late' });
  });
});
