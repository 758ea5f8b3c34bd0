/** That a scenario is sound, and what is not seen in its file. */
import type { Spec } from '../../index.js';
import { sections, wrap } from './layout.js';
import { notModelledText } from './remarks.js';
import { heading } from './style.js';

/** One line; with `details` also what the model leaves out and every default that is used. */
export function soundText(file: string, spec: Spec, details: boolean, width: number): string {
  const parts: (string | undefined)[] = [`${file}: sound`];
  if (details) {
    parts.push(notModelledText('Warnings', spec.warnings, width));
    parts.push(notModelledText('Not modelled', spec.notModelled, width));
    const defaults = spec.defaults.map((line) => `  ${wrap(line, width - 2, 6)}`);
    if (defaults.length > 0) parts.push([heading('Defaults it leans on'), ...defaults].join('\n'));
  }
  return `${sections(parts)}\n`;
}
