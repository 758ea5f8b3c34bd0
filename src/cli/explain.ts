import type { Command } from './command.js';
import { checkHistory, readHistory, writeHistory } from './history-file.js';
import {
  type Arguments,
  mostRuns,
  readCount,
  readFile,
  readText,
  readTexts,
  seedOption,
  setOption,
  textOption,
} from './options.js';
import { printText, textWidth } from './output.js';
import { UsageError } from './usage-error.js';

/** One run as a timeline in words. */
export const explainCommand: Command = {
  words: 'explain <file>',
  describe: 'Tell one run: what happened when, where the time went',
  files: { file: 'Scenario file' },
  options: {
    run: textOption('Number of the run, from 0'),
    seed: seedOption,
    set: setOption,
    trace: textOption('Write the run as a trace that ui.perfetto.dev opens: OUT.json'),
    history: textOption(
      'Write the operations of single clients for the checkers of Jepsen: OUT.edn, OUT.jsonl',
    ),
    form: textOption('What the history writes: set, list-append or rw-register [default: set]'),
    store: textOption('Whose history it is, where there are several stores'),
    reads: textOption(
      'How often somebody reads during the run of the history, such as 2/s [default: at the end]',
    ),
    keys: textOption('Over how many keys lists and registers are spread [default: one for 20 writes]'),
  },
  examples: [
    ['explain a.yaml --run 17', 'run 17 of those that `run a.yaml` makes'],
    ['explain a.yaml --run 17 --history a.edn --form list-append', 'for Elle'],
  ],
  execute,
};

async function execute(args: Arguments): Promise<void> {
  const number = readCount(args, 'run', 0, mostRuns - 1);
  if (number === undefined) throw new UsageError('which run? Say --run 0, or another number');
  const options = { seed: readText(args, 'seed'), set: readTexts(args, 'set') };
  const file = readFile(args, 'file');
  const trace = readText(args, 'trace');
  const history = readHistory(args);
  const { explain, perfettoTrace } = await import('../index.js');
  const { checkWritable, writeWhole } = await import('./file.js');
  const { explanationText } = await import('./text/explanation.js');
  if (trace !== undefined) checkWritable(trace, [file]);
  if (history) await checkHistory(history, file, trace);
  const explanation = await explain(file, number, options);
  if (trace !== undefined) writeWhole(trace, `${JSON.stringify(perfettoTrace(explanation))}\n`);
  if (history) await writeHistory(history, file, number, options);
  await printText(explanationText(explanation, textWidth()));
}
