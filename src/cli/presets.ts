import type { Preset } from '../index.js';
import type { Command } from './command.js';
import { type Arguments, jsonOption, readJson } from './options.js';
import { print, printText, textWidth } from './output.js';
import { UsageError } from './usage-error.js';

/** What vendors' mechanisms do unless they are told otherwise, each number with its source. */
export const presetsCommand: Command = {
  words: 'presets [name]',
  describe: 'List vendor presets, each number with its source',
  files: { name: 'One of them alone' },
  options: { json: { ...jsonOption, describe: 'Print JSON instead of tables' } },
  examples: [['presets route53', 'the numbers behind routing.preset: route53']],
  execute,
};

async function execute(args: Arguments): Promise<void> {
  const json = readJson(args);
  const { presets } = await import('../index.js');
  const name = args['name'];
  const listed = name === undefined ? [...presets.values()] : [await find(String(name))];
  if (json !== undefined) {
    await print(`${JSON.stringify(listed, null, 2)}\n`);
    return;
  }
  const { presetText, presetList } = await import('./text/presets.js');
  const text = name === undefined ? presetList(listed, textWidth()) : presetText(listed[0]!, textWidth());
  await printText(`${text}\n`);
}

async function find(name: string): Promise<Preset> {
  const { presets, nearest, alternatives } = await import('../index.js');
  const found = presets.get(name);
  if (found) return found;
  const known = [...presets.keys()];
  const meant = nearest(name, known);
  const guess = meant === undefined ? `: expected ${alternatives(known)}` : `; did you mean ${meant}?`;
  throw new UsageError(`there is no preset "${name}"${guess}`);
}
