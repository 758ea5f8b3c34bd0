import { majority } from '../data/commit.js';
import type { Server, Writer } from '../data/copy.js';
import type { SinglePrimary } from '../data/single-primary.js';
import { byLoss } from '../data/single-primary.js';
import type { Network } from '../network.js';

/** What whoever promotes knows beyond the shard itself. */
export interface Promoter {
  /** Whether whoever decides can see this site. */
  sees(site: number): boolean;
  /** The copy that is to be promoted, where it is chosen by more than how little it lacks. */
  choose?(): Server | undefined;
  /** Another is being promoted over a primary that goes on. */
  supersede?(old: Writer): void;
}

/** Makes a standby of a shard its primary: the one that lacks least, unless another is chosen. */
export class Promotion {
  constructor(
    private readonly network: Network,
    private readonly shard: SinglePrimary,
    private readonly promoter: () => Promoter,
  ) {}

  /** The copy that can be promoted now, if there is one: the first one given, if it can. */
  candidate(first?: Server): Server | undefined {
    const chosen = first && this.canLead(first) ? first : this.promoter().choose?.();
    if (chosen && this.shard.standbys().includes(chosen) && this.canLead(chosen)) return chosen;
    const able = this.shard.standbys().filter((copy) => this.canLead(copy));
    const ranked = able.map((copy) => ({ copy, missing: this.shard.lacking(copy) }));
    return ranked.sort((a, b) => byLoss(a.missing, b.missing))[0]?.copy;
  }

  carryOut(copy: Server): void {
    const old = this.shard.writer;
    this.shard.promote(copy);
    this.overrule(old);
  }

  /** Another was promoted over this primary. */
  overrule(old: Writer): void {
    if (old.fork) this.promoter().supersede?.(old);
  }

  canLead(copy: Server): boolean {
    if (!copy.channel || !copy.intact || !this.shard.isAlive(copy)) return false;
    if (!this.promoter().sees(copy.site)) return false;
    return this.shard.options.replication.mode !== 'quorum' || this.reachesMajority(copy);
  }

  private reachesMajority(copy: Server): boolean {
    const { copies } = this.shard;
    const reached = copies.filter(
      (one) => this.shard.isAlive(one) && this.network.talks(copy.site, one.site),
    );
    return reached.length >= majority(copies.length);
  }
}
