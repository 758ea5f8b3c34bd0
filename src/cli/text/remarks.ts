/** What a result leans on and leaves out, and how to look closer. */
import { notableRuns, type Result } from '../../index.js';
import { shellWords } from '../shell.js';
import { layOut, wrap } from './layout.js';
import { heading, quiet } from './style.js';

/** `scenario` are the words that name the scenario in a command: its file and how it is varied. */
export function remarksText(result: Result, scenario: readonly string[], width: number): string {
  const { defaults, notModelled } = result;
  const check = shellWords(['regionfall', 'check', ...scenario]);
  const lines = [
    ...notModelled.map((line) => `Not modelled: ${line}.`),
    ...(defaults.length === 0 ? [] : [`${defaults.length} values are defaults; to list them: ${check}`]),
  ];
  const explained = explainCommands(result, scenario);
  const intro = 'To see a single run:';
  return [
    ...lines.map((line) => wrap(line, width, 2)),
    heading(intro),
    layOut(
      explained.map(({ command, reason }) => [`  ${command}`, quiet(reason)]),
      ['left', 'left'],
    ),
  ].join('\n');
}

/** The runs worth a look; run 0 where nothing singles one out. */
function explainCommands(result: Result, scenario: readonly string[]): { command: string; reason: string }[] {
  const named = shellWords(scenario);
  const notable = notableRuns(result).map(({ reason, command }) => ({
    reason,
    command: command.replace('SCENARIO.yaml', () => named),
  }));
  if (notable.length > 0) return notable;
  const words = ['regionfall', 'explain', ...scenario, '--seed', result.seed, '--run', '0'];
  return [{ command: shellWords(words), reason: '' }];
}
