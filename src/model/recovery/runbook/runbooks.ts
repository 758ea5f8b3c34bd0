import type { Writer } from '../../data/copy.js';
import type { SinglePrimary } from '../../data/single-primary.js';
import type { Dependency } from '../dependencies/dependency.js';
import type { Detection } from '../detection.js';
import type { Runbook } from './runbook.js';

/** All runbooks of one run, with what they depend on. */
export class Runbooks {
  /** Asked again after anything changed. */
  private readonly waiting = new Set<() => void>();
  /** What watches the primary of each shard for them. */
  readonly detections = new Map<SinglePrimary, Detection>();

  constructor(
    readonly list: readonly Runbook[],
    readonly services: ReadonlyMap<string, Dependency>,
  ) {}

  /** The function is called after anything changed, until the one returned is. */
  watch(again: () => void): () => void {
    this.waiting.add(again);
    return () => {
      this.waiting.delete(again);
    };
  }

  /** Another was promoted over this primary: whatever watches it is told. */
  overrule(shard: SinglePrimary, old: Writer): void {
    if (old.fork) this.detections.get(shard)?.supersede?.(old);
  }

  follow(): void {
    for (const service of this.services.values()) service.follow();
    for (const runbook of this.list) runbook.follow();
    for (const again of [...this.waiting]) again();
  }

  /** The run is over. */
  close(): void {
    for (const runbook of this.list) runbook.close();
  }
}
