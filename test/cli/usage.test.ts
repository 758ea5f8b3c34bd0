import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { activePassive, inFolder, regionfall, spawned } from './regionfall.js';

const runUsage = 'usage: regionfall run <file> [OPTIONS]';
const runs = 'expected a whole number from 1 to 10000000';

/** Words after which the program should complain, and its complaint. */
const wrong: [words: string[], complaint: string][] = [
  [['rum', 'a.yaml'], 'there is no command "rum"; did you mean run?'],
  [
    ['frobnicate'],
    'there is no command "frobnicate": expected check, run, compare, rare, explain, report, presets, schema or demo',
  ],
  [['run'], `a file is missing; ${runUsage}`],
  [['run', 'a.yaml', 'b.yaml'], `"b.yaml" is one file too many; ${runUsage}`],
  [['run', 'a.yaml', '--rums', '3'], `there is no option --rums; did you mean --runs?; ${runUsage}`],
  [
    ['run', 'a.yaml', '--maxRuns', '3'],
    `there is no option --maxRuns; did you mean --max-runs?; ${runUsage}`,
  ],
  [['run', 'a.yaml', '--no-quiet'], `there is no option --no-quiet; ${runUsage}`],
  [['run', 'a.yaml', '-z'], `there is no option -z; ${runUsage}`],
  [['run', 'a.yaml', '--runs', 'abc'], `--runs is "abc"; ${runs}`],
  [['run', 'a.yaml', '--runs', '0'], `--runs is "0"; ${runs}`],
  [['run', 'a.yaml', '--runs', '-5'], `--runs is "-5"; ${runs}`],
  [['run', 'a.yaml', '--runs', '2.5'], `--runs is "2.5"; ${runs}`],
  [['run', 'a.yaml', '--runs', '1e3'], `--runs is "1e3"; ${runs}; did you mean 1000?`],
  [['run', 'a.yaml', '--runs', '2,000'], `--runs is "2,000"; ${runs}; did you mean 2000?`],
  [['run', 'a.yaml', '--runs', '1e99'], `--runs is "1e99"; ${runs}`],
  [['run', 'a.yaml', '--runs', 'NaN'], `--runs is "NaN"; ${runs}`],
  [['run', 'a.yaml', '--runs'], '--runs has no value'],
  [['run', 'a.yaml', '--runs='], '--runs has no value'],
  [['run', 'a.yaml', '--runs', '3', '--runs', '4'], '--runs is given 2 times; it takes one value'],
  [['run', 'a.yaml', '--seed', '1', '--seed=1'], '--seed is given 2 times; it takes one value'],
  [['run', 'a.yaml', '--seed='], '--seed has no value'],
  [['run', 'a.yaml', '--workers', '1000'], '--workers is "1000"; expected a whole number from 0 to 64'],
  [['run', 'a.yaml', '--json=xml'], '--json is "xml"; expected --json or --json=summary'],
  [
    ['run', 'a.yaml', '--max-runs', '9'],
    '--max-runs bounds what --precision may take, and there is no --precision',
  ],
  [
    ['run', 'a.yaml', '--report', 'a.pdf'],
    'the report "a.pdf" must end in .html (one page) or .md (Markdown with pictures)',
  ],
  [['compare', 'a.yaml'], 'a file is missing; usage: regionfall compare <a> <b..> [OPTIONS]'],
  [
    ['compare', ...Array.from({ length: 13 }, (_, i) => `${i}.yaml`)],
    '13 designs are given; expected at most 12',
  ],
  [
    ['compare', 'a.yaml', 'b.yaml', '--report', 'c.md'],
    'the report of a comparison is a page: "c.md" must end in .html',
  ],
  [['rare'], 'a file is missing; usage: regionfall rare <file> [OPTIONS]'],
  [['rare', 'a.yaml', '--event'], '--event has no value'],
  [['rare', 'a.yaml', '--depth', '1'], '--depth is "1"; expected a whole number from 2 to 1000'],
  [['rare', 'a.yaml', '--at-once', '0'], '--at-once is "0"; expected a whole number from 1 to 1000'],
  [
    ['rare', 'a.yaml', '--chance', '100%'],
    '--chance is "100%"; expected a share above 0% and below 100%, such as 20%',
  ],
  [
    ['rare', 'a.yaml', '--chance', '0.2'],
    '--chance is "0.2"; expected a share above 0% and below 100%, such as 20%',
  ],
  [
    ['rare', 'a.yaml', '--precision', '5%'],
    'there is no option --precision; usage: regionfall rare <file> [OPTIONS]',
  ],
  [['explain', 'a.yaml'], 'which run? Say --run 0, or another number'],
  [['explain', 'a.yaml', '--run', '1', '--run', '2'], '--run is given 2 times; it takes one value'],
  [['report', 'a.json'], 'where to? Say -o OUT.html or -o OUT.md'],
  [['schema', 'a.yaml'], '"a.yaml" is one file too many; usage: regionfall schema [OPTIONS]'],
];

