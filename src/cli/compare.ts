import type { Comparison } from '../index.js';
import type { Command } from './command.js';
import { exitCodes } from './exit-code.js';
import {
  type Arguments,
  batchOptions,
  jsonOption,
  noStandardInput,
  quietOption,
  readBatch,
  readFile,
  readJson,
  readText,
  reportOption,
  setOption,
} from './options.js';
import { print, printText, textWidth } from './output.js';
import { UsageError } from './usage-error.js';

/** Two designs or more, run with the same luck: what really differs. */
export const compareCommand: Command = {
  words: 'compare <a> <b..>',
  describe: 'Compare scenarios, run with the same luck',
  files: {
    a: 'Scenario file of the first design',
    b: 'Scenario files of the others, each against the first',
  },
  options: {
    ...batchOptions,
    set: { ...setOption, describe: `${setOption.describe}; holds for all` },
    report: { ...reportOption, describe: 'Write a report: OUT.html, one page with pictures' },
    json: jsonOption,
    quiet: quietOption,
  },
  examples: [
    ['compare a.yaml b.yaml', 'B against A in a table'],
    ['compare a.yaml b.yaml c.yaml', 'B and C against A'],
  ],
  execute,
};

async function execute(args: Arguments): Promise<void> {
  const files = [readFile(args, 'a'), ...readOthers(args)] as const;
  const options = readBatch(args);
  const json = readJson(args);
  const report = readText(args, 'report');
  const { compareFiles } = await import('./comparing.js');
  const { checkReport, writeReport } = await import('./report-file.js');
  if (report !== undefined) checkReport(report, 'comparison', files);
  // Without the values of single runs there is nothing to draw.
  const columns = report !== undefined || json === 'full';
  const comparison = await compareFiles(files, { ...options, columns }, args['quiet'] === true);
  if (comparison.stopped === 'interrupted') process.exitCode = exitCodes.interrupted;
  await tell(comparison, files, json);
  if (report !== undefined) await writeReport(report, comparison);
}

/** More designs than a table of them reads well with. */
const mostDesigns = 12;

function readOthers(args: Arguments): [string, ...string[]] {
  const others = args['b'] as unknown[];
  if (others.some((file) => typeof file !== 'string')) throw new UsageError(noStandardInput);
  if (others.length >= mostDesigns) {
    throw new UsageError(`${others.length + 1} designs are given; expected at most ${mostDesigns}`);
  }
  return others as [string, ...string[]];
}

async function tell(
  comparison: Comparison,
  files: readonly string[],
  json: 'full' | 'summary' | undefined,
): Promise<void> {
  const { jsonText } = await import('./json.js');
  const { comparisonText } = await import('./text/comparison.js');
  if (json === undefined) await printText(comparisonText(comparison, files, textWidth()));
  else for (const part of jsonText(comparison, json)) await print(part);
}
