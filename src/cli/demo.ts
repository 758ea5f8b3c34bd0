import { fileURLToPath } from 'node:url';
import type { Command } from './command.js';
import { exitCodes } from './exit-code.js';
import { type Arguments, batchOptions, quietOption, readBatch } from './options.js';
import { printText, textWidth } from './output.js';

const page = 'regionfall-demo.html';

/** What `npm start` does: active-passive against active-active, and a page about it. A demonstration is no gate: it ends well. */
export const demoCommand: Command = {
  words: 'demo',
  describe: 'Compare active-passive with active-active, as an example',
  files: {},
  options: { ...batchOptions, quiet: quietOption },
  execute,
};

async function execute(args: Arguments): Promise<void> {
  const options = readBatch(args);
  const { compareFiles } = await import('./comparing.js');
  const { checkReport, writeReport } = await import('./report-file.js');
  const { comparisonText } = await import('./text/comparison.js');
  const files = [scenario('01-active-passive'), scenario('03-active-active')] as const;
  checkReport(page, 'comparison');
  const comparison = await compareFiles(files, options, args['quiet'] === true);
  if (comparison.stopped === 'interrupted') process.exitCode = exitCodes.interrupted;
  await printText(comparisonText(comparison, files, textWidth()));
  await writeReport(page, comparison);
}

/** A scenario that comes with the program, as a path from here. */
function scenario(name: string): string {
  const path = fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url));
  const here = `${process.cwd()}/`;
  return path.startsWith(here) ? path.slice(here.length) : path;
}
