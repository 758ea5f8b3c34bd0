import type { StorePreset } from '../../src/data/presets/preset.js';
import { storePresets } from '../../src/data/presets/stores/presets.js';
import type { Cast, Store } from './cast.js';
import type { Choices } from './choices.js';

/** A store that says only which service it is, and where its copies are; nothing where no service fits the regions that there are. */
export function draftPreset(pick: Choices, cast: Cast): Store | undefined {
  const fitting = [...storePresets.values()].flatMap((preset) => {
    const sites = sitesFor(preset, cast);
    const { least, log } = preset.copies;
    // One that is restored only needs a vault to be restored from.
    const isRestored = preset.values.some(({ key }) => key.startsWith('data.backups'));
    return sites.length >= least + (log ? 1 : 0) && !isRestored ? [{ preset, sites }] : [];
  });
  if (fitting.length === 0) return undefined;
  const { preset, sites } = pick.one(fitting);
  const { least, most, under, log } = preset.copies;
  const chosen = pick.some(sites, least + (log ? 1 : 0), Math.min(most, 5) + (log ? 1 : 0));
  const logged = log ? { log: chosen.pop()! } : {};
  const [primary, ...standbys] = chosen;
  const name = { preset: preset.name };
  if (under === 'writers') return { ...name, writers: chosen, keys: { count: pick.one([1, 1_000]) } };
  if (under === 'replicas') return { ...name, replicas: chosen };
  return { ...name, primary: primary!, ...(standbys.length > 0 ? { standbys } : {}), ...logged };
}

/** Sites where a service could have copies, none within another. */
function sitesFor({ copies }: StorePreset, { regions, sitesOf }: Cast): readonly string[] {
  if (copies.across !== 'zones') return regions;
  return regions.map((region) => sitesOf[region]!).find((zones) => zones.length >= copies.least) ?? [];
}
