import type { Cast, Part } from './cast.js';
import type { Choices } from './choices.js';

type Vaults = Part<'vaults'>;

/** One or two vaults, near or far, in reach of who has taken over the account or not. */
export function draftVaults(pick: Choices, cast: Cast): Vaults {
  return Object.fromEntries(
    pick.some(['near', 'far'], 1).map((name) => [
      name,
      {
        in: pick.one([
          ...cast.regions,
          ...cast.regions.map((region) => cast.sitesOf[region]![0]!),
          'elsewhere',
        ]),
        ...(pick.oneIn(2) ? { bandwidth: `${pick.whole(1, 1_000)}MB/s` } : {}),
        ...(pick.oneIn(3) ? { account: 'another' as const } : {}),
        ...(pick.oneIn(4) ? { immutable: true } : {}),
      },
    ]),
  );
}
