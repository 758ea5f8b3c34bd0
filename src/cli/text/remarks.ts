/** What a result leans on and leaves out, and how to look closer. */
import { notableRuns, type Result } from '../../index.js';
import { shellWords } from '../shell.js';
import { layOut, sections, wrap } from './layout.js';
import { heading } from './style.js';

/** `scenario` are the words that name the scenario in a command: its file and how it is varied. */
export function remarksText(result: Result, scenario: readonly string[], width: number): string {
  const { defaults, notModelled, warnings = [] } = result;
  const commands = [
    ...explainCommands(result, scenario),
    [`its ${defaults.length} defaults`, shellWords(['regionfall', 'check', ...scenario])],
  ];
  return sections([
    notModelledText('Warnings', warnings, width),
    notModelledText('Not modelled', notModelled, width),
    // Commands are not broken, so that they can be copied.
    `${heading('To look closer')}\n${layOut(
      commands.map(([what, command]) => [`  ${what}`, command!]),
      ['left', 'left'],
    )}`,
  ]);
}

/** A list, or nothing when the model covers all. */
export function notModelledText(title: string, lines: readonly string[], width: number): string | undefined {
  if (lines.length === 0) return undefined;
  return [heading(title), ...lines.map((line) => `  ${wrap(line, width - 2, 4)}`)].join('\n');
}

/** The runs worth a look; run 0 where nothing singles one out. */
function explainCommands(result: Result, scenario: readonly string[]): string[][] {
  const named = shellWords(scenario);
  const notable = notableRuns(result).map(({ reason, command }) => [
    reason,
    command.replace('SCENARIO.yaml', () => named),
  ]);
  if (notable.length > 0) return notable;
  const words = ['regionfall', 'explain', ...scenario, '--seed', result.seed, '--run', '0'];
  return [['the first run', shellWords(words)]];
}
