import { lnOnePlus, type Micros, type Simulation } from '../../../kernel/index.js';
import type { Draws, Quantity } from '../../quantity.js';

/** Something that has to be in place in the second region: a quota, an image, a key, a role, a bucket. */
export interface ItemOptions {
  readonly name: string;
  /** How it comes to be missing: by a stated chance, or by drift (mean time until it is, microseconds) since the last drill. */
  readonly missing: { readonly chance: number } | { readonly drift: Micros; readonly drilled?: Quantity };
  /** Time to put it right once somebody stumbles over it. */
  readonly repair: Quantity;
}

/**
 * Whether the things that steps require are there in one run. What a drill finds is put right, so an item is missing if it drifted
 * since the last one: with drills every T and drift at rate s, with chance 1 - (1 - e^(-sT))/(sT) (oracles II.R5).
 */
export class Readiness {
  private readonly known = new Map<string, Micros>();

  constructor(
    private readonly simulation: Simulation,
    private readonly draws: Draws,
  ) {}

  /** Time to put an item right that turns out to be missing now; undefined where it is there. From then on it is. */
  stumble(item: ItemOptions, runbook: string): Micros | undefined {
    const entity = `${item.name} for ${runbook}`;
    const missing = this.isMissing(item, entity);
    this.known.set(entity, this.simulation.now);
    return missing ? this.draws.duration(item.repair, 'repair', entity) : undefined;
  }

  private isMissing({ missing }: ItemOptions, entity: string): boolean {
    const seen = this.known.get(entity);
    const u = this.draws.streams.open(`drift of ${entity}`).next();
    if ('chance' in missing) return seen === undefined && u < missing.chance;
    const { now } = this.simulation;
    const drilled = missing.drilled
      ? this.draws.residual(missing.drilled, 'drills', entity)
      : Number.POSITIVE_INFINITY;
    const unseen = Math.min(drilled, seen === undefined ? Number.POSITIVE_INFINITY : now - seen);
    return -missing.drift * lnOnePlus(-u) < unseen;
  }
}
