/** Where the recovery time went. */
import {
  type Estimate,
  formatPoint,
  formatShare,
  formatValue,
  leastKnown,
  type PhaseName,
  phaseGlosses,
  type Result,
} from '../../index.js';
import { layOut, wrap } from './layout.js';
import { heading, quiet } from './style.js';

/** A row a phase, with its part of the mean recovery time; undefined when nothing had to recover. */
export function phasesText({ phases, figures }: Result, width: number): string | undefined {
  const parts = Object.entries(phases).map(
    ([phase, { mean }]) => [phase as PhaseName, leastKnown(mean)] as const,
  );
  const title = 'Where the recovery time went (means, which add up)';
  return partsText(title, parts, figures['rto']!.mean, width);
}

/** Parts in seconds and what they add up to; those of 0 are left out. */
export function partsText(
  title: string,
  parts: readonly (readonly [PhaseName, number])[],
  together: Estimate,
  width: number,
): string | undefined {
  const total = leastKnown(together);
  if (total === 0) return undefined;
  const rows = parts.filter(([, part]) => part > 0).map(([phase, part]) => rowOf(phase, part, total, width));
  const last = ['  Together', formatPoint(together, 's')];
  return `${heading(title)}\n${layOut([...rows, last], ['left', 'right', 'right', 'left'])}`;
}

function rowOf(phase: PhaseName, part: number, total: number, width: number): string[] {
  const { label, meaning } = phaseGlosses[phase];
  const room = width - 38;
  return [
    `  ${label}`,
    formatValue(part, 's'),
    formatShare(part / total),
    room < 24 ? '' : quiet(wrap(meaning, room)),
  ];
}
