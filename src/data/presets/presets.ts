import type { Preset } from './preset.js';
import { routingPresets } from './routing/presets.js';
import { storePresets } from './stores/presets.js';

/** What vendors' mechanisms do unless they are told otherwise, by name: those of routing, then those of stores. */
export const presets: ReadonlyMap<string, Preset> = new Map<string, Preset>([
  ...routingPresets,
  ...storePresets,
]);
