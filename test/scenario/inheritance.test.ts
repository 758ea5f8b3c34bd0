import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseScenario } from '../../src/scenario/parse.js';
import { mistakesOf, sound, specOf } from './sound.js';

/** A folder of files, and the paths that were asked for. */
function folder(files: Record<string, string>) {
  const asked: string[] = [];
  const readFile = (path: string) => {
    asked.push(path);
    const text = files[path];
    if (text === undefined) throw new Error('does not exist');
    return text;
  };
  return { asked, readFile };
}

const base = stringify(sound());

describe('extends', () => {
  it('merges maps, replaces lists and deletes with null', () => {
    const { readFile } = folder({ 'base.yaml': base });
    const text = [
      'extends: ./base.yaml',
      'title: Other',
      'routing: { ttl: 5s, order: [eu-west] }',
      'failover: null',
      'data: { orders: { replication: { mode: sync, lag: null } } }',
    ].join('\n');
    const spec = specOf(text, { file: 'other.yaml', readFile });
    expect(spec.title).toBe('Other');
    expect(spec.routing).toMatchObject({ ttl: { initially: 5e6 }, order: ['eu-west'], policy: 'failover' });
    expect(spec.failover).toEqual({});
    expect(spec.data['orders']).toMatchObject({ primary: 'us-east/a', replication: { mode: 'sync' } });
    expect(spec.data['orders']?.replication.lag).toBeUndefined();
  });

  it('replaces a quantity as a whole, unless it only changes its numbers', () => {
    const { readFile } = folder({ 'base.yaml': base });
    const lag = (text: string) =>
      specOf(`extends: base.yaml\ndata: { orders: { replication: { lag: ${text} } } }`, { readFile }).data[
        'orders'
      ]?.replication.lag;
    expect(lag('{ mean: 1s }')).toEqual({ draw: 'use', kind: 'exponential', mean: 1e6 });
    expect(lag('{ p50: 1s, p95: 3s }')).toMatchObject({
      points: [
        [0.5, 1e6],
        [0.95, 3e6],
      ],
    });
    expect(lag('{ p99: 5s }')).toMatchObject({
      points: [
        [0.5, 90e3],
        [0.99, 5e6],
      ],
    });
  });

  it('follows a chain, each path relative to the file that names it', () => {
    const { readFile, asked } = folder({
      'lib/base.yaml': base,
      'lib/fast.yaml': 'extends: ./base.yaml\nrouting: { ttl: 5s }',
    });
    const spec = specOf('extends: ../lib/fast.yaml\nhorizon: 2h', { file: 'mine/own.yaml', readFile });
    expect(spec).toMatchObject({ horizon: 7200e6, routing: { ttl: { initially: 5e6 } } });
    expect(asked).toEqual(['lib/fast.yaml', 'lib/base.yaml']);
  });

  it('keeps absolute paths', () => {
    const { readFile, asked } = folder({ '/lib/base.yaml': base });
    specOf('extends: ./base.yaml', { file: '/lib/own.yaml', readFile });
    specOf('extends: /lib/x/../base.yaml', { file: 'own.yaml', readFile });
    expect(asked).toEqual(['/lib/base.yaml', '/lib/base.yaml']);
  });

  it('works for an object too', () => {
    const { readFile } = folder({ 'base.yaml': base });
    const parsed = parseScenario({ extends: 'base.yaml', horizon: '2h' } as never, { readFile });
    expect(parsed).toMatchObject({
      ok: true,
      spec: { horizon: 7200e6 },
      scenario: { horizon: '2h', title: 'Sound' },
    });
  });

  it('shows the chain that goes in a circle', () => {
    const { readFile } = folder({ 'b.yaml': 'extends: c.yaml', 'c.yaml': 'extends: ./x/../b.yaml' });
    expect(mistakesOf('extends: b.yaml', { file: 'a.yaml', readFile })).toEqual([
      'c.yaml:1:10: extends: goes in a circle: b.yaml -> c.yaml -> b.yaml; expected a chain that ends',
    ]);
  });

  it('reports a mistake where it stands, and each once', () => {
    const { readFile } = folder({ 'base.yaml': base.replace('ttl: 60s', 'ttl: 60') });
    const mistakes = mistakesOf('extends: base.yaml\nhorizon: 3\n', { file: 'own.yaml', readFile });
    expect(mistakes).toEqual([
      'own.yaml:2:10: horizon: 3 has no unit; expected a duration above 0s such as 4s',
      expect.stringMatching(/^base\.yaml:\d+:8: routing\.ttl: 60 has no unit; /),
    ]);
  });

  it('says that files cannot be read where there is no reader', () => {
    expect(mistakesOf('extends: base.yaml')).toEqual([
      '1:10: extends: files cannot be read here; expected a scenario that stands alone',
    ]);
  });

  it('refuses a base that is no map', () => {
    const { readFile } = folder({ 'list.yaml': '- 1', 'empty.yaml': '' });
    expect(mistakesOf('extends: list.yaml', { readFile })).toEqual([
      'list.yaml:1:1: is not a map; expected a scenario: a map of keys',
    ]);
    expect(mistakesOf('extends: empty.yaml', { readFile })).toEqual([
      'empty.yaml:1:1: is empty; expected a scenario',
    ]);
  });
});
