import { beforeAll, describe, expect, it } from 'vitest';
import { changesText } from '../../src/cli/text/changes.js';
import { runMany } from '../../src/experiment/runs.js';
import type { Result } from '../../src/measure/result.js';
import { changeFigures } from '../../src/report/changes.js';
import { versionsCharts } from '../../src/report/charts/versions.js';
import { changesBlocks } from '../../src/report/markdown/changes.js';
import { renderSvg } from '../../src/report/svg.js';
import { threeRegions } from '../model/traffic/deployments/delivering.js';
import { specOf } from '../scenario/sound.js';
import { makeResult } from './fixture.js';
import { cutWords, overlappingWords, readDrawing } from './svg-text.js';

describe('a result of changes', () => {
  let result: Result;
  beforeAll(async () => {
    const scenario = threeRegions({
      pipeline: {
        stages: [{ wave: ['one', 'two', 'three'] }],
        deploy: { between: ['5m', '15m'] },
        bake: '1h',
        switch: { by: 'dns' },
        alarms: { errors: '5%' },
      },
      changes: [{ through: 'web', at: '10m', defect: { chance: '50%', fails: '20%' } }],
    });
    result = await runMany(specOf(scenario), { runs: 40, seed: '1', workers: 0 });
  });

  it('names what is above 0 in some run', () => {
    expect(changeFigures(result.figures)).toEqual([
      'reachedShare',
      'reachedRegions',
      'defectTime',
      'rolledBack',
      'mixedVersions',
      'newVersionShare',
    ]);
    expect(changeFigures(makeResult().figures)).toEqual([]);
  });

  it('has them in a table that fits the terminal', () => {
    for (const width of [100, 72, 40]) {
      const text = changesText(result, width)!;
      expect(text).toContain('Time with mixed versions');
      expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(width);
    }
    expect(changesText(makeResult(), 80)).toBeUndefined();
  });

  it('has them in Markdown', () => {
    const [title, table] = changesBlocks(result);
    expect(title).toBe('## What changes did');
    expect(table).toMatch(/\*\*Customers reached by a defect\*\*<br>/);
    expect(changesBlocks(makeResult())).toEqual([]);
  });

  it.each([720, 360])('shows at %d pixels which share of the requests met the new version', async (width) => {
    const [chart] = versionsCharts(result);
    expect(chart!.caption).toMatch(/^Share of all requests .* 40 runs; band: .*\.$/);
    const drawing = readDrawing(await renderSvg(chart as never, width), 1);
    expect(cutWords(drawing)).toEqual([]);
    expect(overlappingWords(drawing)).toEqual([]);
    expect(versionsCharts(makeResult())).toEqual([]);
  });
});
