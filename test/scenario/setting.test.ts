import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { mistakesOf, sound, specOf } from './sound.js';

const set = (...settings: string[]) => specOf(sound(), { set: settings });
const wrong = (...settings: string[]) => mistakesOf(sound(), { set: settings });

describe('--set', () => {
  it('changes a value by its path, in maps and lists', () => {
    expect(set('routing.ttl=5s').routing.ttl).toEqual({ initially: 5e6 });
    expect(set('faults.0.for=2h').faults[0]?.for).toEqual({ draw: 'use', kind: 'constant', value: 7200e6 });
    expect(set('routing.health.failures=5').routing.health.failures).toBe(5);
    expect(set('failover.orders.0.decide={ p50: 1m, p99: 9m }').failover['orders']?.decide).toMatchObject({
      kind: 'quantiles',
    });
    expect(set('data.orders.replication.lag.p99=5s').data['orders']?.replication.lag).toMatchObject({
      points: [
        [0.5, 90e3],
        [0.99, 5e6],
      ],
    });
  });

  it('adds keys and whole things', () => {
    expect(set('clients.all.cache.ttl=10s').clients['all']?.cache).toEqual([
      { share: 1, ttl: 10e6, keeps: 'full' },
    ]);
    expect(set('regions.asia={ place: aws/ap-northeast-1 }').regions['asia']?.place).toBe(
      'aws/ap-northeast-1',
    );
    expect(set('title="a = b"').title).toBe('a = b');
  });

  it('deletes with null', () => {
    expect(set('faults.0.for=null').faults[0]?.for).toBeUndefined();
    expect(wrong('faults.0.fro=null')).toEqual([
      '--set faults.0.fro=null: faults.0.fro: there is no "fro" to delete; expected lose, at or for; did you mean for?',
    ]);
  });

  it('applies several in order', () => {
    expect(set('horizon=1h', 'horizon=2h').horizon).toBe(7200e6);
  });

  it.each([
    [
      'routing.ttl=60',
      '--set routing.ttl=60: routing.ttl: 60 has no unit; expected a duration above 0s such as 4s',
    ],
    [
      'routing.tll=60s',
      expect.stringMatching(
        /^--set routing\.tll=60s: routing\.tll: unknown key "tll"; expected policy, .*; did you mean ttl\?$/,
      ),
    ],
    [
      'data.order.primary=us-west',
      '--set data.order.primary=us-west: data.order.primary: there is no "order" in data; expected orders; did you mean data.orders.primary?',
    ],
    [
      'faults.1.for=2h',
      '--set faults.1.for=2h: faults.1.for: faults has one item, none of them "1"; expected an index from 0 to 0',
    ],
    [
      'routing.ttl.p50=2s',
      '--set routing.ttl.p50=2s: routing.ttl.p50: routing.ttl is a plain value; expected routing.ttl=value, or a whole map',
    ],
    ['routing.ttl', '--set routing.ttl: has no "="; expected path=value such as routing.ttl=5s'],
    ['=5s', '--set =5s: is not a path; expected keys joined by dots such as routing.ttl'],
    [
      'routing..ttl=5s',
      '--set routing..ttl=5s: routing..ttl: is not a path; expected keys joined by dots such as routing.ttl',
    ],
    [
      'routing.ttl=',
      '--set routing.ttl=: routing.ttl: has no value; expected a value, or null to delete the key',
    ],
    ['routing.ttl={', expect.stringMatching(/^--set routing\.ttl=\{: routing\.ttl: is not YAML: /)],
    [
      'extends=x.yaml',
      '--set extends=x.yaml: extends: cannot be set; expected a key of the scenario; extends stands in its file',
    ],
    [
      '__proto__.polluted=1',
      '--set __proto__.polluted=1: __proto__.polluted: "__proto__" cannot be used as a name; expected a key of the scenario',
    ],
    [
      'regions.constructor.prototype={}',
      '--set regions.constructor.prototype={}: regions.constructor.prototype: "constructor" cannot be used as a name; expected a key of the scenario',
    ],
  ])('%s is refused', (setting, message) => {
    expect(wrong(setting)).toEqual([message]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('stands beside mistakes of the file', () => {
    const text = stringify(sound()).replace('horizon: 3h', 'horizon: 3');
    expect(
      mistakesOf(text, { file: 'own.yaml', set: ['routing.ttl=60'] }).map((line) => line.split(': ')[0]),
    ).toEqual([expect.stringMatching(/^own\.yaml:\d+:10$/), '--set routing.ttl=60']);
  });
});
