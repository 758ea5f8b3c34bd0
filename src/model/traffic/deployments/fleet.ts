/** A version by its number in the run; 0 is what serves when the run begins. */
export type Version = number;

/**
 * Which versions of what one pipeline delivers serve where, in one run: at each site, the share of its servers that runs each of them. A
 * site has two stacks, of which the second stands idle unless there is a switch to it.
 */
export class Fleet {
  private readonly running: Map<Version, number>[];

  constructor(private readonly sites: number) {
    this.running = Array.from({ length: 2 * sites }, () => new Map([[0, 1]]));
  }

  private on(site: number, stack: number): Map<Version, number> {
    return this.running[stack * this.sites + site]!;
  }

  /** Share of a site's servers that runs a version. */
  share(site: number, version: Version, stack = 0): number {
    return this.on(site, stack).get(version) ?? 0;
  }

  /** Versions that run on a site, with their shares. */
  at(site: number, stack = 0): ReadonlyMap<Version, number> {
    return this.on(site, stack);
  }

  /** The version that most of a site's servers run; of equals, the older. */
  main(site: number, stack = 0): Version {
    let [most, best] = [0, -1];
    for (const [version, share] of [...this.on(site, stack)].sort(([a], [b]) => a - b)) {
      if (share > best) [most, best] = [version, share];
    }
    return most;
  }

  /** A version replaces the others of a site, each in proportion, until it has this share of the servers; it never loses any. */
  spread(site: number, version: Version, share: number, stack = 0): void {
    const running = this.on(site, stack);
    const before = this.share(site, version, stack);
    if (share <= before) return;
    const left = share >= 1 ? 0 : (1 - share) / (1 - before);
    for (const [other, part] of [...running]) {
      if (other === version) continue;
      if (left === 0) running.delete(other);
      else running.set(other, part * left);
    }
    running.set(version, Math.min(1, share));
  }

  /** Servers that run a version go over to another one, until this share of the site's servers is left of it. */
  withdraw(site: number, version: Version, to: Version, share: number): void {
    const running = this.on(site, 0);
    const before = this.share(site, version);
    if (share >= before) return;
    running.set(to, this.share(site, to) + before - share);
    if (share <= 0) running.delete(version);
    else running.set(version, share);
    // The whole is one version: rounding is not to leave a little more or less.
    if (running.size === 1) running.set(to, 1);
  }
}
