/** A stored result or comparison, checked before anything is made of it. */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { type Comparison, phaseNames, type Result } from '../index.js';
import { UsageError } from './usage-error.js';

const number = z.number();
const numbers = z.array(number);
const end = number.nullable();

const estimate = z.union([
  z.object({
    value: number,
    low: end,
    high: end,
    lowerBound: z.literal(true).optional(),
    upperBound: z.literal(true).optional(),
  }),
  z.object({ value: z.null(), atLeast: number }),
]);
const unit = z.enum([
  's',
  'writes',
  'share',
  'requests',
  'runs',
  'incidents',
  'verdicts',
  'attempts',
  'keys',
  'pairs',
  'versions',
  'regions',
]);
const quantiles = { p50: estimate, p95: estimate, p99: estimate };

const figure = z.object({
  unit,
  mean: estimate,
  ...quantiles,
  max: number,
  censored: number,
  shareAboveZero: estimate,
  givenIncident: z.object({ runs: number, ...quantiles }).optional(),
});
const figures = z.record(z.string(), figure);
/** Without these there is nothing to report. */
const ofRuns = z.looseObject({ rto: figure, rpo: figure, writesLost: figure }).and(figures);

const band = z.object({ mean: numbers, p5: numbers, p95: numbers });
const axis = z.object({
  runs: number,
  times: numbers,
  traffic: z.record(z.string(), band),
  goodput: band,
  lossWindow: z.record(z.string(), numbers),
  apart: z.record(z.string(), numbers).optional(),
});
const versions = z.object({ runs: number, times: numbers, share: band });
const column = z.object({
  unit,
  values: z.array(end),
  atLeast: z.record(z.string(), number).optional(),
});
const verdict = z.enum(['met', 'missed', 'unknown']);

const result = z.object({
  regionfall: z.string(),
  scenario: z.string(),
  question: z.string().optional(),
  seed: z.string(),
  runs: z.int().min(1),
  confidence: number,
  incidents: estimate,
  figures: ofRuns,
  phases: z.record(z.enum(phaseNames), figure),
  byPopulation: z.record(z.string(), figures),
  byStore: z.record(z.string(), figures),
  conflicts: z
    .record(
      z.string(),
      z.object({
        policy: z.string(),
        clock: z.enum(['wall', 'hybrid']).optional(),
        type: z.string().optional(),
        writes: z.enum(['read-modify-write', 'blind']),
      }),
    )
    .optional(),
  objectives: z.array(
    z.object({ objective: z.string(), verdict, figure: estimate, because: z.string().optional() }),
  ),
  verdict,
  defaults: z.array(z.string()),
  notModelled: z.array(z.string()),
  warnings: z.array(z.string()).optional(),
  stopped: z.string().optional(),
  horizon: number,
  columns: z.record(z.string(), column).optional(),
  overTime: axis.extend({ aroundIncident: axis.optional(), versions: versions.optional() }).optional(),
});

const compared = z.array(
  z.object({
    figure: z.string(),
    statistic: z.enum(['mean', 'share above 0']),
    unit,
    first: estimate,
    second: estimate,
    difference: estimate,
    verdict: z.enum(['better', 'worse', 'not distinguishable']),
    because: z.string().optional(),
  }),
);

const comparison = z.object({
  regionfall: z.string(),
  seed: z.string(),
  runs: z.int().min(1),
  confidence: number,
  first: result,
  second: result,
  figures: compared,
  others: z.array(z.object({ design: result, figures: compared })).optional(),
  stopped: z.string().optional(),
});

/** Reads what `run --json` or `compare --json` printed. Throws UsageError with the first thing that is wrong. */
export function readDocument(path: string): Result | Comparison {
  const value = parse(path, read(path));
  if (typeof value === 'object' && value !== null && 'effectiveRuns' in value)
    throw new UsageError(`${path} is what rare printed; reports are of what run and compare print`);
  const isComparison = typeof value === 'object' && value !== null && 'first' in value;
  const checked = (isComparison ? comparison : result).safeParse(value, { error: reasonOf });
  if (checked.success) return checked.data as Result | Comparison;
  const { path: where, message } = checked.error.issues[0]!;
  const place = where.length === 0 ? 'it' : `"${where.join('.')}"`;
  throw new UsageError(`${path} is not a result of regionfall: ${place} ${message}`);
}

function reasonOf({ input, code, ...issue }: z.core.$ZodRawIssue): string {
  if (input === undefined) return 'is missing';
  return code === 'invalid_type' ? `is no ${issue['expected']}` : 'is not what it should be';
}

/** A longer document cannot be held as one text; a million runs without their columns take a few kilobytes. */
const longestDocument = 256 * 1024 * 1024;

function read(path: string): string {
  checkSize(path);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = { ENOENT: 'it does not exist', EISDIR: 'it is a folder', EACCES: 'it may not be read' }[
      code
    ];
    throw new UsageError(`cannot read ${path}: ${reason ?? (error as Error).message}`);
  }
}

function checkSize(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat || stat.isDirectory()) return;
  if (!stat.isFile()) throw new UsageError(`cannot read ${path}: it is not a file`);
  if (stat.size <= longestDocument) return;
  throw new UsageError(`cannot read ${path}: it is larger than 256 MiB; store results by --json=summary`);
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
}
