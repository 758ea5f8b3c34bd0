/** Reports as files: one page, or Markdown with its pictures beside it. */
import { basename, dirname, extname, join } from 'node:path';
import { type Comparison, isComparison, type Result, renderMarkdown, renderPage } from '../index.js';
import { checkWritable, writeWhole } from './file.js';
import { complain } from './output.js';
import { UsageError } from './usage-error.js';

/** Throws UsageError when a report of this kind cannot be written to this path. */
export function checkReport(path: string, of: 'result' | 'comparison', inputs: readonly string[] = []): void {
  const form = extname(path).toLowerCase();
  if (form !== '.html' && form !== '.md') {
    throw new UsageError(`the report "${path}" must end in .html (one page) or .md (Markdown with pictures)`);
  }
  if (form === '.md' && of === 'comparison') {
    throw new UsageError(`the report of a comparison is a page: "${path}" must end in .html`);
  }
  checkWritable(path, inputs);
}

/** `file` is the scenario as one would type it in a command, where it is known. */
export async function writeReport(path: string, document: Result | Comparison, file?: string): Promise<void> {
  if (extname(path).toLowerCase() === '.html' || isComparison(document)) {
    writeWhole(path, await renderPage(document));
  } else {
    await writeMarkdown(path, document, file);
  }
  complain(`Report: ${path}`);
}

async function writeMarkdown(path: string, document: Result, file: string | undefined): Promise<void> {
  const name = basename(path, extname(path));
  const { markdown, svgs } = await renderMarkdown(document, file === undefined ? { name } : { name, file });
  for (const [svg, picture] of Object.entries(svgs)) writeWhole(join(dirname(path), svg), picture);
  writeWhole(path, markdown);
}
