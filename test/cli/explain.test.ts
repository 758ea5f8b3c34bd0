import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDuration,
  historyEdn,
  historyJsonLines,
  recordHistory,
  run,
} from '../../src/index.js';
import { activePassive, inFolder, regionfall, scenario } from './regionfall.js';

describe('explain', () => {
  it('tells the run of row k, with its figures', async () => {
    const { columns } = await run(activePassive, { runs: 8, seed: 'x', workers: 0 });
    const { code, out, err } = await regionfall(['explain', activePassive, '--run', '7', '--seed', 'x']);
    expect([code, err]).toEqual([0, '']);
    const value = (name: string) => columns![name]!.values[7]!;
    expect(out).toMatch(`  RTO, recovery time         ${formatDuration(value('rto'))}\n`);
    expect(out).toMatch(`  RPO, recovery point        ${formatDuration(value('rpo'))}\n`);
    expect(out).toMatch(`  Writes lost                ${formatCount(value('writesLost'))}\n`);
    expect(out).toMatch(new RegExp(`^ {2}Decide +${formatDuration(value('decide'))} `, 'm'));
  });

  it('tells in words what happened, when, and to whom', async () => {
    const { out } = await regionfall(['explain', activePassive, '--run', '3']);
    const timeline = out.slice(out.indexOf('time '), out.indexOf('Where the'));
    expect(withoutNumbers(timeline)).toEqual([
      'time since the fault',
      'AT +T us-east is lost: it stops, and whoever asks it hears nothing. No requests are answered.',
      'AT +T Health checks find us-east unhealthy. orders: the decision to fail over begins; it takes T. ' +
        'DNS sends americas and europe to eu-west: half of the clients follow within 30 s, 95 % within 57 s.',
      'AT +T 95 % of the reads of americas and europe are answered again.',
      'AT +T orders: the promotion of a standby begins; it takes T.',
      'AT +T eu-west is promoted to primary of orders in place of us-east. ' +
        'N acknowledged writes of orders, committed within T, are lost: the copy that is left never had them. ' +
        'All writes of americas and europe are answered again.',
      'AT +T us-east is back, with what its disks held. us-east rejoins orders as a standby.',
      'AT +T Health checks find us-east healthy again. ' +
        'DNS sends americas and europe to us-east: half of the clients follow within 30 s, 95 % within 57 s.',
    ]);
  });

  it('varies the scenario as run does', async () => {
    const words = ['explain', activePassive, '--run', '0', '--set', 'faults=[]'];
    const { out } = await regionfall(words);
    expect(out).toMatch('Nothing happened.');
    expect(out).toMatch('  RTO, recovery time         0 s\n');
  });

  it('writes a trace, which changes nothing of what it tells', async () => {
    await inFolder(async (folder) => {
      const words = ['explain', scenario('04-github-2018'), '--run', '2'];
      const plain = await regionfall(words);
      const traced = await regionfall([...words, '--trace', 'trace.json'], { cwd: folder });
      expect(traced.out).toBe(plain.out);
      const { traceEvents } = JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8')) as {
        traceEvents: { ph: string; name: string }[];
      };
      expect(traceEvents.map(({ name }) => name)).toContain('promoted: us-west');
    });
  });

  it('writes a history, which changes nothing of what it tells', async () => {
    const few = 'clients.users.requests=5/s';
    await inFolder(async (folder) => {
      const words = ['explain', scenario('04-github-2018'), '--run', '2', '--set', few];
      const plain = await regionfall(words);
      for (const [name, say] of [
        ['a.edn', historyEdn],
        ['a.jsonl', historyJsonLines],
      ] as const) {
        const written = await regionfall([...words, '--history', name], { cwd: folder });
        expect(written).toEqual(plain);
        const { operations } = await recordHistory(scenario('04-github-2018'), 2, { set: [few] });
        expect(readFileSync(join(folder, name), 'utf8')).toBe(say(operations));
      }
      const form = [
        '--history',
        'b.jsonl',
        '--form',
        'list-append',
        '--keys',
        '5',
        '--store',
        'repositories',
      ];
      await regionfall([...words, ...form], { cwd: folder });
      const [first] = readFileSync(join(folder, 'b.jsonl'), 'utf8').split('\n');
      expect(JSON.parse(first!)).toMatchObject({ f: 'txn', value: [['append', expect.any(Number), 0]] });
    });
  });

  it.each<[string, string[], string]>([
    [
      'a form that no checker reads',
      ['--history', 'a.json'],
      'the history "a.json" must end in .edn (as Jepsen and Elle read it) or .jsonl (JSON, one operation a line)',
    ],
    [
      'a folder that is not there',
      ['--history', '/nowhere/a.edn'],
      'cannot write /nowhere/a.edn: its folder does not exist',
    ],
    [
      'a workload that no checker knows',
      ['--history', 'a.edn', '--form', 'list'],
      '--form is "list"; expected set, list-append, rw-register',
    ],
    [
      'keys of a set',
      ['--history', 'a.edn', '--keys', '5'],
      '--keys is for lists and registers; say --form list-append or --form rw-register',
    ],
    [
      'a workload without a history',
      ['--form', 'set'],
      '--form says something of a history; say where to write one: --history OUT.edn',
    ],
    [
      'a file that is the trace',
      ['--history', 'a.edn', '--trace', 'a.edn'],
      'the trace and the history cannot both be written to "a.edn"',
    ],
    [
      'a rate of reads that is none',
      ['--history', 'a.edn', '--reads', '2'],
      'reads are asked for at "2": 2 has no unit; expected a rate such as 2/s',
    ],
    [
      'a store that is not there',
      ['--history', 'a.edn', '--store', 'carts'],
      'no store is called "carts"; there are orders',
    ],
  ])('refuses %s', async (_, words, complaint) => {
    await inFolder(async (cwd) => {
      const outcome = await regionfall(['explain', activePassive, '--run', '0', ...words], { cwd });
      expect(outcome).toEqual({ code: 64, out: '', err: `regionfall: ${complaint}\n` });
      expect(readdirSync(cwd)).toEqual([]);
    });
  });

  it('refuses a history that is too long, and says what to do', async () => {
    await inFolder(async (cwd) => {
      const words = ['explain', activePassive, '--run', '0', '--history', 'a.edn'];
      const { code, err } = await regionfall(words, { cwd });
      expect([code, err.replace(/\d{7}/, 'N')]).toEqual([
        64,
        'regionfall: the history would have N operations, more than 200000; ' +
          'give the scenario a shorter horizon or fewer requests, such as --set horizon=10m\n',
      ]);
    });
  });

  it('finds before the run that a trace cannot be written', async () => {
    const words = ['explain', activePassive, '--run', '0', '--trace', '/nowhere/a.json'];
    const complaint = 'regionfall: cannot write /nowhere/a.json: its folder does not exist\n';
    expect(await regionfall(words)).toEqual({ code: 64, out: '', err: complaint });
  });
});

/** A line a moment; times and counts, which are those of the seed, by letters. */
function withoutNumbers(timeline: string): string[] {
  const duration = /\d+(\.\d+)? (ms|s|min|h)( \d\d (s|min))?/;
  return timeline
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/ \d\d:\d\d:\d\d\.\d /g, '\nAT ')
    .replaceAll(/\+(\d\d:\d\d:\d\d\.\d|[\d.]+ \w+( \d\d s)?) /g, '+T ')
    .replaceAll(new RegExp(`(takes|committed within) ${duration.source}`, 'g'), '$1 T')
    .replaceAll(/\d+ acknowledged/g, 'N acknowledged')
    .split('\n');
}
