import type { Parsed, ParseOptions } from './parse.js';
import { parseScenario } from './parse.js';
import { longestText, notText, tooLong, Unreadable } from './text.js';

/**
 * Reads and parses a scenario file, with what it extends and the tables of samples that it names; modules are named, not loaded. A
 * file that cannot be read is a mistake like any other. Node only; the file system is loaded when called, so that a browser may load the library.
 */
export async function loadScenario(
  file: string,
  options: Omit<ParseOptions, 'file' | 'folder' | 'readFile'> = {},
): Promise<Parsed> {
  const fs = await import('node:fs');
  const readFile = (path: string) => readText(fs, path);
  let text: string;
  try {
    text = readFile(file);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, mistakes: [{ file, path: '', message: error.message, expected: error.expected }] };
  }
  return parseScenario(text, { ...options, file, folder: process.cwd(), readFile });
}

/** @throws Unreadable with the reason as a phrase. */
function readText(fs: typeof import('node:fs'), path: string): string {
  let bytes: Uint8Array;
  try {
    const stat = fs.statSync(path);
    const { size } = stat;
    // A device or a pipe may have no end.
    if (!stat.isFile() && !stat.isDirectory())
      throw new Unreadable('is not a file', 'a file that can be read');
    if (size > longestText) throw tooLong(size);
    bytes = fs.readFileSync(path);
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable(reasonOf(error), 'a file that can be read');
  }
  if (bytes.length > longestText) throw tooLong(bytes.length);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notText();
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  ENOTDIR: 'does not exist',
  ELOOP: 'is a link that goes in a circle',
  ENAMETOOLONG: 'has too long a name',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(reasons, code) ? reasons[code]! : `cannot be read${code === '' ? '' : ` (${code})`}`;
}
