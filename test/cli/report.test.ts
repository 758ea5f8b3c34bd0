import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare, type Result, run } from '../../src/index.js';
import { activeActive, activePassive, inFolder, regionfall } from './regionfall.js';

let result: Result;
beforeAll(async () => {
  result = await run(activePassive, { runs: 40, workers: 0 });
});

describe('report', () => {
  it('makes the page of a stored result that run --report makes', async () => {
    await inFolder(async (folder) => {
      await regionfall(['run', activePassive, '--runs', '40', '-q', '--report', 'direct.html'], {
        cwd: folder,
      });
      writeFileSync(join(folder, 'a.json'), JSON.stringify(result));
      const { code, out, err } = await regionfall(['report', 'a.json', '-o', 'stored.html'], { cwd: folder });
      expect([code, out, err]).toEqual([0, '', 'Report: stored.html\n']);
      const read = (name: string) => readFileSync(join(folder, name), 'utf8');
      expect(read('stored.html')).toBe(read('direct.html'));
    });
  });

  it('makes the page of a comparison, and of a summary without runs', async () => {
    await inFolder(async (folder) => {
      const comparison = await compare(activePassive, activeActive, { runs: 40, workers: 0 });
      writeFileSync(join(folder, 'c.json'), JSON.stringify(comparison));
      expect((await regionfall(['report', 'c.json', '-o', 'c.html'], { cwd: folder })).code).toBe(0);
      expect(readFileSync(join(folder, 'c.html'), 'utf8')).toMatch('Two designs compared');
      const { columns: _columns, overTime: _overTime, ...summary } = result;
      writeFileSync(join(folder, 's.json'), JSON.stringify(summary));
      expect((await regionfall(['report', 's.json', '--out', 's.html'], { cwd: folder })).code).toBe(0);
    });
  });

  it.each<[string, (result: Result) => unknown, string]>([
    ['another document', () => ({ name: 'package' }), '"regionfall" is missing'],
    ['a list', () => [], 'it is no object'],
    ['nothing', () => null, 'it is no object'],
    ['a figure that is text', (r) => ({ ...r, runs: 'many' }), '"runs" is no number'],
    [
      'no recovery time',
      ({ figures: { rto: _rto, ...figures }, ...r }) => ({ ...r, figures }),
      '"figures.rto" is missing',
    ],
    [
      'an estimate without a value',
      (r) => ({ ...r, incidents: { low: 0, high: 1 } }),
      '"incidents" is not what it should be',
    ],
    ['a broken comparison', (r) => ({ first: r, second: 3 }), '"regionfall" is missing'],
  ])('refuses %s', async (_name, spoil, why) => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.json'), JSON.stringify(spoil(result)));
      const outcome = await regionfall(['report', 'a.json', '-o', 'a.html'], { cwd: folder });
      const err = `regionfall: a.json is not a result of regionfall: ${why}\n`;
      expect(outcome).toEqual({ code: 64, out: '', err });
    });
  });

  it('refuses what rare printed, by its name', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.json'), JSON.stringify({ regionfall: '0.1.0', effectiveRuns: 12 }));
      const { code, err } = await regionfall(['report', 'a.json', '-o', 'a.html'], { cwd: folder });
      expect([code, err]).toEqual([
        64,
        'regionfall: a.json is what rare printed; reports are of what run and compare print\n',
      ]);
    });
  });

  it('refuses what is no JSON, is not there, or is a folder', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.json'), '{ "regionfall": ');
      const words = (file: string) => ['report', file, '-o', 'a.html'];
      const broken = await regionfall(words('a.json'), { cwd: folder });
      expect(broken.code).toBe(64);
      expect(broken.err).toMatch(/^regionfall: a\.json is not JSON: [^\n]+\n$/);
      const absent = await regionfall(words('b.json'), { cwd: folder });
      expect([absent.code, absent.err]).toEqual([64, 'regionfall: cannot read b.json: it does not exist\n']);
      const directory = await regionfall(words('.'), { cwd: folder });
      expect([directory.code, directory.err]).toEqual([64, 'regionfall: cannot read .: it is a folder\n']);
    });
  });
});

describe('schema', () => {
  it('prints a JSON Schema', async () => {
    const { code, out } = await regionfall(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ title: 'Regionfall scenario' });
  });
});

describe('check', () => {
  it('lists what a sound scenario leans on and leaves out', async () => {
    const { code, out, err } = await regionfall(['check', activePassive]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(`${activePassive}: sound\n`);
    expect(out).toMatch(/^Not modelled\n {2}a capacity of orders/m);
    for (const line of result.defaults) {
      expect(out.replaceAll(/\s+/g, ' ')).toContain(line.replaceAll(/\s+/g, ' '));
    }
  });
});