describe('wrong usage', () => {
  it('ends the built program with 64', async () => {
    const [words, complaint] = wrong[0]!;
    expect(await spawned(words)).toEqual({ code: 64, out: '', err: `regionfall: ${complaint}\n` });
  });

  it.each(wrong)('%j', async (words, complaint) => {
    expect(await regionfall(words)).toEqual({ code: 64, out: '', err: `regionfall: ${complaint}\n` });
  });

  it('of precision is found before any run', async () => {
    const words = ['run', activePassive, '--precision', 'rto.p96=5%'];
    const complaint =
      'precision "rto.p96=5%": "p96" is no statistic with an interval: expected mean, p50, p95 or p99';
    expect(await regionfall(words)).toEqual({ code: 64, out: '', err: `regionfall: ${complaint}\n` });
  });
});

describe('files that cannot be read', () => {
  it.each(['check', 'run'])('are told by %s in one line', async (command) => {
    expect(await regionfall([command, '/nowhere/a.yaml'])).toEqual({
      code: 64,
      out: '',
      err: '/nowhere/a.yaml: does not exist; expected a file that can be read\n',
    });
    expect((await regionfall([command, '/'])).err).toBe('/: is a folder; expected a file that can be read\n');
  });

  it('are mistakes of a scenario like any other, all told', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.yaml'), 'title: A\nhorizon: 3 parsecs\nregions: {}\n');
      const { code, out, err } = await regionfall(['run', 'a.yaml'], { cwd: folder });
      expect([code, out]).toEqual([64, '']);
      expect(err).toMatch(/^a\.yaml:2:10: horizon: /m);
      expect(err.trimEnd().split('\n').length).toBeGreaterThan(2);
      expect(err).not.toMatch(/ at .*\.js/);
    });
  });

  it('stop no check of the files after them', async () => {
    const { code, out, err } = await regionfall(['check', '/nowhere/a.yaml', activePassive]);
    expect(code).toBe(64);
    expect(out).toBe(`${activePassive}: sound\n`);
    expect(err).toMatch('/nowhere/a.yaml: does not exist');
  });
});

describe('reports that cannot be written', () => {
  const words = (path: string) => ['run', activePassive, '--runs', '50', '--report', path];

  it.each([
    ['/nowhere/a.html', 'its folder does not exist'],
    [`${activePassive}/a.html`, 'its folder is a file'],
    ['a.html/', 'it is a folder'],
  ])('%s is found before any run', async (path, reason) => {
    await inFolder(async (folder) => {
      const outcome = await regionfall(words(path), { cwd: folder });
      expect(outcome).toEqual({ code: 64, out: '', err: `regionfall: cannot write ${path}: ${reason}\n` });
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it('are found where a folder has the name of the report', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'a.html'));
      const { code, err } = await regionfall(words('a.html'), { cwd: folder });
      expect([code, err]).toEqual([64, 'regionfall: cannot write a.html: it is a folder\n']);
    });
  });

  it('to a full disk are told, after the result', async () => {
    await inFolder(async (folder) => {
      symlinkSync('/dev/full', join(folder, 'full.html'));
      const { code, out, err } = await regionfall([...words('full.html'), '--quiet'], { cwd: folder });
      expect([code, err]).toEqual([64, 'regionfall: cannot write full.html: the disk is full\n']);
      expect(out).toMatch('50 runs of 3 h each');
    });
  });
});

describe('files that are not files, or are both read and written', () => {
  const own = 'scenarios/01-active-passive.yaml';
  const cases: [string[], string][] = [
    [['check', '-'], '"-" is not a file'],
    [['run', '-'], '"-" is not a file'],
    [['check', '/dev/zero'], 'is not a file'],
    [['report', '/dev/zero', '-o', 'x.html'], 'it is not a file'],
    [['explain', own, '--run', '0', '--trace', own], 'is read by this command'],
    [['compare', own, 'scenarios/05-patroni-lease.yaml', '--runs', '2'], 'have different horizons'],
  ];
  it.each(cases)('refuses %j', async (args, message) => {
    const { code, out, err } = await regionfall(args);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(message);
  });
});
