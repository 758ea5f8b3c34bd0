import type { Micros } from '../../../kernel/index.js';
import type { Copy } from '../copy.js';
import type { Timeline } from '../timeline.js';

/** Writes that the coordinators of one region took while the same replicas answered them. */
export class Intake {
  /** Up to which commit time the replicas have everything that was taken; of one that is absent, none. */
  private readonly held = new Map<Copy, Micros>();
  /** Writes from here on are lost or settled. */
  private classifiedFrom = Number.POSITIVE_INFINITY;

  constructor(
    readonly region: number,
    readonly timeline: Timeline,
    /** Those that answer. */
    readonly asked: readonly Copy[],
  ) {}

  /** No more is taken. `heldUpTo`: what each of the replicas asked has by then, and will ever get from the coordinators. */
  end(at: Micros, heldUpTo: (copy: Copy) => Micros): void {
    this.timeline.end(at);
    for (const copy of this.asked) this.raise(copy, heldUpTo(copy));
  }

  /** Commit times up to here are on the replica. */
  heldBy(copy: Copy, now: Micros): Micros {
    const running = this.timeline.ended === undefined && this.asked.includes(copy);
    return running ? now : (this.held.get(copy) ?? Number.NEGATIVE_INFINITY);
  }

  /** Replicas that reach each other have what one of them has. */
  share(group: readonly Copy[], now: Micros): void {
    const most = this.heldByBest(group, now);
    for (const copy of group) this.raise(copy, most);
  }

  heldByBest(copies: readonly Copy[], now: Micros): Micros {
    let best = Number.NEGATIVE_INFINITY;
    for (const copy of copies) best = Math.max(best, this.heldBy(copy, now));
    return best;
  }

  /** Whether all of these have everything that is left of what was taken, and no more will be. */
  isOn(copies: readonly Copy[]): boolean {
    const { ended } = this.timeline;
    if (ended === undefined) return false;
    const upTo = Math.min(ended, this.classifiedFrom);
    return copies.every((copy) => this.heldBy(copy, ended) >= upTo);
  }

  /** The writes after a commit time that nothing was said of yet, from now on said; undefined if there can be none. */
  claim(after: Micros, now: Micros): { from: Micros; to: Micros } | undefined {
    const from = Math.max(after, this.timeline.began);
    const to = Math.min(this.classifiedFrom, this.timeline.ended ?? now);
    if (from >= to) return undefined;
    this.classifiedFrom = from;
    return { from, to };
  }

  private raise(copy: Copy, upTo: Micros): void {
    if (upTo > (this.held.get(copy) ?? Number.NEGATIVE_INFINITY)) this.held.set(copy, upTo);
  }
}
