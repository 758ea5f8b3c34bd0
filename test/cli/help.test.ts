import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spawned } from './regionfall.js';

const programHelp = `Usage: regionfall COMMAND [OPTIONS]

How long are customers down, and how much data is gone, when a region fails?

Commands:
  check <file..>      Is a scenario sound? All its mistakes at once
  run <file>          Run a scenario many times: recovery, losses, verdicts
  compare <a> <b..>   Compare scenarios, run with the same luck
  rare <file>         How likely is what plain runs never meet? Weighed runs
  explain <file>      Tell one run: what happened when, where the time went
  report <result>     Make a report from a result that --json printed
  presets [name]      List vendor presets, each number with its source
  schema              Print the JSON Schema of scenario files, for editors
  demo                Compare active-passive with active-active, as an example

Options:
  -h, --help     Show this, or with a command the help of that command
      --version  Show the version

Exit codes:
  0    done; of run and rare: every objective is met, or none is stated
  1    run, rare: an objective is missed
  2    run, rare: an objective is unknown, and none is missed
  64   wrong usage, a file that cannot be read, understood or written, a merge function that fails
  70   a fault of Regionfall's own
  130  interrupted; what there was so far is printed
`;

const runHelp = `Usage: regionfall run <file> [OPTIONS]

Run a scenario many times: recovery, losses, verdicts

Positionals:
  file  Scenario file                                                           [required]

Options:
  -h, --help       Show help                                                     [boolean]
      --version    Show version number                                           [boolean]
      --runs       How many runs [default: 2000]
      --seed       Seed of the random numbers [default: 1]
      --workers    Worker threads; the result is the same [default: one a core]
      --precision  Go on until an interval is this narrow: FIGURE.STATISTIC=HALF-WIDTH
                   such as rto.p95=5% or rto.p95=2s; may be repeated
      --max-runs   The most runs that --precision may take [default: 200000]
      --set        Vary the scenario: PATH=VALUE such as routing.ttl=5s; may be repeated
      --report     Write a report: OUT.html one page, OUT.md Markdown with pictures
      --json       Print JSON instead of tables; --json=summary without the values of
                   single runs
  -q, --quiet      Show no progress                                              [boolean]

Examples:
  regionfall run a.yaml --report a.html       a table, and a page with pictures
  regionfall run a.yaml --set routing.ttl=5s  the same with another TTL
`;

describe('help', () => {
  it.each([['--help'], ['-h'], ['--quiet', '--help']])('is shown for %s', async (...words) => {
    expect(await spawned(words)).toEqual({ code: 0, out: programHelp, err: '' });
  });

  it('without a command goes to standard error, as wrong usage', async () => {
    expect(await spawned([])).toEqual({ code: 64, out: '', err: `${programHelp}\n` });
  });

  it('of run lists its options', async () => {
    expect(await spawned(['run', '--help'])).toEqual({ code: 0, out: runHelp, err: '' });
  });

  it.each(['check', 'compare', 'rare', 'explain', 'report', 'presets', 'schema', 'demo'])(
    'is there for %s',
    async (command) => {
      const { code, out, err } = await spawned([command, '--help']);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(`Usage: regionfall ${command} `);
    },
  );

  it('follows the language of no locale', async () => {
    const german = await spawned(['run', '--help'], { env: { LC_ALL: 'de_DE.UTF-8', LANG: 'de' } });
    expect(german.out).toBe(runHelp);
  });

  it('shows the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await spawned(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect((await spawned(['run', '--version'])).out).toBe(`${version}\n`);
  });
});

describe('start', () => {
  it('loads nothing heavy before a command is executed', () => {
    const loaded = staticImports(resolve('src/cli/main.ts'));
    const packages = [...loaded].filter((name) => !name.startsWith('/') && !name.startsWith('node:'));
    expect(packages).toEqual([]);
    const outside = [...loaded].filter((name) => name.startsWith('/') && !name.includes('/src/cli/'));
    expect(outside).toEqual([]);
  });
});

/** The files and packages that a module loads before it runs, through all that it imports. */
function staticImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  for (const [, clause = '', name = ''] of code.matchAll(/^(?:import|export)\s([^;]*?)from '([^']+)';$/gm)) {
    if (clause.startsWith('type ')) continue;
    if (!name.startsWith('.')) seen.add(name);
    else staticImports(join(dirname(file), name).replace(/\.js$/, '.ts'), seen);
  }
  return seen;
}
