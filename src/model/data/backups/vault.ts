import type { EventHandle, Micros, Simulation } from '../../../kernel/index.js';
import type { Network } from '../../network.js';

export interface VaultOptions {
  readonly name: string;
  /** Sites of the region that it is in; none: no fault of ours reaches it. */
  readonly sites: readonly number[];
  /** Bytes a microsecond, of all that is read from it at a time; absent = reading takes no time. */
  readonly bandwidth?: number;
  /** Whoever has taken over the account of the store cannot change what is in it: another account, or nothing can be changed. */
  readonly safe: boolean;
}

/** Something that is read from a vault. */
interface Transfer {
  left: number;
  readonly to: number;
  readonly done: () => void;
}

/** Bytes that are the rounding of sums. */
const rounding = 1e-3;

/** A place where backups are kept, in one run. All that read from it at a time share what it carries. */
export class Vault {
  /** What was in it by then is gone. */
  lostUpTo = Number.NEGATIVE_INFINITY;
  private readonly standing: Set<number>;
  private transfers: Transfer[] = [];
  private since: Micros = 0;
  /** Those that were read from since. */
  private flowing: readonly Transfer[] = [];
  private next: EventHandle | undefined;

  constructor(
    readonly options: VaultOptions,
    private readonly simulation: Simulation,
    private readonly network: Network,
  ) {
    this.standing = new Set(options.sites);
  }

  /** Whether a site can read from it. */
  answers(to: number): boolean {
    const { sites } = this.options;
    return sites.length === 0 || sites.some((one) => this.network.runs(one) && this.network.talks(one, to));
  }

  /** Disks of sites are destroyed: what a region holds is gone with the last of them. */
  destroy(sites: readonly number[]): void {
    if (this.options.sites.length === 0) return;
    for (const site of sites) this.standing.delete(site);
    if (this.standing.size === 0) this.empty();
  }

  /** All that is in it is gone. */
  empty(): void {
    this.lostUpTo = this.simulation.now;
  }

  /** Reads so many bytes to a site; the function returned calls it off. */
  read(bytes: number, to: number, done: () => void): () => void {
    const transfer = { left: bytes, to, done };
    this.advance();
    this.transfers.push(transfer);
    this.arm();
    return () => this.drop(transfer);
  }

  /** Brings what is read in line with what reaches what. */
  follow(): void {
    if (this.transfers.length === 0) return;
    this.advance();
    this.arm();
  }

  private drop(transfer: Transfer): void {
    this.advance();
    this.transfers = this.transfers.filter((one) => one !== transfer);
    this.arm();
  }

  private advance(): void {
    const { now } = this.simulation;
    const { bandwidth } = this.options;
    for (const one of this.flowing)
      one.left -= bandwidth === undefined ? one.left : ((now - this.since) * bandwidth) / this.flowing.length;
    this.since = now;
  }

  private arm(): void {
    if (this.next !== undefined) this.simulation.cancel(this.next);
    this.next = undefined;
    this.flowing = this.transfers.filter(({ to }) => this.network.runs(to) && this.answers(to));
    if (this.flowing.length === 0) return;
    const least = Math.max(0, Math.min(...this.flowing.map(({ left }) => left)));
    const { bandwidth } = this.options;
    const delay = bandwidth === undefined ? 0 : Math.ceil((least * this.flowing.length) / bandwidth);
    this.next = this.simulation.schedule(delay, () => this.finish());
  }

  private finish(): void {
    this.next = undefined;
    this.advance();
    const over = this.flowing.filter(({ left }) => left <= rounding);
    this.transfers = this.transfers.filter((one) => !over.includes(one));
    this.arm();
    for (const { done } of over) done();
  }
}
