import type { Preset, PresetValue } from '../data/presets/preset.js';
import { isMap, own } from './declaration.js';
import type { Path } from './mistake.js';

/** A number that a scenario takes from a preset. */
export interface Taken {
  /** Where it stands in the filled scenario. */
  readonly path: Path;
  /** As it is listed: a step of a failover by its name. */
  readonly listed: string;
  /** Where the scenario names the preset. */
  readonly namedAt: Path;
  readonly preset: Preset;
  readonly value: PresetValue;
}

/** A scenario as given, with the numbers of the presets that it names where it states none of its own. */
export interface Filled {
  readonly scenario: unknown;
  readonly taken: readonly Taken[];
  /** Steps of failovers as the scenario gives them, by store: the place in its own list of each that is one of its own. */
  readonly ownSteps: ReadonlyMap<string, readonly (number | undefined)[]>;
}

/** A map with a value at a path below it, unless there is one. */
export function fill(
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
