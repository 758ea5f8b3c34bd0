import type { Network } from '../../network.js';

/** A key that backups are encrypted with, by the sites that have a copy of it. */
export class Key {
  private readonly copies: Set<number>;

  constructor(
    readonly name: string,
    sites: readonly number[],
    private readonly network: Network,
  ) {
    this.copies = new Set(sites);
  }

  /** Disks of sites are destroyed, and copies of the key with them. */
  destroy(sites: readonly number[]): void {
    for (const site of sites) this.copies.delete(site);
  }

  get isLost(): boolean {
    return this.copies.size === 0;
  }

  /** Whether somebody on a site gets it now. */
  answers(to: number): boolean {
    return [...this.copies].some((one) => this.network.runs(one) && this.network.talks(one, to));
  }
}
