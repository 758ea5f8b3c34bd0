import { describe, expect, it } from 'vitest';
import { build } from '../../src/experiment/simulate.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { Chance } from './chance.js';
import { type Design, designs } from './designs.js';
import { observeRun } from './given.js';
import { countFailures } from './twin.js';

/**
 * TWIN_TIMES=10 npx vitest run test/twin makes ten times as many runs, adds the designs that need them, and prints how
 * far apart the two are: for whoever changes the model, and for the bias that a short run cannot see.
 */
const times = Number(process.env['TWIN_TIMES'] ?? 1);

interface Agreement {
  /** Failed requests of a run, as the fast model expects them. */
  readonly expected: number;
  /** Mean of the twin's count minus that, and its standard error. */
  readonly difference: number;
  readonly error: number;
}

function compare({ scenario, habits, runs }: Design): Agreement {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '71');
  const all = runs * times;
  let [sum, squares, expected] = [0, 0, 0];
  for (let run = 0; run < all; run++) {
    const given = observeRun(batch, run);
    const difference = countFailures(habits, given, new Chance(run)) - given.expected;
    sum += difference;
    squares += difference * difference;
    expected += given.expected;
  }
  const mean = sum / all;
  const variance = (squares - all * mean * mean) / (all - 1);
  return { expected: expected / all, difference: mean, error: Math.sqrt(variance / all) };
}

function describeAgreement({ expected, difference, error }: Agreement): string {
  const percent = (value: number) => `${((100 * value) / expected).toFixed(3)} %`;
  return `${expected.toFixed(0)} expected, twin ${percent(difference)} more, four standard errors ${percent(4 * error)}`;
}

describe('the failed requests of a run are those of its brute-force twin, with', () => {
  it.each(designs.filter(({ long }) => times > 1 || !long))(
    '$title',
    (design) => {
      const agreement = compare(design);
      const { expected, difference, error } = agreement;
      if (times > 1) console.log(`${design.title}: ${describeAgreement(agreement)}`);
      expect(4 * error).toBeLessThan((design.within ?? 0.002) * expected);
      expect(Math.abs(difference), describeAgreement(agreement)).toBeLessThan(4 * error);
    },
    times * 120_000,
  );
});
