import type { Result, RunFailure, RunOptions } from '../index.js';
import type { Command } from './command.js';
import { exitCodeOf } from './exit-code.js';
import {
  type Arguments,
  batchOptions,
  jsonOption,
  mostRuns,
  quietOption,
  readBatch,
  readCount,
  readFile,
  readJson,
  readText,
  readTexts,
  reportOption,
  setOption,
  textOption,
} from './options.js';
import { print, printText, textWidth } from './output.js';
import { UsageError } from './usage-error.js';

/** Many runs of one scenario: distributions of recovery time and losses, and the verdicts on its objectives. */
export const runCommand: Command = {
  words: 'run <file>',
  describe: 'Run a scenario many times: recovery, losses, verdicts',
  files: { file: 'Scenario file' },
  options: {
    ...batchOptions,
    precision: textOption(
      'Go on until an interval is this narrow: FIGURE.STATISTIC=HALF-WIDTH such as rto.p95=5% or rto.p95=2s; may be repeated',
    ),
    'max-runs': textOption('The most runs that --precision may take [default: 200000]'),
    set: setOption,
    report: reportOption,
    json: jsonOption,
    quiet: quietOption,
  },
  examples: [
    ['run a.yaml --report a.html', 'a table, and a page with pictures'],
    ['run a.yaml --set routing.ttl=5s', 'the same with another TTL'],
  ],
  execute,
};

/** Up to this many runs the values of each are kept even where only the table is wanted: it names runs that are worth a look. */
const keptForTable = 200_000;

async function execute(args: Arguments): Promise<void> {
  const { run, RunFailure } = await import('../index.js');
  const { Fault } = await import('./fault.js');
  const { interruptible } = await import('./interruption.js');
  const { startProgress } = await import('./progress.js');
  const { checkReport } = await import('./report-file.js');
  const file = readFile(args, 'file');
  const options = readOptions(args);
  const report = readText(args, 'report');
  if (report !== undefined) checkReport(report, 'result', [file]);
  const progress = startProgress(args['quiet'] === true);
  try {
    const result = await interruptible((signal) =>
      run(file, { ...options, signal, onProgress: progress.show }).finally(progress.end),
    );
    process.exitCode = exitCodeOf(result);
    await tell(result, args, file);
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    const [soFar] = error.soFar;
    if (soFar !== undefined) await tell(soFar, args, file);
    throw new Fault(error, explainWords(error, scenarioWords(file, args)));
  }
}

function readOptions(args: Arguments): RunOptions & { set: string[] } {
  const { runs, ...batch } = readBatch(args);
  const precision = readTexts(args, 'precision');
  const maxRuns = readCount(args, 'max-runs', 1, mostRuns);
  if (maxRuns !== undefined && precision.length === 0) {
    throw new UsageError('--max-runs bounds what --precision may take, and there is no --precision');
  }
  const wanted = readJson(args) === 'full' || args['report'] !== undefined;
  const most = precision.length > 0 ? (maxRuns ?? keptForTable) : (runs ?? 0);
  return { ...batch, runs, precision, maxRuns, columns: wanted || most <= keptForTable };
}

/** Prints the result, and writes the report. */
async function tell(result: Result, args: Arguments, file: string): Promise<void> {
  const { jsonText } = await import('./json.js');
  const { resultText } = await import('./text/result.js');
  const { writeReport } = await import('./report-file.js');
  const report = readText(args, 'report');
  const json = readJson(args);
  if (json === undefined) await printText(resultText(result, scenarioWords(file, args), textWidth()));
  else for (const part of jsonText(result, json)) await print(part);
  if (report !== undefined) await writeReport(report, result, file);
}

/** The words that name the scenario in another command: its file and how it is varied. */
function scenarioWords(file: string, args: Arguments): string[] {
  return [file, ...readTexts(args, 'set').flatMap((setting) => ['--set', setting])];
}

function explainWords({ seed, run }: RunFailure, scenario: readonly string[]): string[] {
  return ['explain', ...scenario, '--seed', seed, '--run', String(run)];
}
