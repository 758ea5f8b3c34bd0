import type { Finding } from '../scenario/mistake.js';

/** Parts of a scenario cannot work together: what no single value shows, and where the scenario says so. */
export class Contradiction extends RangeError {
  override readonly name = 'Contradiction';

  constructor(readonly finding: Finding) {
    super(finding.message);
  }
}
