/** That a scenario is sound, and what is not seen in its file. */
import type { Spec } from '../../index.js';
import { wrap } from './layout.js';
import { quiet } from './style.js';

/** One line; with `details` also what the model leaves out and every default that is used. */
export function soundText(file: string, spec: Spec, details: boolean, width: number): string {
  const lines = [`${file}: sound`];
  if (details) {
    lines.push(...spec.notModelled.map((line) => wrap(`Not modelled: ${line}.`, width, 2)));
    if (spec.defaults.length > 0) lines.push('Defaults it leans on:');
    lines.push(...spec.defaults.map((line) => quiet(`  ${wrap(line, width - 2, 6)}`)));
  }
  return `${lines.join('\n')}\n`;
}
