import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatCount, formatDuration, run } from '../../src/index.js';
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
