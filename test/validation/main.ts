/**
 * Holds what the simulator says against models with a known answer. Bundled and run by `npm run validate`.
 *
 * Exits with 0 if every figure is hit, 1 on a miss, 64 on wrong usage.
 */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { readCommand, UsageError, validate } from './command.js';
import type { Sampler, Task, Units } from './sampler.js';

function startPool(): Sampler {
  const pool = new Piscina<Task, Units>({
    filename: new URL('./worker.js', import.meta.url).href,
    maxThreads: availableParallelism(),
  });
  return { sample: (task) => pool.run(task), close: () => pool.destroy() };
}

try {
  const command = readCommand(process.argv.slice(2), 'test/validation/oracles.json', process.env['INIT_CWD']);
  const pool = startPool();
  try {
    const findings = await validate(command, pool, (line) => console.log(line));
    process.exitCode = findings.every(({ hit }) => hit) ? 0 : 1;
  } finally {
    await pool.close();
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 64;
}
