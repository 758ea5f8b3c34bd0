/**
 * What a share of the look-ups is answered with: addresses of these regions, one each. A client tries `tries` of them,
 * drawn at random and in random order, until one answers.
 */
export interface AddressSet {
  readonly share: number;
  readonly regions: readonly number[];
  /** From 1 to the number of regions. */
  readonly tries: number;
}

/** One address, for this share of the look-ups. */
export function oneAddress(region: number, share: number): AddressSet {
  return { share, regions: [region], tries: 1 };
}

/** Whether clients may find another address where the first does not answer. */
export function hasOthers(sets: readonly AddressSet[]): boolean {
  return sets.some(({ tries }) => tries > 1);
}

/**
 * The share of the requests that ends at each region; a request that finds nobody stays with one of those that it tried.
 * Without `answering` every region does. The chance that all of t addresses tried, drawn from n of which d are dead, are dead is
 * that of t draws without replacement, d/n (d - 1)/(n - 1) ...
 */
export function sharesOf(
  sets: readonly AddressSet[],
  regions: number,
  answering?: readonly boolean[],
): number[] {
  const shares = new Array<number>(regions).fill(0);
  for (const { share, regions: among, tries } of sets) {
    const dead = answering ? among.filter((region) => !answering[region]).length : 0;
    let allDead = tries > 1 ? 1 : dead / among.length;
    if (tries > 1) for (let i = 0; i < tries; i++) allDead *= Math.max(0, dead - i) / (among.length - i);
    const alive = among.length - dead;
    for (const region of among) {
      const answers = !answering || answering[region];
      shares[region]! += answers ? (share * (1 - allDead)) / alive : (share * allDead) / dead;
    }
  }
  return shares;
}
