import type { Cast, Part } from './cast.js';
import type { Choices } from './choices.js';

/** What steps need: services that live somewhere, and credentials that expire. */
export function draftDependencies(
  pick: Choices,
  cast: Cast,
): Required<Pick<Dependencies, 'services' | 'credentials'>> {
  const services = Object.fromEntries(
    pick.some(['control', 'wiki'], 1).map((name) => [
      name,
      {
        ...pick.one([{}, { home: pick.one(cast.regions) }, { home: pick.some(cast.regions, 1) }]),
        ...(pick.oneIn(3) ? { recovers: pick.quantity(0, 1_800_000) } : {}),
      },
    ]),
  );
  const credentials = pick.oneIn(2) ? { admin: draftCredential(pick, Object.keys(services)) } : {};
  return { services, credentials };
}

type Dependencies = { services?: Part<'services'>; credentials?: Part<'credentials'> };

function draftCredential(pick: Choices, services: readonly string[]): Part<'credentials'>[string] {
  const glass = pick.oneIn(2) ? { breakGlass: pick.quantity(0, 1_800_000) } : {};
  return {
    ...(pick.oneIn(4) ? {} : { lasts: pick.quantity(60_000, 7_200_000) }),
    ...(pick.oneIn(3) ? {} : { from: pick.one(services), ...glass }),
    ...(pick.oneIn(2) ? { held: true } : {}),
  };
}
