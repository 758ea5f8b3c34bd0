import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { interpret } from '../../src/cli/command-line.js';

/** The built program, which `npm test` builds first. */
export const program = resolve('dist/cli/main.js');

export const scenario = (name: string) => resolve('scenarios', `${name}.yaml`);
export const activePassive = scenario('01-active-passive');
export const activeActive = scenario('03-active-active');

export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

export interface Circumstances {
  cwd?: string;
  env?: Record<string, string>;
  /** Called with what stands on standard error so far, whenever there is more. */
  onError?: (text: string, signal: (name: NodeJS.Signals) => void) => void;
  /** What standard output is; kept by default. */
  stdout?: number;
}

/** Runs the built program with these words, in a process of its own, and waits for its end. */
export function spawned(words: readonly string[], circumstances: Circumstances = {}): Promise<Outcome> {
  return execute(process.execPath, [program, ...words], circumstances);
}

let before: Promise<unknown> = Promise.resolve();

/**
 * The same without a process of its own, which costs half a second: for all that neither signals, the environment nor a
 * broken output touches. One call after the other.
 */
export function regionfall(words: readonly string[], { cwd }: { cwd?: string } = {}): Promise<Outcome> {
  const outcome = before.then(() => interpretHere(words, cwd ?? process.cwd()));
  before = outcome.catch(() => {});
  return outcome;
}

async function interpretHere(words: readonly string[], cwd: string): Promise<Outcome> {
  const folder = process.cwd();
  const { FORCE_COLOR } = process.env;
  const [out, err] = [capture(process.stdout), capture(process.stderr)];
  process.chdir(cwd);
  delete process.env['FORCE_COLOR'];
  try {
    await interpret(words);
    return { code: Number(process.exitCode ?? 0), out: out.text(), err: err.text() };
  } finally {
    for (const stream of [out, err]) stream.release();
    process.chdir(folder);
    process.exitCode = undefined;
    if (FORCE_COLOR !== undefined) process.env['FORCE_COLOR'] = FORCE_COLOR;
  }
}

/** Keeps what is written to a stream, until it is released. */
function capture(stream: NodeJS.WriteStream): { text: () => string; release: () => void } {
  const { write } = stream;
  let kept = '';
  stream.write = (text: Uint8Array | string, ...more: unknown[]) => {
    kept += text;
    const done = more.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  return {
    text: () => kept,
    release: () => {
      stream.write = write;
    },
  };
}

/** The same by a shell, where `$REGIONFALL` is the program. */
export function shell(line: string, circumstances: Circumstances = {}): Promise<Outcome> {
  const env = { REGIONFALL: `${process.execPath} ${program}`, ...circumstances.env };
  return execute('bash', ['-c', line], { ...circumstances, env });
}

function execute(command: string, words: readonly string[], circumstances: Circumstances): Promise<Outcome> {
  const { cwd, env, onError, stdout = 'pipe' } = circumstances;
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
  const child = spawn(command, [...words], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', stdout, 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (data) => {
    out += data;
  });
  child.stderr!.on('data', (data) => {
    err += data;
    onError?.(err, (name) => child.kill(name));
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code, out, err }));
  });
}

/** Calls `work` with an empty folder, which is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'regionfall-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
