/** What a scenario promises, and what the runs say. */
import { formatEstimate, objectiveUnit, type Result } from '../../index.js';
import { layOut, wrap } from './layout.js';
import { heading, verdictText } from './style.js';

/** The narrowest column in which a sentence still reads well. */
const narrowest = 34;

/** Each promise with its verdict, what was measured, and why a verdict is unknown. */
export function objectivesText(result: Result, width: number): string {
  const { objectives, verdict } = result;
  if (objectives.length === 0) return 'The scenario states no objective.';
  const widest = Math.max(...objectives.map(({ objective }) => objective.length));
  const left = '  ? unknown   '.length;
  const beside = width - left - widest - 3;
  const rows = objectives.flatMap(({ objective, verdict: own, figure, because }) => {
    const measured = formatEstimate(figure, objectiveUnit(result, objective));
    const told = because === undefined ? measured : `${measured}: ${because}`;
    const mark = `  ${verdictText(own)}`;
    return beside >= narrowest
      ? [[mark, objective, wrap(told, beside)]]
      : [
          [mark, wrap(objective, width - left)],
          ['', wrap(told, width - left)],
        ];
  });
  const together = objectives.length === 1 ? '' : `: together ${verdictText(verdict)}`;
  return `${heading('Objectives')}${together}\n${layOut(rows, ['left', 'left', 'left'])}`;
}
