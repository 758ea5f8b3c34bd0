import { describe, expect, it } from 'vitest';
import { rareText } from '../../../src/cli/text/rare.js';
import type { RareEvent, RareResult } from '../../../src/index.js';

const seen: RareEvent = {
  event: 'incidentsOver1h > 0',
  atOnce: 2,
  chance: { value: 9.13e-7, low: 7.53e-7, high: 1.1e-6 },
  isUsual: false,
  relativeError: 0.0972,
  seen: 512,
  effectiveSeen: 96.4,
  plainRuns: 115_800_000,
  withFewer: 0.0052,
  levels: [
    { atOnce: 0, runs: 108, seen: 0 },
    { atOnce: 1, runs: 1126, seen: 0 },
    { atOnce: 2, runs: 766, seen: 512 },
  ],
  remarks: [],
};
const unseen: RareEvent = {
  ...seen,
  event: 'downtime of americas > 40d',
  atOnce: 0,
  chance: { value: 0, low: 0, high: 0.0064 },
  relativeError: null,
  seen: 0,
  effectiveSeen: 0,
  plainRuns: null,
  withFewer: 0,
  remarks: ['none of the 2000 runs has it: the upper end is that of runs without any help'],
};
const usual: RareEvent = {
  ...seen,
  event: 'rto <= 4h',
  isUsual: true,
  chance: { value: 1 - 9.13e-7, low: 1 - 1.1e-6, high: 1 - 7.53e-7 },
};
const bounded: RareEvent = {
  ...seen,
  event: 'rto > 30d',
  chance: { value: 2e-3, low: 1e-30, high: 0.12, lowerBound: true },
  remarks: ['it rests on one run: more runs'],
};

const result: RareResult = {
  regionfall: '0.1.0',
  scenario: 'A year of a ledger in three regions',
  question:
    'How likely is a year in which two of three regions are down together, and nothing can be committed?',
  seed: '1',
  runs: 2000,
  confidence: 0.95,
  horizon: 365 * 86_400,
  events: [seen, unseen, usual, bounded],
  objectives: [
    {
      objective: 'share of runs with incidentsOver1h > 0 <= 0.05%',
      verdict: 'met',
      figure: { value: 9.13e-7, low: 7.53e-7, high: 1.1e-6 },
    },
    {
      objective: 'share of runs with downtime of americas > 40d <= 0.0001%',
      verdict: 'unknown',
      figure: { value: 0, low: 0, high: 0.0064 },
      because:
        'the interval of the chance of downtime of americas > 40d holds the limit: more runs narrow it',
    },
  ],
  verdict: 'unknown',
  tilt: {
    chance: 1 / 3,
    depths: [2, 3],
    faults: [
      { fault: 'lose us-east #1', every: 365 * 86_400, pressedEvery: 7200 },
      { fault: 'maintenance of everything in eu-west', because: 'it comes by the calendar' },
    ],
  },
  weight: { value: 0.998, low: 0.96, high: 1.036 },
  effectiveRuns: 1084.3,
  remarks: ['the weights are degenerate: 2000 runs tell as much as 12. Press on in fewer cycles (--chance)'],
  figures: {},
  defaults: ['one', 'another'],
  notModelled: [
    'catch-up of a copy that joins another primary or comes back to one: it has at once what that one has',
  ],
  warnings: ['the runbook leans on the region that it flees'],
};

const widths = [100, 80, 56];
const text = (width = 100, more: Partial<RareResult> = {}) =>
  rareText({ ...result, ...more }, ['a.yaml'], width);

describe('the text of rare events', () => {
  it.each(widths)('fits %i columns, and holds no hole', (width) => {
    const long = text(width)
      .split('\n')
      .filter((line) => [...line].length > width && !line.includes(' regionfall '));
    expect(long).toEqual([]);
    expect(text(width)).not.toMatch(/undefined|NaN|null|Infinity/);
  });

  it('tells the chance, how exact it is, and what plain runs would take', () => {
    expect(text()).toContain(
      [
        'incidentsOver1h > 0',
        '  chance          9.13e-7 (7.53e-7 to 1.1e-6), with 2 faults or more at once',
        '  about once in   1 100 000 years',
        '  relative error  9.7 %',
        '  seen in         512 of 2 000 runs, worth 96.4 of equal weight',
        '  plain runs      one in 1 100 000 has it; 116 000 000 of them are as exact, 57 900 times as many',
        '  at once         0 faults: 0 of 108; 1 fault: 0 of 1 126; 2 faults: 512 of 766',
        '  with fewer      up to 0.52 % more, for no run had it with fewer than 2 faults at once (leave out:',
        '                  --at-once 2)',
      ]
        .join('\n')
        .replaceAll(/(?<=\d) (?=\d{3})/g, '\u202f'),
    );
  });

  it('tells an upper end of what no run has', () => {
    expect(text()).toMatch(
      /^downtime of americas > 40d\n {2}chance {3}0 % \(up to 0\.64 %\)\n {2}seen in {2}none of 2\u202f000 runs\n/m,
    );
    expect(text()).toMatch(/^ {2}! none of the 2000 runs has it/m);
  });

  it('tells what is usual by what lacks it', () => {
    expect(text()).toMatch(/^rto <= 4h\n {2}chance +99\.999909 % \(/m);
    expect(text()).toMatch(/^ {2}lacking once in +1\u202f100\u202f000 years$/m);
    expect(text()).toMatch(/^ {2}lacking in +512 of/m);
    expect(text()).toMatch(/one in 1\u202f100\u202f000 lacks it/);
  });

  it('does not print next to nothing as if it were known', () => {
    expect(text()).toMatch(/^ {2}chance +at least 0\.2 %, with 2 faults/m);
  });

  it('judges promises, doubts weights, and says what is pressed on', () => {
    expect(text()).toMatch(
      /^Objectives\n {2}✓ met +share of runs with incidentsOver1h > 0 <= 0\.05%\n +9\.13e-7 /m,
    );
    expect(text()).toMatch(/^Weights\n {2}mean 0\.998 \(0\.96 to 1\.04\), which should be 1;/m);
    expect(text()).toMatch(/^ {2}! the weights are degenerate/m);
    expect(text()).toMatch(/^ {2}lose us-east #1 +365 d +2 h$/m);
    expect(text()).toMatch(/^ {2}maintenance of everything in eu-west +as it is: it comes by the calendar$/m);
    expect(text().replaceAll(/\s+/g, ' ')).toContain(
      'that something breaks, until 2 or 3 faults are in force',
    );
  });

  it('says that it was interrupted', () => {
    expect(text(100, { stopped: 'interrupted' })).toMatch(/stopped before its aim, after 2\u202f000 runs/);
  });
});
