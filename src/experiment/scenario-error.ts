import { formatMistake, type Mistake } from '../scenario/mistake.js';

/** A scenario cannot be read or understood; its message is one line a mistake. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';

  constructor(readonly mistakes: readonly Mistake[]) {
    super(mistakes.map(formatMistake).join('\n'));
  }
}
