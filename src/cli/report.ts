import type { Command } from './command.js';
import { type Arguments, readFile, readText, textOption } from './options.js';
import { UsageError } from './usage-error.js';

/** A report from a stored result. */
export const reportCommand: Command = {
  words: 'report <result>',
  describe: 'Make a report from a result that --json printed',
  files: { result: 'JSON file' },
  options: {
    out: { ...textOption('Where to write it: OUT.html one page, OUT.md Markdown with pictures'), alias: 'o' },
  },
  examples: [['report a.json -o a.html', 'one page with pictures']],
  execute,
};

async function execute(args: Arguments): Promise<void> {
  const out = readText(args, 'out');
  if (out === undefined) throw new UsageError('where to? Say -o OUT.html or -o OUT.md');
  const { isComparison } = await import('../index.js');
  const { readDocument } = await import('./document.js');
  const { checkReport, writeReport } = await import('./report-file.js');
  const stored = readFile(args, 'result');
  const document = readDocument(stored);
  checkReport(out, isComparison(document) ? 'comparison' : 'result', [stored]);
  await writeReport(out, document);
}
