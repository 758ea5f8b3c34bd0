import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/scenario/schema.js';
import type { Limits } from '../../drafts/cast.js';
import { scenarios } from '../../drafts/scenarios.js';
import { tell } from './told.js';

/** The same with faults often enough for two of them to meet. */
function denser(scenario: Scenario): Scenario {
  const { faults = [] } = scenario;
  return { ...scenario, faults: faults.flatMap((fault, i) => [fault, { ...fault, name: `again-${i}` }]) };
}

/** The same with clocks that are all true. */
function onTime(scenario: Scenario): Scenario {
  const regions = Object.entries(scenario.regions).map(([name, { clock: _, ...region }]) => [name, region]);
  return { ...scenario, regions: Object.fromEntries(regions) };
}

/** Whether every store of which it can be asked has this figure at 0, in two runs. */
function isNone(scenario: Scenario, figure: string, where: (store: string) => boolean): boolean {
  const stores = Object.keys(scenario.data).filter(where);
  return tell(scenario, 2, '61').every((told) =>
    stores.every((store) => told.figureOr0(`${figure} of ${store}`) === 0),
  );
}

/** Looks for a scenario in which the figure of a store is above 0. */
function search(
  figure: string,
  limits: Limits,
  runs: number,
  where: (scenario: Scenario) => (store: string) => boolean = () => () => true,
  as: (scenario: Scenario) => Scenario = (scenario) => scenario,
) {
  const property = fc.property(scenarios(limits).map(denser).map(as), (scenario) =>
    isNone(scenario, figure, where(scenario)),
  );
  return fc.check(property, { seed: 62, numRuns: runs, endOnFailure: true });
}

/** A scenario was found, and its run did not break. */
const found = {
  failed: true,
  errorInstance: expect.objectContaining({ message: 'Property failed by returning false' }),
};

/** Whether a store has so many copies that a majority of them can be checked with one away. */
const checked = (scenario: Scenario) => (store: string) => scenario.data[store]!.epochs === true;

describe('at no instant do two primaries acknowledge writes', () => {
  it('where epochs are checked, whatever breaks and however failovers are begun', () => {
    const outcome = search('twoWriters', { epochs: true }, 150, checked);
    expect(fc.defaultReportMessage(outcome)).toBeUndefined();
  });

  it('where the primary holds a lease, its clock is true, and it is neither paused nor overruled by hand', () => {
    const faults = ['lose', 'destroy', 'crash', 'partition', 'isolate', 'slow'] as const;
    const outcome = search('twoWriters', { epochs: false, detect: 'lease', faults }, 150, undefined, onTime);
    expect(fc.defaultReportMessage(outcome)).toBeUndefined();
  });

  it('is no promise where nothing prevents it: the search finds two', () => {
    expect(search('twoWriters', { epochs: false }, 300)).toMatchObject(found);
  });

  it('is no promise with a lease alone when processes pause', () => {
    const faults = ['pause', 'partition', 'promote'] as const;
    expect(search('twoWriters', { epochs: false, detect: 'lease', faults }, 500)).toMatchObject({
      failed: true,
    });
  });
});

describe('a primary that is cut off', () => {
  it('acknowledges nothing where epochs are checked', () => {
    const outcome = search('isolatedWrites', { epochs: true, detect: 'lease' }, 100, checked);
    expect(fc.defaultReportMessage(outcome)).toBeUndefined();
  });

  it('acknowledges some until its lease runs out: the search finds them', () => {
    expect(search('isolatedWrites', { epochs: false, detect: 'lease' }, 200)).toMatchObject(found);
  });
});
