/** What is said, and which exit code follows, when a command cannot do what it was asked. */
import {
  EventError,
  HistoryError,
  MergeError,
  NothingRun,
  PrecisionError,
  RunFailure,
  ScenarioError,
  TooManyAttempts,
} from '../index.js';
import { exitCodes } from './exit-code.js';
import { Fault } from './fault.js';
import { explainMisuse } from './misuse.js';
import { complain } from './output.js';
import { shellWords } from './shell.js';
import { Misuse, UsageError } from './usage-error.js';

/** Tells people what went wrong, on standard error; returns the exit code. */
export function reportFailure(error: unknown, words: readonly string[]): number {
  if (error instanceof ScenarioError) {
    complain(error.message);
    return exitCodes.usage;
  }
  const refused = [UsageError, PrecisionError, HistoryError, EventError].some(
    (kind) => error instanceof kind,
  );
  if (error instanceof Error && refused) {
    const message = error instanceof Misuse ? explainMisuse(error.message, words) : error.message;
    complain(`regionfall: ${message}`);
    return exitCodes.usage;
  }
  if (error instanceof NothingRun) {
    complain(`regionfall: ${error.message}`);
    return exitCodes.interrupted;
  }
  if (isA(TooManyAttempts, error)) {
    complain(`regionfall: ${error.message}`);
    return exitCodes.usage;
  }
  return isA(MergeError, error) ? reportMerge(error, words) : reportFault(error, words);
}

/** It failed so, in a run of many or in the one that is told. */
function isA(kind: typeof MergeError | typeof TooManyAttempts, error: unknown): error is Error {
  if (error instanceof Fault) return isA(kind, error.cause);
  return error instanceof kind || (error instanceof RunFailure && error.cause instanceof kind);
}

/** The application's own function is wrong: what it did, how it does it again, and where, when asked. */
function reportMerge(error: Error, words: readonly string[]): number {
  complain(`regionfall: ${error.message}`);
  complainOfReplay(error, words);
  if (process.env['REGIONFALL_DEBUG']) complain(stackOf(error));
  else complain('REGIONFALL_DEBUG=1 before the command shows where it happened.');
  return exitCodes.usage;
}

/** Our own fault: what happened, how it happens again, and no stack unless asked for. */
function reportFault(error: unknown, words: readonly string[]): number {
  const message = error instanceof Error ? error.message : String(error);
  complain(`regionfall: a fault of its own, not of the scenario: ${message}`);
  complainOfReplay(error, words);
  if (process.env['REGIONFALL_DEBUG']) complain(stackOf(error));
  else complain('Please report it. REGIONFALL_DEBUG=1 before the command shows where it happened.');
  return exitCodes.fault;
}

function complainOfReplay(error: unknown, words: readonly string[]): void {
  const replay = error instanceof Fault ? error.replay : words;
  complain(`It happens again with: ${shellWords(['regionfall', ...replay])}`);
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\nbecause of ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
