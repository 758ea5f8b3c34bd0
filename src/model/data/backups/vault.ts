import type { EventHandle, Micros, Simulation } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import { wholeDuration } from '../../quantity.js';
import { always, hasTaken, type Taking } from './backup.js';

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
  /** When it took what it has. */
  taken: readonly Taking[] = always;
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

  /**
   * Disks of sites are destroyed: what a region holds is gone with the last of them. Sites that have come back since have new disks,
   * with all that the others still had.
   */
  destroy(sites: readonly number[]): void {
    for (const site of this.options.sites) if (this.network.runs(site)) this.standing.add(site);
    const struck = sites.filter((site) => this.standing.delete(site));
    if (struck.length > 0 && this.standing.size === 0) this.empty();
  }

  /** Whether it still has what came to it at an instant. */
  has(at: Micros): boolean {
    return hasTaken(this.taken, at);
  }

  /** All that is in it is gone. */
  empty(): void {
    const { now } = this.simulation;
    this.taken = this.taken.some(({ to }) => to > now) ? [{ from: now, to: Number.POSITIVE_INFINITY }] : [];
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
    this.followTaking();
    if (this.transfers.length === 0) return;
    this.advance();
    this.arm();
  }

  /** It takes nothing while none of its sites runs. */
  private followTaking(): void {
    const { now } = this.simulation;
    const { sites } = this.options;
    const last = this.taken.at(-1);
    const takes = last !== undefined && last.to > now;
    const able = sites.length === 0 || sites.some((one) => this.network.runs(one));
    if (able && !takes) this.taken = [...this.taken, { from: now, to: Number.POSITIVE_INFINITY }];
    else if (!able && takes) this.taken = [...this.taken.slice(0, -1), { from: last.from, to: now }];
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
    const delay =
      bandwidth === undefined ? 0 : wholeDuration(Math.ceil((least * this.flowing.length) / bandwidth));
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
