import type { Preset, PresetValue } from '../data/presets/preset.js';
import { presets } from '../data/presets/presets.js';
import { isMap, own } from './declaration.js';

/** The preset that a scenario names, if there is one of that name. */
export function presetOf(given: unknown): Preset | undefined {
  const name = own(own(given, 'routing'), 'preset');
  return typeof name === 'string' ? presets.get(name) : undefined;
}

/** A scenario as given, with the numbers of the preset that it names where it states none of its own. */
export function withPreset(given: unknown): unknown {
  const preset = presetOf(given);
  const routing = own(given, 'routing');
  if (!preset || !isMap(given) || !isMap(routing)) return given;
  let filled: Record<string, unknown> = routing;
  for (const { key, value } of preset.values) filled = fill(filled, key.split('.'), value);
  return { ...given, routing: filled };
}

/** Keys below `routing` that a scenario has from its preset, and from nowhere else. */
export function keysFromPreset(given: unknown): string[] {
  return valuesFromPreset(given).map(({ key }) => key);
}

function valuesFromPreset(given: unknown): readonly PresetValue[] {
  const routing = own(given, 'routing');
  const values = presetOf(given)?.values ?? [];
  return values.filter(({ key }) => key.split('.').reduce<unknown>(own, routing) === undefined);
}

/** What a scenario takes from its preset, as `path = value`, with the mark and the source. */
export function listFromPreset(given: unknown): string[] {
  const name = presetOf(given)?.name;
  return valuesFromPreset(given).map(
    ({ key, value, mark, source }) => `routing.${key} = ${value} (preset ${name}, ${mark}: ${source})`,
  );
}

function fill(
  map: Record<string, unknown>,
  [key, ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const given = own(map, key!);
  if (rest.length === 0) return given === undefined ? { ...map, [key!]: value } : map;
  // What is not a map is for the declaration to refuse.
  if (given !== undefined && !isMap(given)) return map;
  return { ...map, [key!]: fill(given ?? {}, rest, value) };
}
