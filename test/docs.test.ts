import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const readme = readFileSync('README.md', 'utf8');
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
  language: language!,
  text: text!,
}));

describe('the README', () => {
  it('shows scenario 01 as it is', () => {
    const shown = blocks
      .find(({ language }) => language === 'yaml')!
      .text.split('\n')
      .slice(1)
      .join('\n');
    const bare = (text: string) =>
      text
        .replace(/\s*#.*$/gm, '')
        .replace(/\n+/g, '\n')
        .trim();
    expect(bare(shown)).toBe(bare(readFileSync('scenarios/01-active-passive.yaml', 'utf8')));
  });

  it('shows capacity and retries that scenario 32 may have', () => {
    const shown = blocks.filter(({ language }) => language === 'yaml')[1]!.text;
    const folder = mkdtempSync(join(tmpdir(), 'regionfall-'));
    const file = join(folder, 'shown.yaml');
    writeFileSync(file, `extends: ${resolve('scenarios/32-survivor-at-55.yaml')}\n${shown}`);
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', 'check', file], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  const commands = blocks
    .filter(({ language }) => language === 'console')
    .flatMap(({ text }) => [...text.matchAll(/^\$ npx regionfall (.*)\n((?:(?!\$ ).*\n)*)/gm)])
    .map(([, words, shown]): [string, string] => [words!, shown!.trimEnd()]);

  it.each(commands)('shows a command that works: %s', (words, shown) => {
    const args = words.split(' ');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout.length).toBeGreaterThan(0);
    // What is shown below a command is part of what it prints.
    expect(stdout).toContain(shown);
    // The verdict of scenario 01 is the business of its report.
    expect([0, 1, 2]).toContain(status);
  });

  it('has such commands', () => {
    expect(commands.length).toBeGreaterThan(2);
  });

  it('shows a program that works', async () => {
    const program = blocks.find(({ language }) => language === 'ts')!.text;
    const lines: unknown[][] = [];
    const { run } = await import('../src/index.js');
    const body = program.replace(/^import .*$/m, '').replace('runs: 2000', 'runs: 50');
    const evaluate = new Function('run', 'console', `return (async () => {${body}})()`);
    await evaluate(run, { log: (...words: unknown[]) => lines.push(words) });
    expect(lines).toEqual([[expect.objectContaining({ value: expect.any(Number) }), 'missed']]);
  });

  it('shows how a history begins', async () => {
    const shown = blocks.find(({ language }) => language === 'clojure')!.text;
    const [, file, run] = readme.match(/`explain (\S+) --run (\d+) --history out\.edn`/)!;
    const { historyEdn, recordHistory } = await import('../src/index.js');
    const { operations } = await recordHistory(file!, Number(run));
    expect(historyEdn(operations.slice(0, 3))).toBe(shown);
  });

  it('names files that are there', () => {
    const named = [...readme.matchAll(/\]\(([^)#:]+)\)|`((?:src|scenarios)\/[\w./-]+)`/g)];
    expect(named.length).toBeGreaterThan(8);
    for (const [, link, path] of named)
      expect([link ?? path, existsSync(link ?? path!)]).toEqual([link ?? path, true]);
  });

  it('names commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const page of ['README.md', 'CONTRIBUTING.md']) {
      for (const [, name] of readFileSync(page, 'utf8').matchAll(/npm run ([\w:]+)/g)) {
        expect(scripts).toHaveProperty(name!);
      }
    }
  });
});
