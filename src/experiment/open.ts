import { Streams, Trace } from '../kernel/index.js';
import { qualify } from '../measure/columns.js';
import type { TraceRecord } from '../model/trace.js';
import { QuietOverload } from '../model/traffic/capacity/quiet-overload.js';
import { loadScenario } from '../scenario/load.js';
import type { Finding, Mistake } from '../scenario/mistake.js';
import { type Parsed, parseScenario } from '../scenario/parse.js';
import type { RareOptions, Scenario, Spec } from '../scenario/schema.js';
import { draw } from './blueprint.js';
import { assemble } from './build.js';
import { Contradiction } from './contradiction.js';
import { checkEffort } from './effort.js';
import { findMerges, type MergeFunctions } from './merges.js';
import { ScenarioError } from './scenario-error.js';
import { listColumns } from './simulate.js';

/** A scenario however it is given: the path of its file, the plain object that says the same, or what a check made of either. */
export type ScenarioSource = string | Scenario | Spec;

export interface OpenOptions {
  /** Variations such as `routing.ttl=5s`, applied in order. */
  readonly set?: readonly string[] | undefined;
  /**
   * Functions that decide conflicts, by name of a store with policy `merge`, instead of what its module exports. They cannot be
   * sent to worker threads: with them all runs are made in the calling thread.
   */
  readonly merges?: MergeFunctions | undefined;
}

/**
 * Reads and checks a scenario. A path is read with Node's file system; an object works anywhere. Modules that it names are loaded,
 * which executes them. Throws ScenarioError with all mistakes at once, TypeError when a Spec is to be varied, which only the file or object that it came from can be.
 */
export function openScenario(source: ScenarioSource, options: OpenOptions = {}): Promise<Spec> {
  return open(source, options, (spec) => spec);
}

/** The same, where rare meetings of faults are to be sought. Throws ScenarioError, too, where no fault can be pressed on. */
export async function openRare(
  source: ScenarioSource,
  rare: RareOptions,
  options: OpenOptions = {},
): Promise<Spec> {
  const seek = (spec: Spec): Spec => ({ ...spec, rare });
  if (!isSpec(source)) return open(source, options, seek);
  const spec = seek(await openScenario(source, options));
  const found = findInBuild(spec);
  if (found) throw new ScenarioError([{ ...found, path: found.path.join('.') }]);
  return spec;
}

async function open(source: ScenarioSource, options: OpenOptions, as: (spec: Spec) => Spec): Promise<Spec> {
  const set = options.set ?? [];
  if (isSpec(source)) {
    if (set.length > 0)
      throw new TypeError('a Spec cannot be varied: give the file or object it was made of');
    return as(source);
  }
  const parsed: Parsed =
    typeof source === 'string' ? await loadScenario(source, { set }) : parseScenario(source, { set });
  if (!parsed.ok) throw new ScenarioError(parsed.mistakes);
  const { findings } = await findMerges(parsed.spec, options.merges);
  if (findings.length > 0) throw new ScenarioError(findings.map(parsed.place));
  const spec = as(parsed.spec);
  const found = findInBuild(spec);
  if (found) throw new ScenarioError([parsed.place(found)]);
  return spec;
}

/** All that is wrong with a scenario; nothing when it is sound. */
export async function checkScenario(source: ScenarioSource, options: OpenOptions = {}): Promise<Mistake[]> {
  try {
    await openScenario(source, options);
    return [];
  } catch (error) {
    if (error instanceof ScenarioError) return [...error.mistakes];
    throw error;
  }
}

/** What no single value shows: that the parts cannot work together. */
function findInBuild(spec: Spec): Finding | undefined {
  try {
    begin(spec);
    checkObjectives(spec);
    return undefined;
  } catch (error) {
    if (error instanceof Contradiction) return error.finding;
    if (error instanceof QuietOverload) return ofQuietTime(error, spec);
    if (!(error instanceof RangeError)) throw error;
    return { path: [], message: error.message, expected: 'a system that can be simulated' };
  }
}

function ofQuietTime({ subject, message }: QuietOverload, { regions }: Spec): Finding {
  return {
    path: [Object.hasOwn(regions, subject) ? 'regions' : 'data', subject, 'capacity'],
    message,
    expected: 'a capacity above what is asked for in quiet time, or clients that ask for less',
  };
}

/** Builds a run and lets it begin: what is more than can be served shows then. */
function begin(spec: Spec): void {
  const trace = new Trace<TraceRecord>();
  const blueprint = draw(spec);
  checkEffort(spec, blueprint);
  assemble(blueprint, new Streams('check').at(0), trace).service.begin();
}

/** A figure that nothing in the scenario can raise above 0 has no column. */
function checkObjectives(spec: Spec): void {
  const names = new Set(listColumns(spec).map(({ name }) => name));
  for (const [index, { text, figure, of }] of spec.objectives.entries()) {
    if (names.has(qualify(figure, of))) continue;
    throw new Contradiction({
      path: ['objectives', index],
      message: `objective "${text}": ${qualify(figure, of)} is always 0 in this scenario, for none of its faults and failovers can raise it`,
      expected: 'another figure, or no such objective',
    });
  }
}

/** A scenario as people write it has no such key. */
function isSpec(source: ScenarioSource): source is Spec {
  return typeof source === 'object' && source !== null && 'notModelled' in source;
}
