import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportFailure } from '../../src/cli/failure.js';
import { Fault } from '../../src/cli/fault.js';
import { MergeError, NothingRun, RunFailure, TooManyAttempts } from '../../src/index.js';

let said: string;

beforeEach(() => {
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const failure = new RunFailure(
  {
    run: 17,
    scenario: 'Checkout',
    message: '3 writes were acknowledged, 2 have a class',
    stack: 'Error: 3\n    at measure.js:1',
  },
  '1',
  [],
);

describe('a fault of the program', () => {
  it('is told with the command that replays it, and no stack', () => {
    const code = reportFailure(
      new Fault(failure, ['explain', 'my file.yaml', '--seed', '1', '--run', '17']),
      ['run'],
    );
    expect(code).toBe(70);
    expect(said).toBe(
      'regionfall: a fault of its own, not of the scenario: run 17 of "Checkout" failed: ' +
        '3 writes were acknowledged, 2 have a class; replay with --run 17 --seed 1\n' +
        "It happens again with: regionfall explain 'my file.yaml' --seed 1 --run 17\n" +
        'Please report it. REGIONFALL_DEBUG=1 before the command shows where it happened.\n',
    );
  });

  it('shows where it happened when asked', () => {
    vi.stubEnv('REGIONFALL_DEBUG', '1');
    expect(reportFailure(new Fault(failure, ['explain']), ['run'])).toBe(70);
    expect(said).toMatch('at measure.js:1');
    expect(said).not.toMatch('Please report it');
  });

  it('without a shorter command is replayed by the one that was given', () => {
    expect(reportFailure(new TypeError('x is undefined'), ['report', "it's.json", '-o', 'a.html'])).toBe(70);
    expect(said).toMatch("It happens again with: regionfall report 'it'\\''s.json' -o a.html\n");
  });

  it('may be anything that is thrown', () => {
    expect(reportFailure('nonsense', ['schema'])).toBe(70);
    expect(said).toMatch('a fault of its own, not of the scenario: nonsense\n');
  });
});

describe('a merge function of the application that fails', () => {
  const complaint = "mergeCarts of merge.mjs answered 'both': expected 'merged'";
  const failed = { run: 17, scenario: 'Carts', message: complaint, stack: 'MergeError\n    at m.mjs:2' };

  it('is a mistake of the scenario, told with the command that replays it', () => {
    const error = new RunFailure({ ...failed, ofMerge: true }, '1', []);
    expect(reportFailure(new Fault(error, ['explain', 'a.yaml', '--run', '17']), ['run'])).toBe(64);
    expect(said).toBe(
      `regionfall: run 17 of "Carts" failed: ${complaint}; replay with --run 17 --seed 1\n` +
        'It happens again with: regionfall explain a.yaml --run 17\n' +
        'REGIONFALL_DEBUG=1 before the command shows where it happened.\n',
    );
  });

  it('in the run that is told is one too', () => {
    expect(reportFailure(new MergeError(complaint), ['explain', 'a.yaml', '--run', '17'])).toBe(64);
    expect(said).toMatch(
      `regionfall: ${complaint}\nIt happens again with: regionfall explain a.yaml --run 17`,
    );
  });

  it('shows where it happened when asked', () => {
    vi.stubEnv('REGIONFALL_DEBUG', '1');
    expect(reportFailure(new RunFailure({ ...failed, ofMerge: true }, '1', []), ['run'])).toBe(64);
    expect(said).toMatch('at m.mjs:2');
  });

  it('is not what any other failure of a run is', () => {
    expect(reportFailure(new RunFailure(failed, '1', []), ['run'])).toBe(70);
  });
});

describe('an overload with more attempts than are followed', () => {
  it('is a mistake of the scenario, with what to write instead', () => {
    const { message } = new TooManyAttempts();
    const error = new RunFailure({ run: 3, scenario: 'Storm', message, isTooMuch: true }, '1', []);
    expect(reportFailure(new Fault(error, ['explain', 'a.yaml']), ['run'])).toBe(64);
    expect(said).toMatch(
      /^regionfall: run 3 of "Storm" failed: an overload has more than 100000000 attempts/,
    );
    expect(said).toMatch('write service.queueing: rates');
    expect(said).not.toMatch('Please report it');
  });
});

describe('an interruption before the first run', () => {
  it('has its own code', () => {
    expect(reportFailure(new NothingRun(), ['run', 'a.yaml'])).toBe(130);
    expect(said).toBe('regionfall: interrupted before the first run was complete\n');
  });
});
