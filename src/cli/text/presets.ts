/** Presets for people: what each is, and its numbers with their sources. */
import type { Preset } from '../../index.js';
import { layOut, sections, wrap } from './layout.js';
import { heading, quiet } from './style.js';

const closing = 'routing.preset: NAME takes the numbers that a scenario does not state itself.';

export function presetList(presets: readonly Preset[], width: number): string {
  return sections([...presets.map((preset) => presetText(preset, width)), quiet(closing)]);
}

/** A line a number: where it stands below `routing`, its value, how sure it is, and below them the source. */
export function presetText({ name, what, values }: Preset, width: number): string {
  const rows = values.map(({ key, value, mark }) => [`  ${key}`, String(value), mark]);
  const lines = layOut(rows, ['left', 'right', 'left']).split('\n');
  const told = lines.flatMap((line, i) => [line, quiet(`      ${wrap(values[i]!.source, width - 6, 6)}`)]);
  return [wrap(`${heading(name)}: ${what}`, width), ...told].join('\n');
}
