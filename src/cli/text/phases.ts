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
  const rows = parts
    .filter(([, part]) => part > 0)
    .map(([phase, part]) => [
      `  ${phaseGlosses[phase].label}`,
      formatValue(part, 's'),
      formatShare(part / total),
      phaseGlosses[phase].meaning,
    ]);
  const last = ['  Together', formatPoint(together, 's'), '', ''];
  return `${heading(title)}\n${layOut(inRoom([...rows, last], width), ['left', 'right', 'right', 'left'])}`;
}

/** The narrowest column in which a meaning still reads well. */
const narrowest = 24;

/** The meanings broken to what is left of the width, or left out. */
function inRoom(rows: readonly string[][], width: number): string[][] {
  const widest = (column: number) => Math.max(...rows.map((row) => row[column]!.length));
  const room = width - widest(0) - widest(1) - widest(2) - 9;
  return rows.map(([label, part, share, meaning]) => [
    label!,
    part!,
    share!,
    ...(room < narrowest ? [] : [quiet(wrap(meaning!, room))]),
  ]);
}
