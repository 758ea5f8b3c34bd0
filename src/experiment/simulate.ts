import { figures } from '../data/figures.js';
import { Streams, Trace } from '../kernel/index.js';
import { runsOverTime } from '../measure/bands.js';
import { type ColumnName, qualify, type Row } from '../measure/columns.js';
import { Measure, type MeasureOptions } from '../measure/measure.js';
import { phaseNames } from '../measure/result.js';
import type { TraceRecord } from '../model/trace.js';
import type { Spec } from '../scenario/schema.js';
import { draw } from './blueprint.js';
import { assemble } from './build.js';

export type { Spec } from '../scenario/schema.js';

/** A scenario built once, to be run many times. */
export interface Batch {
  readonly spec: Spec;
  readonly columns: readonly ColumnName[];
  /** The figures of one run. `observe` sees its records as they come and changes nothing. */
  simulate(run: number, observe?: (record: TraceRecord) => void): Row;
}

/** Builds a scenario for a seed. Throws RangeError for what no simulation could carry out. */
export function build(spec: Spec, seed: string): Batch {
  const blueprint = draw(spec);
  const streams = new Streams(seed);
  const columns = listColumns(spec);
  const options: MeasureOptions = {
    columns,
    regions: blueprint.sites.regionNames,
    stores: Object.keys(spec.data),
    populations: blueprint.populations.map(({ options: { name, requestRate, writes } }) => ({
      name,
      rate: requestRate,
      writes,
    })),
    threshold: spec.service.threshold,
    rule: { settle: spec.service.settle, horizon: spec.horizon },
  };
  return {
    spec,
    columns,
    simulate: (run, observe) => {
      const trace = new Trace<TraceRecord>();
      const measure = new Measure(options, trace, run < runsOverTime);
      if (observe) trace.subscribe('*', observe);
      const { simulation, service } = assemble(blueprint, streams.at(run), trace);
      service.begin();
      simulation.run(spec.horizon);
      service.end();
      return measure.row();
    },
  };
}

/** Figures of a whole run, its phases, then those of each population and each store. */
function listColumns(spec: Spec): ColumnName[] {
  const phases = phaseNames.map(
    (name): ColumnName => ({ name, figure: name, group: 'phase', unit: 's', lessIsBetter: true }),
  );
  return [
    ...columnsOf('run', undefined),
    ...phases,
    ...Object.keys(spec.clients).flatMap((name) => columnsOf('population', name)),
    ...Object.keys(spec.data).flatMap((name) => columnsOf('store', name)),
  ];
}

function columnsOf(group: 'run' | 'population' | 'store', of: string | undefined): ColumnName[] {
  return [...figures.values()]
    .filter(({ scopes }) => scopes.includes(group))
    .map(({ name, unit, lessIsBetter }) => ({
      name: qualify(name, of),
      figure: name,
      group,
      unit,
      lessIsBetter,
      ...(of === undefined ? {} : { of }),
    }));
}

