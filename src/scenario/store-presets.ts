import type { PresetValue, StorePreset } from '../data/presets/preset.js';
import { storePresets } from '../data/presets/stores/presets.js';
import { isMap, own } from './declaration.js';
import { stepNames } from './failover.js';
import { type Filled, fill, type Taken } from './filled.js';

/** Stores that name a preset that there is and that fits how they take writes. */
export function storesWithPreset(scenario: unknown): { name: string; store: unknown; preset: StorePreset }[] {
  const data = own(scenario, 'data');
  if (!isMap(data)) return [];
  return Object.entries(data).flatMap(([name, store]) => {
    const preset = storePresetOf(store);
    return preset && own(store, preset.copies.under) !== undefined ? [{ name, store, preset }] : [];
  });
}

/** The preset that a store names, if there is one of that name. */
export function storePresetOf(store: unknown): StorePreset | undefined {
  const name = own(store, 'preset');
  return typeof name === 'string' ? storePresets.get(name) : undefined;
}

/** A scenario with the numbers of its stores' presets where it states none of its own. */
export function fillStores(given: unknown): Filled {
  let scenario = given;
  const taken: Taken[] = [];
  const ownSteps = new Map<string, (number | undefined)[]>();
  for (const { name, store, preset } of storesWithPreset(given)) {
    const data = fillStore(name, store, preset);
    const stated = own(own(given, 'failover'), name);
    const steps =
      stated === undefined && isPromotedByRunbook(name, own(given, 'runbooks'))
        ? { list: undefined, own: [], taken: [] }
        : fillSteps(name, stated, preset);
    taken.push(...data.taken, ...steps.taken);
    ownSteps.set(name, steps.own);
    scenario = put(scenario, ['data', name], data.store);
    if (steps.list !== undefined) scenario = put(scenario, ['failover', name], steps.list);
  }
  return { scenario, taken, ownSteps };
}

function put(scenario: unknown, [section, name]: readonly [string, string], value: unknown): unknown {
  const map = isMap(scenario) ? scenario : {};
  const given = own(map, section);
  // What is not a map is for the declaration to refuse.
  if (given !== undefined && !isMap(given)) return scenario;
  return { ...map, [section]: { ...given, [name]: value } };
}

function fillStore(
  name: string,
  store: unknown,
  preset: StorePreset,
): { store: unknown; taken: readonly Taken[] } {
  if (!isMap(store)) return { store, taken: [] };
  let filled: Record<string, unknown> = store;
  const taken: Taken[] = [];
  for (const value of preset.values) {
    const [section, ...keys] = value.key.split('.');
    if (section !== 'data' || !isOpen(keys, store, preset)) continue;
    const path = ['data', name, ...keys];
    taken.push({ path, listed: path.join('.'), namedAt: ['data', name, 'preset'], preset, value });
    filled = fill(filled, keys, value.value);
  }
  return { store: filled, taken };
}

/** Ways in which a log ships, of which a store has one. */
const ways = ['lag', 'link', 'every', 'archive'];

/** Whether a scenario leaves a key to the preset: it states neither it nor what stands in its place. */
function isOpen(keys: readonly string[], store: unknown, { values }: StorePreset): boolean {
  if (keys.reduce<unknown>(own, store) !== undefined) return false;
  const [section, key = ''] = keys;
  const replication = own(store, 'replication');
  if (section !== 'replication' || replication === undefined) return true;
  // Who states another mode says how the copies follow.
  const mode = own(replication, 'mode');
  const usual = values.find((value) => value.key === 'data.replication.mode')?.value;
  if (mode !== undefined && mode !== usual) return false;
  const stated = ways.some((way) => own(replication, way) !== undefined);
  return !(stated && [...ways, 'ships', 'correlation'].includes(key));
}

/** The steps of a scenario in its own order, with those of the preset that it leaves out before the first that comes later. */
function fillSteps(
  name: string,
  given: unknown,
  preset: StorePreset,
): { list: unknown; own: (number | undefined)[]; taken: readonly Taken[] } {
  const values = preset.values.filter(({ key }) => key.startsWith('failover.'));
  if (values.length === 0 || (given !== undefined && !Array.isArray(given)))
    return { list: given, own: [], taken: [] };
  const stated: Placed[] = ((given ?? []) as unknown[]).map((step, index) => ({ step, index }));
  for (const value of values) {
    const step = stepOf(value);
    if (stated.some((one) => own(one.step, step) !== undefined)) continue;
    const later = stated.findIndex((one) => orderOf(one.step) > orderOf({ [step]: 0 }));
    stated.splice(later < 0 ? stated.length : later, 0, { step: { [step]: value.value }, value });
  }
  const taken = stated.flatMap(({ value }, at): Taken[] => {
    if (value === undefined) return [];
    const listed = `failover.${name}.${stepOf(value)}`;
    const path = ['failover', name, at, stepOf(value)];
    return [{ path, listed, namedAt: ['data', name, 'preset'], preset, value }];
  });
  return { list: stated.map(({ step }) => step), own: stated.map(({ index }) => index), taken };
}

/** Whether a runbook does what a failover would: it promotes a copy of the store, or begins when its primary is lost. */
function isPromotedByRunbook(store: string, runbooks: unknown): boolean {
  if (Array.isArray(runbooks)) return runbooks.some((one) => isPromotedByRunbook(store, one));
  if (!isMap(runbooks)) return false;
  return Object.entries(runbooks).some(([key, value]) =>
    ['promote', 'primaryLost'].includes(key) ? value === store : isPromotedByRunbook(store, value),
  );
}

interface Placed {
  readonly step: unknown;
  /** Its place in the scenario's own list. */
  readonly index?: number;
  /** Where the preset says it. */
  readonly value?: PresetValue;
}

function stepOf({ key }: PresetValue): string {
  return key.slice('failover.'.length);
}

/** Where a step stands among all; before them what is none. */
function orderOf(step: unknown): number {
  return stepNames.findIndex((name) => own(step, name) !== undefined);
}
