/** Files that are written: whole or not at all. */
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from './usage-error.js';

/**
 * Finds out before hours of work whether a file can be written, and that it is none of those that are read. Throws UsageError.
 * Leaves nothing behind.
 */
export function checkWritable(path: string, inputs: readonly string[] = []): void {
  for (const input of inputs) {
    if (existsSync(path) && existsSync(input) && realpathSync(path) === realpathSync(input)) {
      throw new UsageError(`"${path}" is read by this command; write to another file`);
    }
  }
  orUsageError(path, () => {
    const { target, special } = resolve(path);
    if (special) return;
    const probe = openBeside(target);
    closeSync(probe.descriptor);
    rmSync(probe.path);
  });
}

/**
 * Writes a file by way of a temporary one in the same folder, so that whoever looks finds the old one or the new one and never a
 * part; the temporary one is removed when it cannot be completed. A device or a pipe is written to as it is. Nothing else runs
 * in between, an interruption neither. Throws UsageError.
 */
export function writeWhole(path: string, text: string): void {
  orUsageError(path, () => {
    const { target, special } = resolve(path);
    if (special) return writeThrough(openSync(target, 'w'), text);
    const { path: temporary, descriptor } = openBeside(target);
    try {
      const mode = statSync(target, { throwIfNoEntry: false })?.mode;
      if (mode !== undefined) fchmodSync(descriptor, mode & 0o777);
      writeThrough(descriptor, text);
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** The file that a path leads to, through links; `special` when it is neither a file nor yet to be made. */
function resolve(path: string): { target: string; special: boolean } {
  const target = existsSync(path) ? realpathSync(path) : path;
  const stat = statSync(target, { throwIfNoEntry: false });
  if (stat?.isDirectory() || /[/\\]$/.test(path)) throw Object.assign(new Error(), { code: 'EISDIR' });
  return { target, special: stat !== undefined && !stat.isFile() };
}

function openBeside(target: string): { path: string; descriptor: number } {
  const path = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  return { path, descriptor: openSync(path, 'wx') };
}

function writeThrough(descriptor: number, text: string): void {
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    flush(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** To the disk, where there is one: a pipe has none. */
function flush(descriptor: number): void {
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (codeOf(error) !== 'EINVAL') throw error;
  }
}

const reasons: Record<string, string> = {
  EACCES: 'that is not allowed',
  EPERM: 'that is not allowed',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EFBIG: 'it would be larger than a file may be',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its name is too long',
};

function orUsageError(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const code = codeOf(error);
    const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
    throw new UsageError(`cannot write ${path}: ${reason}`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
