import type { Comparison } from '../index.js';
import type { Command } from './command.js';
import { exitCodes } from './exit-code.js';
import {
  type Arguments,
  batchOptions,
  jsonOption,
  quietOption,
  readBatch,
  readFile,
  readJson,
  readText,
  reportOption,
  setOption,
} from './options.js';
import { print, printText, textWidth } from './output.js';

/** Two designs run with the same luck: what really differs. */
export const compareCommand: Command = {
  words: 'compare <a> <b>',
  describe: 'Compare two scenarios, run with the same luck',
  files: { a: 'Scenario file of the first design', b: 'Scenario file of the second' },
  options: {
    ...batchOptions,
    set: { ...setOption, describe: `${setOption.describe}; holds for both` },
    report: { ...reportOption, describe: 'Write a report: OUT.html, one page with pictures' },
    json: jsonOption,
    quiet: quietOption,
  },
  examples: [['compare a.yaml b.yaml', 'B against A in a table']],
  execute,
};

async function execute(args: Arguments): Promise<void> {
  const files = [readFile(args, 'a'), readFile(args, 'b')] as const;
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
