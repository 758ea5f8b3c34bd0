import type { RareResult, RareRunOptions } from '../index.js';
import type { Command } from './command.js';
import { exitCodeOf } from './exit-code.js';
import {
  type Arguments,
  batchOptions,
  jsonOption,
  quietOption,
  readBatch,
  readCount,
  readFile,
  readJson,
  readText,
  readTexts,
  setOption,
  textOption,
} from './options.js';
import { print, printText, textWidth } from './output.js';
import { UsageError } from './usage-error.js';

/** Chances of what plain runs never meet, by runs in which faults are pressed on and which are weighed. */
export const rareCommand: Command = {
  words: 'rare <file>',
  describe: 'How likely is what plain runs never meet? Weighed runs',
  files: { file: 'Scenario file; two of its faults or more recur, at least one with every: { mean: ... }' },
  options: {
    event: textOption(
      'What is asked, such as "writesLost > 0" or "rto of europe > 4h"; may be repeated [default: those of objectives "share of runs with ...", which are then judged]',
    ),
    'at-once': textOption(
      'Ask only for what happens with so many faults in force at once, whatever fewer may do [default: as few as it is seen with]',
    ),
    ...batchOptions,
    depth: textOption(
      'Press on until so many faults are in force [default: 2, or 3, up to as many as regions]',
    ),
    chance: textOption(
      'How often faults are pressed on once something breaks, such as 20% [default: about once a run]',
    ),
    set: setOption,
    json: { ...jsonOption, describe: 'Print JSON instead of text' },
    quiet: quietOption,
  },
  examples: [
    ['rare a.yaml --event "rto > 4h"', 'the chance of four hours without service'],
    ['rare a.yaml --set horizon=365d', 'the objectives of a.yaml, for a year'],
  ],
  execute,
};

/** More than any scenario has in force. */
const deepest = 1000;

async function execute(args: Arguments): Promise<void> {
  const file = readFile(args, 'file');
  const options = readOptions(args);
  const json = readJson(args);
  const { runRare, RunFailure } = await import('../index.js');
  const { Fault } = await import('./fault.js');
  const { interruptible } = await import('./interruption.js');
  const { startProgress } = await import('./progress.js');
  const progress = startProgress(args['quiet'] === true);
  try {
    const result = await interruptible((signal) =>
      runRare(file, { ...options, signal, onProgress: progress.show }).finally(progress.end),
    );
    process.exitCode = exitCodeOf(result);
    await tell(result, json, [file, ...settings(args)]);
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    throw new Fault(error, [...replayWords(file, args), '--runs', String(error.run + 1)]);
  }
}

function readOptions(args: Arguments): RareRunOptions {
  return {
    ...readBatch(args),
    events: readTexts(args, 'event'),
    atOnce: readCount(args, 'at-once', 1, deepest),
    rare: withoutAbsent({ depth: readCount(args, 'depth', 2, deepest), chance: readChance(args) }),
  };
}

function withoutAbsent({ depth, chance }: { depth: number | undefined; chance: number | undefined }) {
  return { ...(depth === undefined ? {} : { depth }), ...(chance === undefined ? {} : { chance }) };
}

/** From nothing to almost all: some cycles must stay as they are, for the weights to be bounded. */
function readChance(args: Arguments): number | undefined {
  const given = readText(args, 'chance');
  if (given === undefined) return undefined;
  const percent = /^\d+(\.\d+)?%$/.test(given) ? Number(given.slice(0, -1)) : Number.NaN;
  if (percent > 0 && percent < 100) return percent / 100;
  throw new UsageError(`--chance is "${given}"; expected a share above 0% and below 100%, such as 20%`);
}

async function tell(
  result: RareResult,
  json: 'full' | 'summary' | undefined,
  scenario: readonly string[],
): Promise<void> {
  const { jsonText } = await import('./json.js');
  const { rareText } = await import('./text/rare.js');
  if (json === undefined) await printText(rareText(result, scenario, textWidth()));
  else for (const part of jsonText(result, json)) await print(part);
}

function settings(args: Arguments): string[] {
  return readTexts(args, 'set').flatMap((setting) => ['--set', setting]);
}

/** The same command with as few runs as show it. */
function replayWords(file: string, args: Arguments): string[] {
  const same = ['event', 'at-once', 'seed', 'depth', 'chance'].flatMap((name) =>
    readTexts(args, name).flatMap((value) => [`--${name}`, value]),
  );
  return ['rare', file, ...settings(args), ...same];
}
