import { type Facet, type FigureScope, figures } from '../data/figures.js';
import { Streams, Trace } from '../kernel/index.js';
import { runsOverTime } from '../measure/bands.js';
import { type ColumnName, qualify, type Row } from '../measure/columns.js';
import { layOut } from '../measure/layout.js';
import { Measure, type MeasureOptions } from '../measure/measure.js';
import { OverTimeFold } from '../measure/over-time.js';
import { phaseNames } from '../measure/result.js';
import type { TraceRecord } from '../model/trace.js';
import { facetsOf, facetsOfScenario } from '../scenario/facets.js';
import type { Spec } from '../scenario/schema.js';
import { draw } from './blueprint.js';
import { assemble, type System } from './build.js';
import type { Merges } from './merges.js';
import { canBeIsolated, canBeTwo } from './recovery-plan.js';

export type { Spec } from '../scenario/schema.js';

/** A scenario built once, to be run many times. */
export interface Batch {
  readonly spec: Spec;
  readonly columns: readonly ColumnName[];
  /**
   * The figures of one run. `observe` sees its records as they come and changes nothing; `attend` may look at the system, now and
   * at instants that it schedules, and changes nothing either.
   */
  simulate(run: number, observe?: (record: TraceRecord) => void, attend?: (system: System) => void): Row;
}

/**
 * Builds a scenario for a seed; `merges`, as `loadMerges` finds them, decide the conflicts of stores with policy `merge`: without
 * them, a run fails at its first conflict. Throws RangeError for what no simulation could carry out.
 */
export function build(spec: Spec, seed: string, merges: Merges = {}): Batch {
  const blueprint = draw(spec, merges);
  const streams = new Streams(seed);
  const columns = listColumns(spec);
  const populations = blueprint.populations.map(({ options: { name, requestRate, writes } }) => ({
    name,
    rate: requestRate,
    writes,
  }));
  const stores = Object.keys(spec.data);
  // A run ends at an event time, and those are whole microseconds.
  const horizon = Math.ceil(spec.horizon);
  const options: MeasureOptions = {
    layout: layOut(columns, Object.keys(spec.clients), stores),
    stores,
    populations,
    threshold: spec.service.threshold,
    rule: { settle: spec.service.settle, horizon },
  };
  const plain = watch(options);
  const writers = stores.filter((name) => spec.data[name]!.writers);
  const overTime = { regions: blueprint.sites.regionNames, stores, writers, populations, horizon };
  return {
    spec,
    columns,
    simulate: (run, observe, attend) => {
      const watched = observe || run < runsOverTime;
      const { trace, measure } = watched ? watch(options) : plain;
      const fold = run < runsOverTime ? new OverTimeFold(overTime, trace) : undefined;
      if (observe) trace.subscribe('*', observe);
      measure.begin();
      const system = assemble(blueprint, streams.at(run), trace);
      const { simulation, service } = system;
      attend?.(system);
      service.begin();
      simulation.run(horizon);
      service.end();
      const row = measure.row(fold);
      if (system.tilt) {
        row.values[options.layout.run['weight']!] = system.tilt.weight;
        row.values[options.layout.run['faultsAtOnce']!] = system.tilt.atOnce;
      }
      return row;
    },
  };
}

/** A trace and what measures it; used for run after run where nobody else listens. */
function watch(options: MeasureOptions): { trace: Trace<TraceRecord>; measure: Measure } {
  const trace = new Trace<TraceRecord>();
  return { trace, measure: new Measure(options, trace) };
}

/** Figures of a whole run, its phases, then those of each population and each store. */
export function listColumns(spec: Spec): ColumnName[] {
  const facets = Object.keys(spec.data).map((name) => facetsIn(spec, name));
  const ofAll = facetsOfScenario(spec);
  const all = [...facets.flat(), ...ofAll];
  const phases = phaseNames.map(
    (name): ColumnName => ({ name, figure: name, group: 'phase', unit: 's', lessIsBetter: true }),
  );
  return [
    ...columnsOf('run', undefined, all),
    ...phases,
    ...Object.keys(spec.clients).flatMap((name) => columnsOf('population', name, all)),
    ...Object.keys(spec.data).flatMap((name, index) =>
      columnsOf('store', name, [...facets[index]!, ...ofAll]),
    ),
  ];
}

/** What the figures of a store can be more than 0 for. */
function facetsIn(spec: Spec, store: string): Facet[] {
  const own = facetsOf(spec.data[store]!);
  return [
    ...own,
    ...(canBeTwo(spec, store) ? (['two-writers'] as const) : []),
    ...(canBeIsolated(spec, store) ? (['isolation'] as const) : []),
  ];
}

function columnsOf(
  group: ColumnName['group'] & FigureScope,
  of: string | undefined,
  facets: readonly Facet[],
): ColumnName[] {
  return [...figures.values()]
    .filter(({ scopes, only }) => scopes.includes(group) && (!only || facets.includes(only)))
    .map(({ name, unit, lessIsBetter }) => ({
      name: qualify(name, of),
      figure: name,
      group,
      unit,
      lessIsBetter,
      ...(of === undefined ? {} : { of }),
    }));
}
