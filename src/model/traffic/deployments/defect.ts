import type { Quantity } from '../../quantity.js';

/** What is wrong with a version. */
export interface DefectOptions {
  /** Share of the changes that have it. */
  readonly chance: number;
  /** Share of the requests to the version that fail while it shows. */
  readonly fails: number;
  /** Share of the writes acknowledged by the version that are damaged while it shows. */
  readonly damages: number;
  readonly shows: Showing;
}

/**
 * When a defect shows in a region: at once; while more requests reach the region than a rate (per microsecond); a time after the version
 * came there; or with certain data, touched by a share of the requests.
 */
export type Showing =
  | { readonly when: 'at once' }
  | { readonly when: 'under load'; readonly above: number }
  | { readonly when: 'late'; readonly after: Quantity }
  | { readonly when: 'with data'; readonly share: number };

/** What the requests that meet a defective version suffer while the defect shows. */
export interface Harm {
  readonly fails: number;
  readonly damages: number;
}

export const harmless: Harm = { fails: 0, damages: 0 };

/** The harm of a defect that shows. */
export function harmOf({ fails, damages, shows }: DefectOptions): Harm {
  const touched = shows.when === 'with data' ? shows.share : 1;
  return { fails: fails * touched, damages: damages * touched };
}
