import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build } from '../../src/experiment/simulate.js';
import { valueAt } from '../../src/model/curve.js';
import type { GoodputChanged } from '../../src/model/trace.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { scenarios } from '../drafts/scenarios.js';

/** Nothing but people ends what these do, and random runbooks need not. */
const lasting = ['leave', 'readOnly', 'fence', 'record'];

/** The same scenario with faults that strike once and are over after four hours, and eight more hours to come back. */
function allOver(scenario: Scenario): Scenario {
  const faults = (scenario.faults ?? []).map(({ every: _, ...fault }) => ({
    ...fault,
    at: { between: ['0s', '2h'] as [string, string] },
    for: { between: ['1s', '2h'] as [string, string] },
  }));
  // A probe that fails by chance is a fault that is never over.
  const { loss: _, ...health } = scenario.routing.health ?? {};
  const routing = { ...scenario.routing, health } as Scenario['routing'];
  return { ...scenario, routing, faults, horizon: '12h' };
}

describe('when every fault is over', () => {
  it('everybody is served again, whoever was promoted meanwhile', () => {
    // Disks that are destroyed do not come back, and what was only on them stays away.
    const faults = ['lose', 'crash', 'pause', 'partition', 'isolate', 'slow', 'alarm', 'promote'] as const;
    fc.assert(
      fc.property(scenarios({ faults, without: lasting }).map(allOver), (scenario) => {
        const parsed = parseScenario(scenario);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
        const batch = build(parsed.spec, '45');
        for (let run = 0; run < 2; run++) {
          const last = new Map<string, GoodputChanged>();
          batch.simulate(run, (record) => {
            if (record.type === 'goodput') last.set(`${record.kind} of ${record.population}`, record);
          });
          for (const [requests, { share, usual = 1 }] of last) {
            expect(valueAt(share, parsed.spec.horizon), `${requests} in run ${run}`).toBeCloseTo(usual, 6);
          }
        }
      }),
      { seed: 45, numRuns: 200, endOnFailure: true },
    );
  });
});
