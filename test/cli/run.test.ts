import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/index.js';
import { run } from '../../src/index.js';
import { activeActive, activePassive, inFolder, regionfall, shell, spawned } from './regionfall.js';

const few = ['--runs', '50', '--quiet', '--workers', '0'];
const summary = async (words: readonly string[]) => JSON.parse((await regionfall(words)).out) as Result;

describe('run', () => {
  let out: string;
  beforeAll(async () => {
    const outcome = await spawned(['run', activePassive, '--runs', '50', '--quiet']);
    expect(outcome.err).toBe('');
    out = outcome.out;
  });

  it('prints what an architect asks for', () => {
    const parts = [
      /^Active-passive checkout with DNS failover\nHow long are customers down.*\n50 runs of 3 h each, seed 1\n/,
      /^ +mean +p50 +p95 +p99 +above 0\nRTO, recovery time .* min .*\n {2}from .*\n {2}to .*\n/m,
      /^RPO, recovery point /m,
      /^Writes lost /m,
      /^RPO: from the oldest acknowledged write that is lost to the fault that lost it; 0 when none is lost\.$/m,
      /^Where the recovery time went \(means, which add up\)\n {2}Detect /m,
      /^Population +RTO, mean +RTO, p95 +answered, mean\n {2}americas .*\n {2}europe /m,
      /^Objectives: together . \w+\n {2}. \w+ +rto p95 <= 15m /m,
      /^Not modelled\n {2}a capacity of orders/m,
      / regionfall explain .*01-active-passive\.yaml --seed 1 --run \d+$/m,
    ];
    let from = 0;
    for (const part of parts) {
      const found = part.exec(out.slice(from));
      expect(found, `${part} in\n${out.slice(from)}`).not.toBeNull();
      from += found!.index;
    }
  });

  it('stays within 100 columns, commands apart', () => {
    const long = out.split('\n').filter((line) => line.length > 100 && !line.includes(' regionfall '));
    expect(long).toEqual([]);
  });

  it('uses colour where it is wanted', async () => {
    const words = ['run', activePassive, ...few];
    expect((await spawned(words, { env: { FORCE_COLOR: '1' } })).out).toContain('\u001b[1mActive-passive');
  });

  it('uses no colour outside a terminal', () => {
    expect(out).not.toContain('\u001b');
  });

  it('lets nothing from a scenario move the cursor', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.yaml'), `title: "a\\e[2Jb"\nextends: ${activePassive}\n`);
      const cleared = await regionfall(['run', 'a.yaml', ...few], { cwd: folder });
      expect(cleared.out).toMatch(/^a·\[2Jb\n/);
    });
  });

  it('names a varied scenario in the commands that it suggests', async () => {
    const varied = await regionfall(['run', activePassive, ...few, '--set', 'title=Not the same']);
    expect(varied.out).toMatch(`explain ${activePassive} --set 'title=Not the same' --seed 1 --run`);
  });
});

describe('exit code of run', () => {
  const promise = (text: string) => ['run', activePassive, ...few, '--set', `objectives=[${text}]`];

  it.each([
    ['met', 0, 'rto max <= 3h'],
    ['missed', 1, 'rto mean <= 1s'],
    ['unknown', 2, 'rto p99 <= 3h'],
    ['missed before unknown', 1, 'rto p99 <= 3h, rto mean <= 1s'],
    ['none', 0, ''],
  ])('%s', async (_name, code, text) => {
    expect((await regionfall(promise(text))).code).toBe(code);
  });
});

describe('run --json', () => {
  it('prints the result that the library gives', async () => {
    const { out } = await regionfall(['run', activePassive, ...few, '--json']);
    const expected = await run(activePassive, { runs: 50, workers: 0 });
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(expected.columns?.['rto']?.values).toHaveLength(50);
  });

  it('is the same text for any number of workers', async () => {
    const texts = await Promise.all(
      ['0', '1', '2'].map((workers) =>
        regionfall(['run', activePassive, '--runs', '50', '-q', '--json', '--workers', workers]),
      ),
    );
    expect(JSON.parse(texts[0]!.out)).toMatchObject({ runs: 50 });
    expect(texts[1]!.out).toBe(texts[0]!.out);
    expect(texts[2]!.out).toBe(texts[0]!.out);
  });

  it('leaves out single runs in a summary, wherever the flag stands', async () => {
    const full = await summary(['run', '--json', activePassive, ...few]);
    const { columns: _columns, overTime: _overTime, ...rest } = full;
    expect(await summary(['run', '--json=summary', activePassive, ...few])).toEqual(rest);
    expect(rest.figures['rto']!.mean.value).toBeGreaterThan(0);
  });

  it('follows seed and settings', async () => {
    const words = ['run', activePassive, ...few, '--json=summary'];
    const [plain, seeded, varied] = await Promise.all([
      summary(words),
      summary([...words, '--seed', '007']),
      summary([...words, '--set', 'routing.health.interval=30s', '--set', 'title=Slow checks']),
    ]);
    expect(seeded.seed).toBe('007');
    expect(seeded.figures['rto']).not.toEqual(plain.figures['rto']);
    expect(varied.scenario).toBe('Slow checks');
    expect(varied.phases.detect.mean.value).toBeGreaterThan(plain.phases.detect.mean.value! + 20);
  });

  it('goes on until a precision is reached', async () => {
    const words = ['run', activePassive, '-q', '--json=summary', '--precision', 'rto.mean=20%'];
    const reached = await summary([...words, '--max-runs', '4000']);
    expect([reached.runs, reached.stopped]).toEqual([2000, undefined]);
    const missed = await summary([...words, '--precision', 'rto.mean=1us', '--max-runs', '300']);
    expect([missed.runs, missed.stopped]).toEqual([300, 'precision rto.mean=1us not reached in 300 runs']);
  });
});

