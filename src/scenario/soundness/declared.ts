import { own } from '../declaration.js';
import { keysFromPreset } from '../presets.js';
import { listOf, mapOf, textsOf } from './given.js';

/** The names that a scenario declares, as far as they can be read. */
export interface Declared {
  scenario: Record<string, unknown>;
  regions: string[];
  populations: string[];
  stores: string[];
  /** Regions, and their zones as `region/zone`. */
  sites: string[];
  /** Keys below `routing` that nobody wrote, but the preset has. */
  presetKeys: string[];
}

/** @param given what was written, without the numbers of a preset */
export function declaredIn(raw: unknown, given: unknown): Declared {
  const scenario = mapOf(raw);
  const regions = Object.entries(mapOf(own(scenario, 'regions')));
  return {
    scenario,
    regions: regions.map(([name]) => name),
    populations: Object.keys(mapOf(own(scenario, 'clients'))),
    stores: Object.keys(mapOf(own(scenario, 'data'))),
    sites: regions.flatMap(([name, region]) => [
      name,
      ...textsOf(own(region, 'zones')).map(([, zone]) => `${name}/${zone}`),
    ]),
    presetKeys: keysFromPreset(given),
  };
}

/** How many copies a store means to have, whether or not their names can be read. */
export function numberOfCopies(store: unknown): number {
  const alike = ['homes', 'writers', 'replicas'].flatMap((key) => listOf(own(store, key)));
  return alike.length > 0 ? alike.length : 1 + listOf(own(store, 'standbys')).length;
}

/** True if one site is the other, or a zone of it. */
export function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
