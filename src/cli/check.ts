import type { Command } from './command.js';
import { exitCodes } from './exit-code.js';
import { type Arguments, noStandardInput, readTexts, setOption } from './options.js';
import { complain, printText, textWidth } from './output.js';
import { UsageError } from './usage-error.js';

/** Is the scenario sound? All mistakes of all files at once. */
export const checkCommand: Command = {
  words: 'check <file..>',
  describe: 'Is a scenario sound? All its mistakes at once',
  files: {},
  options: { set: setOption },
  examples: [['check scenarios/*.yaml', 'check many files at once']],
  execute,
};

async function execute(args: Arguments): Promise<void> {
  const { openScenario, ScenarioError } = await import('../index.js');
  const { soundText } = await import('./text/sound.js');
  const set = readTexts(args, 'set');
  const files = args['file'] as string[];
  if (files.length === 0 || files.some((file) => typeof file !== 'string')) {
    throw new UsageError(noStandardInput);
  }
  for (const file of files) {
    try {
      const spec = await openScenario(file, { set });
      await printText(soundText(file, spec, files.length === 1, textWidth()));
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      complain(error.message);
      process.exitCode = exitCodes.usage;
    }
  }
}
