import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Comparison, compare } from '../../src/index.js';
import { activeActive, activePassive, inFolder, regionfall } from './regionfall.js';

const few = ['--runs', '50', '--quiet', '--workers', '0'];

describe('compare', () => {
  it('shows both designs, their differences with intervals, and verdicts', async () => {
    const { code, out, err } = await regionfall(['compare', activePassive, activeActive, ...few]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^A {2}Active-passive checkout.*\n.*\nB {2}Active-active checkout/);
    expect(out).toMatch(/^50 runs of 3 h in each design, seed 1; run k meets the same luck in both$/m);
    expect(out).toMatch(/^B is better\n {2}RTO, recovery time +\S.* min .*−.* min/m);
    expect(out).toMatch(/^ +\(−\d+ min.* to −\d+ min.*\)$/m);
    expect(out).toMatch(/^A: Objectives: together /m);
    expect(out).toMatch(/^B: Objectives: together /m);
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('finds no difference between a design and itself', async () => {
    const { out } = await regionfall(['compare', activePassive, activePassive, ...few]);
    expect(out).not.toMatch(/^(B is|Not distinguishable$)/m);
    expect(out).toMatch(/^The same in both: RTO, recovery time \(/m);
  });

  it('prints the comparison of the library as JSON', async () => {
    const { out } = await regionfall(['compare', activePassive, activeActive, ...few, '--json']);
    const expected = await compare(activePassive, activeActive, { runs: 50, workers: 0 });
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  it('leaves single runs out of a summary', async () => {
    const { out } = await regionfall(['compare', activePassive, activeActive, ...few, '--json=summary']);
    const { first, second } = JSON.parse(out) as Comparison;
    expect([first.columns, first.overTime, second.columns, second.overTime]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('shows many designs at a glance, and each against the first', async () => {
    const carts = ['07-carts-last-writer-wins', '08-carts-region-priority', '09-carts-siblings'];
    const files = carts.map((name) => `scenarios/${name}.yaml`);
    const words = ['compare', ...files, '--runs', '20', '--quiet', '--workers', '0'];
    const { code, out, err } = await regionfall(words);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^20 runs of .* run k meets the same luck in all$/m);
    expect(out).toMatch(/^Means over all runs\n.*\n.*\n {2}A .*\n {2}B .*\n {2}C /m);
    expect(out).toMatch(/^Writes lost\n {2}A .*\n {2}B .*\n {2}C +0 +−.* \(−.* to −.*\) +✓ better$/m);
    const { out: json } = await regionfall([...words, '--json=summary']);
    const { others, second } = JSON.parse(json) as Comparison;
    expect(others!.map(({ design }) => [design.scenario, design.columns])).toEqual([
      ['Active-active carts, siblings kept for the reader', undefined],
    ]);
    expect(second.scenario).toBe('Active-active carts, one region has priority');
  });

  it('writes a page with both', async () => {
    await inFolder(async (folder) => {
      const words = ['compare', activePassive, activeActive, ...few, '--report', 'c.html'];
      expect((await regionfall(words, { cwd: folder })).code).toBe(0);
      const page = readFileSync(join(folder, 'c.html'), 'utf8');
      expect(page).toMatch('A: Active-passive checkout with DNS failover');
      expect(page).toMatch('B: Active-active checkout with a home in each region');
    });
  });
});

describe('demo', () => {
  it('compares two scenarios that come with the program, writes a page, says where, and ends well', async () => {
    await inFolder(async (folder) => {
      const { code, out, err } = await regionfall(['demo', '--runs', '50'], { cwd: folder });
      expect(code).toBe(0);
      expect(out).toMatch('B is better');
      expect(out).toMatch('missed');
      expect(err).toMatch(/^50 of 50 runs \(100 %\)$/m);
      expect(err).toMatch(/^Report: regionfall-demo\.html$/m);
      expect(readdirSync(folder)).toEqual(['regionfall-demo.html']);
    });
  });
});
