import { compile, type TopLevelSpec } from 'vega-lite';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { phaseNames, type Result } from '../../src/measure/result.js';
import { atWidth, type Chart, type Picture } from '../../src/report/charts/chart.js';
import { distributionCurve, observedValues } from '../../src/report/charts/curve.js';
import { phaseSteps } from '../../src/report/charts/phases.js';
import { comparisonCharts, resultCharts } from '../../src/report/charts.js';
import { renderSvg } from '../../src/report/svg.js';
import { chartConfig, lightPalette } from '../../src/report/theme.js';
import { comparisons, makeResult, results } from './fixture.js';
import { cutWords, overlappingWords, readDrawing } from './svg-text.js';
import { splitComparisons, splitResults } from './writers.js';

type Drawn = Chart & { picture: Picture };

const all: [string, Chart[]][] = [
  ...Object.entries({ ...results, ...splitResults }).map(([name, result]): [string, Chart[]] => [
    name,
    resultCharts(result),
  ]),
  ...Object.entries({ ...comparisons, ...splitComparisons }).map(([name, comparison]): [string, Chart[]] => [
    `comparison: ${name}`,
    comparisonCharts(comparison),
  ]),
];

function drawn(charts: Chart[]): Drawn[] {
  return charts.filter((chart): chart is Drawn => chart.picture !== undefined);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(all)('%s', (_, charts) => {
  test('has a title and a caption for every chart, and names of their own', () => {
    for (const { title, caption } of charts) {
      expect(title).not.toBe('');
      expect(caption).toMatch(/\.$/);
      expect(`${title} ${caption}`).not.toMatch(/NaN|undefined|null|Infinity/);
    }
    expect(new Set(charts.map(({ name }) => name)).size).toBe(charts.length);
  });

  test('compiles without a warning', () => {
    const said: unknown[] = [];
    const logger = { level: () => logger, warn: note, info: () => logger, debug: () => logger, error: note };
    function note(...words: unknown[]) {
      said.push(words);
      return logger;
    }
    for (const { picture } of drawn(charts)) {
      // biome-ignore lint/suspicious/noExplicitAny: the logger's interface counts its own return value
      compile(atWidth(picture, 600), { config: chartConfig(lightPalette, 'Inter'), logger: logger as any });
    }
    expect(said).toEqual([]);
  });

  test.each([720, 360])('at %d pixels no label is cut and none covers another', async (width) => {
    const warn = vi.spyOn(console, 'warn');
    for (const chart of drawn(charts)) {
      const svg = await renderSvg(chart, width);
      // Helvetica and Arial are narrower than Inter, DejaVu Sans is up to a tenth wider.
      const drawing = readDrawing(svg, 1.1);
      expect(drawing.words.length, chart.name).toBeGreaterThan(3);
      expect(drawing.width, chart.name).toBeLessThanOrEqual(width);
      expect(drawing.width, chart.name).toBeGreaterThan(width - 20);
      expect(cutWords(drawing), chart.name).toEqual([]);
      expect(overlappingWords(readDrawing(svg, 1)), chart.name).toEqual([]);
      expect(svg, chart.name).not.toMatch(/NaN|undefined|>null<|Infinity/);
    }
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('drawings', () => {
  test('are the same bytes twice, whatever was drawn between', async () => {
    const [recovery, phases, , , traffic] = drawn(resultCharts(results['plain']!)) as [
      Drawn,
      Drawn,
      Drawn,
      Drawn,
      Drawn,
    ];
    const first = await renderSvg(recovery, 720);
    await renderSvg(traffic, 300);
    await renderSvg(phases, 720);
    expect(await renderSvg(recovery, 720)).toBe(first);
  });

  test('are the same when several are asked for at once', async () => {
    const charts = drawn(resultCharts(results['plain']!));
    const alone: string[] = [];
    for (const chart of charts) alone.push(await renderSvg(chart, 400));
    expect(await Promise.all(charts.map((chart) => renderSvg(chart, 400)))).toEqual(alone);
  });

  test('hold user text as text', async () => {
    const charts = drawn(resultCharts(results['hostile']!));
    const svgs = await Promise.all(charts.map((chart) => renderSvg(chart, 720)));
    for (const svg of svgs) expect(svg).not.toMatch(/<script|<svg onload|onerror=/);
    expect(svgs.join('')).toContain('&lt;svg onload=alert(4)&gt;');
  });

  test('say to readers aloud what there is to see', async () => {
    const [recovery] = drawn(resultCharts(results['plain']!)) as [Drawn];
    const svg = await renderSvg(recovery, 720);
    expect(svg).toMatch(/^<svg [^>]*role="img"><title>How long recovery takes<\/title><desc>.+<\/desc>/);
  });
});

describe('what is drawn', () => {
  const names = (result: Result) => drawn(resultCharts(result)).map(({ name }) => name);

  test('is everything for a full result', () => {
    expect(names(results['plain']!)).toEqual([
      'recovery-time',
      'phases',
      'writes-lost',
      'loss-window',
      'traffic',
    ]);
  });

  test('is what a summary holds, and the rest is named as missing', () => {
    const charts = resultCharts(results['summary']!);
    expect(drawn(charts).map(({ name }) => name)).toEqual(['recovery-time', 'phases', 'writes-lost']);
    for (const chart of charts.filter(({ name }) => name !== 'phases'))
      expect(chart.caption).toMatch(/summary/);
  });

  test('is words where all is zero or nothing was observed', () => {
    expect(names(results['no losses']!)).not.toContain('writes-lost');
    expect(names(results['no losses']!)).not.toContain('loss-window');
    expect(names(results['no incidents']!)).toEqual(['traffic']);
    expect(names(results['all censored']!)).not.toContain('recovery-time');
    expect(names(results['single run']!)).not.toContain('recovery-time');
  });

  test('the captions say the shares that the curve cannot show', () => {
    const caption = (name: string, chart: string) =>
      resultCharts(results[name]!).find((c) => c.name === chart)!.caption;
    const { figures, runs } = results['some censored']!;
    const open = ((figures['rto']!.censored / runs) * 100).toFixed(1).replace('.0', '');
    expect(caption('some censored', 'recovery-time')).toContain(`${open} % had not recovered`);
    expect(caption('few incidents', 'recovery-time')).toMatch(/did not go down in 9\d\.\d % of runs/);
    expect(caption('plain', 'writes-lost')).toMatch(/39\.8 % of runs lost none/);
  });

  test('the last panel of the traffic is the share of runs with writers apart, if any', () => {
    const titles = (result: Result) => {
      const { picture } = resultCharts(result).find(({ name }) => name === 'traffic')!;
      const { vconcat } = picture!.spec as unknown as { vconcat: { title: { text: string } }[] };
      return vconcat.map(({ title }) => title.text);
    };
    expect(titles(splitResults['splits lost']!).at(-1)).toBe('Runs with the writers of carts apart');
    expect(titles(results['plain']!).at(-1)).toBe('All requests that are answered');
  });

  test('twelve regions have a panel each, and one for all answers', () => {
    const traffic = resultCharts(results['twelve regions']!).find(({ name }) => name === 'traffic')!;
    expect((traffic.picture!.spec as TopLevelSpec & { vconcat: unknown[] }).vconcat).toHaveLength(13);
  });
});

describe('the waterfall', () => {
  test.each(['plain', 'some censored', 'few incidents'])(
    'of %s adds up to the mean recovery time',
    (name) => {
      const result = results[name]!;
      const steps = phaseSteps(result);
      const total = steps.at(-1)!;
      expect(total.to).toBeCloseTo(result.figures['rto']!.mean.value!, 6);
      expect(steps.slice(0, -1).reduce((sum, { from, to }) => sum + to - from, 0)).toBeCloseTo(total.to, 6);
      steps.slice(1, -1).forEach((step, i) => {
        expect(step.from).toBe(steps[i]!.to);
      });
    },
  );

  test('leaves out phases that took no time', () => {
    const means = phaseNames.map((phase) => results['plain']!.phases[phase].mean.value!);
    expect(phaseSteps(results['plain']!)).toHaveLength(means.filter((mean) => mean > 0).length + 1);
  });

  test('has the same axis for two designs', () => {
    const domains = comparisonCharts(comparisons['plain']!)
      .filter(({ name }) => name.startsWith('phases'))
      .map(({ picture }) => JSON.stringify(picture!.spec).match(/"domain":\[0,[\d.]+\],"nice"/)![0]);
    expect(domains).toHaveLength(2);
    expect(domains[0]).toBe(domains[1]);
  });
});

describe('the curve', () => {
  test('counts every run at or below a value, ties together', () => {
    expect(distributionCurve([0, 0, 1, 3], 5)).toEqual([
      { value: 0, share: 0.4 },
      { value: 1, share: 0.6 },
      { value: 3, share: 0.8 },
    ]);
    expect(distributionCurve([], 5)).toEqual([]);
  });

  test('thins many runs to exact steps and keeps both ends', () => {
    const column = makeResult({ runs: 5000 }).columns!['rto']!;
    const sorted = observedValues(column);
    const curve = distributionCurve(sorted, 5000);
    expect(curve.length).toBeLessThan(250);
    expect(curve[0]!.value).toBe(sorted[0]);
    expect(curve.at(-1)).toEqual({ value: sorted.at(-1), share: 1 });
    for (const { value, share } of curve) {
      expect(share).toBe(sorted.filter((other) => other <= value).length / 5000);
    }
  });

  test('leaves out censored runs', () => {
    expect(observedValues({ unit: 's', values: [3, null, 1], atLeast: { 1: 9 } })).toEqual([1, 3]);
  });
});