describe('progress', () => {
  it('is told in lines outside a terminal, on standard error', async () => {
    const { out, err } = await regionfall(['run', activePassive, '--runs', '50']);
    expect(err).toMatch(/^50 of 50 runs \(100 %\)$/m);
    expect(err).not.toContain('\u001b');
    expect(out).not.toMatch('of 50 runs');
  });
});

describe('run --report', () => {
  it('writes a page that says what the table says', async () => {
    await inFolder(async (folder) => {
      const { err } = await regionfall(['run', activePassive, ...few, '--report', 'a.html'], { cwd: folder });
      expect(err).toBe('Report: a.html\n');
      expect(readdirSync(folder)).toEqual(['a.html']);
      const page = readFileSync(join(folder, 'a.html'), 'utf8');
      expect(page).toMatch('<h1>Active-passive checkout with DNS failover</h1>');
      expect(page).toMatch('50 runs, seed 1');
    });
  });

  it('writes Markdown with its pictures beside it', async () => {
    await inFolder(async (folder) => {
      await regionfall(['run', activePassive, ...few, '--report', 'a.md'], { cwd: folder });
      const markdown = readFileSync(join(folder, 'a.md'), 'utf8');
      const pictures = [...markdown.matchAll(/\]\(([^)]+\.svg)\)/g)].map(([, file]) => file!);
      expect(pictures.length).toBeGreaterThan(1);
      expect(readdirSync(folder).sort()).toEqual(['a.md', ...pictures].sort());
    });
  });
});

describe('interruption', () => {
  const words = ['run', activePassive, '--runs', '20000'];

  it('prints what there is so far, and leaves with 130', async () => {
    let sent = false;
    const { code, out, err } = await spawned([...words, '--json=summary'], {
      onError: (_text, signal) => {
        if (!sent) signal('SIGINT');
        sent = true;
      },
    });
    expect(code).toBe(130);
    expect(err).toMatch('Interrupted: here is what there is so far (once more ends at once).');
    const result = JSON.parse(out) as Result;
    expect(result.stopped).toBe('interrupted');
    expect(result.runs).toBeLessThan(20_000);
    // The contiguous prefix: the same as that many runs on purpose.
    const again = await run(activePassive, { runs: result.runs, workers: 0 });
    expect(result.figures).toEqual(JSON.parse(JSON.stringify(again.figures)));
  });

  it('says so in the table, and writes the report', async () => {
    await inFolder(async (folder) => {
      let sent = false;
      const { code, out } = await spawned([...words, '--report', 'a.html'], {
        cwd: folder,
        onError: (_text, signal) => {
          if (!sent) signal('SIGTERM');
          sent = true;
        },
      });
      expect(code).toBe(130);
      expect(out).toMatch(/This batch stopped before its aim, after [\d\u202f]+ runs: it was\s+interrupted/);
      expect(readdirSync(folder)).toEqual(['a.html']);
    });
  });

  it('by force leaves no part of a report', async () => {
    await inFolder(async (folder) => {
      const { code, out } = await spawned([...words, '--report', 'a.html'], {
        cwd: folder,
        onError: (_text, signal) => signal('SIGKILL'),
      });
      expect([code, out]).toEqual([null, '']);
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});

describe('a pipe', () => {
  it('that is closed early ends the program without a word', async () => {
    const line = '$REGIONFALL run $FILE --runs 500 --quiet --json | head -c 10; echo " $PIPESTATUS"';
    const { out, err } = await shell(line, { env: { FILE: activePassive } });
    expect([out, err]).toEqual(['{\n  "regio 1\n', '']);
  });

  it('to a full disk is told', async () => {
    const { code, err } = await shell('$REGIONFALL run $FILE --runs 50 --quiet > /dev/full', {
      env: { FILE: activePassive },
    });
    expect(code).toBe(64);
    expect(err).toMatch(/^regionfall: standard output: ENOSPC/);
  });
});

describe('a report that does not fit on the disk', () => {
  it('leaves nothing, and the one that was there as it was', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'old.html'), 'old');
      // Files of more than 64 kB cannot be written.
      const line = (file: string) => `ulimit -f 64; $REGIONFALL run $FILE --runs 50 --quiet --report ${file}`;
      const env = { FILE: activeActive };
      const fresh = await shell(line('new.html'), { cwd: folder, env });
      expect([fresh.code, fresh.err]).toEqual([
        64,
        'regionfall: cannot write new.html: it would be larger than a file may be\n',
      ]);
      expect((await shell(line('old.html'), { cwd: folder, env })).code).toBe(64);
      expect(readdirSync(folder)).toEqual(['old.html']);
      expect(readFileSync(join(folder, 'old.html'), 'utf8')).toBe('old');
      expect(existsSync(join(folder, 'new.html'))).toBe(false);
    });
  });
});
