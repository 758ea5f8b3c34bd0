import { describe, expect, test } from 'vitest';
import { figures } from '../../src/data/figures.js';
import type { Result } from '../../src/measure/result.js';
import { escapeHtml, escapeMarkdown, scriptJson } from '../../src/report/escape.js';
import { figureGloss, inReadingOrder } from '../../src/report/glossary.js';
import { objectiveUnit } from '../../src/report/reading.js';
import { notableRuns, replayCommand } from '../../src/report/replay.js';
import { comparisonInShort, resultInShort, stoppedInWords } from '../../src/report/summary.js';
import { comparisons, results } from './fixture.js';

describe('in short', () => {
  test.each(Object.keys(results))('%s is said in whole sentences', (name) => {
    const sentences = resultInShort(results[name]!);
    expect(sentences.length).toBeGreaterThan(1);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toMatch(/NaN|undefined|null|Infinity/);
    }
  });

  const said = (name: string) => resultInShort(results[name]!).join(' ');

  test('names the quantiles, the longest phase and the losses', () => {
    expect(said('plain')).toContain('5 min 28 s or less in half of the runs');
    expect(said('plain')).toContain('is spent deciding');
    expect(said('plain')).toMatch(/lost in 60\.3 % \(.+\) of runs/);
  });

  test('does not claim what was not observed', () => {
    expect(said('some censored')).toMatch(/more than 2 h \d+ min in 99 of 100/);
    expect(said('all censored')).toContain('No run recovered');
    expect(said('no losses')).toContain('No acknowledged write was lost in any run.');
    expect(said('no incidents')).toContain('Service never fell below its threshold.');
    expect(said('single run')).toContain('one run says nothing');
  });

  test('of a comparison groups the figures by verdict and leaves out what is the same', () => {
    const findings = comparisonInShort(comparisons['plain']!);
    expect(findings.map(({ words }) => words)).toEqual([
      'B is better than A',
      'A and B cannot be told apart',
    ]);
    expect(findings[0]!.figures[0]).toMatch(/^Recovery time, mean: \u2212\d+ min/);
    const said = findings.flatMap(({ figures }) => figures).join();
    expect(said).not.toContain('Downtime, runs above 0');
    expect(said).not.toContain('of americas');
    expect(comparisonInShort(comparisons['same']!)).toEqual([]);
  });

  test('a batch that stopped says so', () => {
    expect(stoppedInWords(results['plain']!)).toBeUndefined();
    expect(stoppedInWords(results['stopped']!)).toContain('after 731 runs: it was interrupted');
  });
});

describe('how to get it again', () => {
  test('quotes a seed that a shell would split', () => {
    expect(replayCommand(results['plain']!)).toBe('regionfall run SCENARIO.yaml --seed 1 --runs 2000');
    expect(replayCommand({ ...results['plain']!, seed: "it's $x" })).toContain(`--seed 'it'\\''s $x'`);
    expect(replayCommand(comparisons['plain']!)).toBe(
      'regionfall compare A.yaml B.yaml --seed 1 --runs 2000',
    );
  });

  test('points to the longest, the median and the most losing run', () => {
    const columns: Result['columns'] = {
      rto: { unit: 's', values: [5, 1, null, 9, null], atLeast: { 2: 40, 4: 30 } },
      writesLost: { unit: 'writes', values: [0, 7, 0, 2, 0] },
    };
    const runs = notableRuns({ ...results['plain']!, columns }).map(({ reason, command }) => [
      reason,
      Number(/--run (\d+)$/.exec(command)![1]),
    ]);
    expect(runs).toEqual([
      ['longest recovery', 2],
      ['median recovery', 3],
      ['most writes lost', 1],
    ]);
  });

  test('points nowhere when nothing happened or the runs are missing', () => {
    expect(notableRuns(results['no incidents']!)).toEqual([]);
    expect(notableRuns(results['summary']!)).toEqual([]);
    expect(notableRuns(results['single run']!)).toHaveLength(1);
  });
});

describe('units of objectives', () => {
  test.each([
    ['rto p95 <= 15m', 's'],
    ['rto.europe.p95 <= 15m', 's'],
    ['writesLost p99 <= 100', 'writes'],
    ['requestAvailability mean >= 99%', 'share'],
    ['share of runs with rto > 15m <= 5%', 'share'],
    ['lostInConflict of orders max <= 3', 'writes'],
  ])('%s is in %s', (objective, unit) => {
    expect(objectiveUnit(results['plain']!, objective)).toBe(unit);
  });
});

describe('names of figures', () => {
  test('an unknown name stands for itself, whatever it is', () => {
    expect(figureGloss('glue')).toEqual({ label: 'glue', meaning: '' });
    expect(figureGloss('constructor').label).toBe('constructor');
  });

  test('come in reading order, unknown ones last', () => {
    expect(inReadingOrder(['glue', 'pending', 'rto'])).toEqual(['rto', 'pending', 'glue']);
  });

  test('every figure that the scenario language knows has a label and a meaning', () => {
    expect(figures.size).toBeGreaterThan(20);
    expect([...figures.keys()].filter((name) => figureGloss(name).meaning === '')).toEqual([]);
  });

  test('a qualified name keeps what it is of', () => {
    expect(figureGloss('rto of eu of all').label).toBe('Recovery time of eu of all');
    expect(figureGloss('x of rto').label).toBe('x of rto');
  });
});

describe('escaping', () => {
  test('HTML has no markup left', () => {
    expect(escapeHtml(`<a href="x" id='y'>&\u0000`)).toBe(
      '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;\ufffd',
    );
  });

  test('JSON in a script gives back the same value and never ends the script', () => {
    const value = { title: '</script><!--\u2028\u2029', n: 1 };
    expect(scriptJson(value)).not.toMatch(/<|\u2028|\u2029/);
    expect(JSON.parse(scriptJson(value))).toEqual(value);
  });

  test.each([
    ['# not a title', '\\# not a title'],
    ['- no list', '\\- no list'],
    ['1. no list', '1\\. no list'],
    ['39.8 % stay', '39.8 % stay'],
    ['a | b\nc', 'a \\| b c'],
    ['[x](y) ![z](w) <b>', '\\[x\\](y) \\!\\[z\\](w) \\<b\\>'],
  ])('Markdown: %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});
