import { printPlain, type RoutingPreset } from '../data/presets/preset.js';
import { presets } from '../data/presets/presets.js';
import { routingPresets } from '../data/presets/routing/presets.js';
import { isMap, own } from './declaration.js';
import { type Filled, fill, type Taken } from './filled.js';
import { type Finding, quote } from './mistake.js';
import { fillStores, storesWithPreset } from './store-presets.js';

export function withPresets(given: unknown): Filled {
  const routed = fillRouting(given);
  const stored = fillStores(routed.scenario);
  return { ...stored, taken: [...routed.taken, ...stored.taken] };
}

/** The preset of routing that a scenario names, if there is one of that name. */
export function routingPresetOf(given: unknown): RoutingPreset | undefined {
  const name = own(own(given, 'routing'), 'preset');
  return typeof name === 'string' ? routingPresets.get(name) : undefined;
}

/** Keys below `routing` that a scenario has from its preset, and from nowhere else. */
export function keysFromPreset(given: unknown): string[] {
  return fillRouting(given).taken.map(({ value }) => value.key);
}

/** What a scenario takes from its presets, as `path = value`, with the mark and the source. */
export function listFromPresets({ taken }: Filled): string[] {
  return taken.map(
    ({ listed, preset, value: { value, mark, source } }) =>
      `${listed} = ${printPlain(value)} (preset ${preset.name}, ${mark}: ${source})`,
  );
}

/** What the services that a scenario names do and the model does not. */
export function listNotModelledOfPresets(scenario: unknown): string[] {
  return storesWithPreset(scenario).flatMap(({ name, preset }) =>
    preset.notModelled.map((what) => `${preset.name} of ${name}: ${what}`),
  );
}

/** Says who wrote a key that is wrong, and puts it at its place in the scenario as given. */
export function attribute(finding: Finding, filled: Filled): Finding {
  const { taken, ownSteps } = filled;
  const { path, message } = finding;
  if (path.at(-1) === 'preset') return ofTheOtherSort(finding, filled.scenario);
  const from = taken.find((one) => one.path.every((step, depth) => path[depth] === step));
  if (from !== undefined)
    return { ...finding, message: `${message}; the preset ${from.preset.name} writes it`, at: from.namedAt };
  const [top, store, index, ...below] = path;
  if (top !== 'data' && top !== 'failover') return finding;
  const beside = taken.find(({ namedAt }) => namedAt[1] === store);
  if (beside === undefined) return finding;
  const given = typeof index === 'number' ? ownSteps.get(String(store))?.[index] : undefined;
  const here = top === 'failover' && given !== undefined ? [top, store!, given, ...below] : path;
  const because = clashes.test(message) ? ` (the store has the preset ${beside.preset.name})` : '';
  return { ...finding, path: here, message: `${message}${because}` };
}

/** How messages begin that are about one key beside others, which the scenario may not have written. */
const clashes = /^(has no meaning|elects)/;

/** A name that is known, but stands for something else. */
function ofTheOtherSort(finding: Finding, scenario: unknown): Finding {
  const name = finding.path.reduce<unknown>(own, scenario);
  const other = typeof name === 'string' ? presets.get(name) : undefined;
  const sort = finding.path[0] === 'routing' ? 'routing' : 'store';
  if (other === undefined || other.of === sort) return finding;
  return {
    ...finding,
    message: `${quote(name)} is a preset of ${other.of === 'store' ? 'a store' : 'routing'}`,
    expected: other.of === 'store' ? 'it as data.STORE.preset' : 'it as routing.preset',
  };
}

function fillRouting(given: unknown): Pick<Filled, 'scenario' | 'taken'> {
  const preset = routingPresetOf(given);
  const routing = own(given, 'routing');
  if (!preset || !isMap(given) || !isMap(routing)) return { scenario: given, taken: [] };
  const taken: Taken[] = [];
  let filled: Record<string, unknown> = routing;
  for (const value of preset.values) {
    const keys = value.key.split('.');
    if (keys.reduce<unknown>(own, routing) !== undefined) continue;
    const listed = `routing.${value.key}`;
    taken.push({ path: ['routing', ...keys], listed, namedAt: ['routing', 'preset'], preset, value });
    filled = fill(filled, keys, value.value);
  }
  return { scenario: { ...given, routing: filled }, taken };
}

/** Whether something is missed of a store whose preset there is not, or does not fit: that has its own message. */
export function isLeftToPreset({ path, message }: Finding, given: unknown): boolean {
  const [top, name] = path;
  if ((top !== 'data' && top !== 'failover') || name === undefined || message !== 'is missing') return false;
  const named = own(own(own(given, 'data'), name), 'preset');
  return named !== undefined && !storesWithPreset(given).some((one) => one.name === name);
}
