import { isSilent, type Writer } from '../data/copy.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Condition, HealthCheck } from '../traffic/health-check.js';

/** The checks of whoever is primary of a shard: they begin anew with another one, of whom nothing is known yet. */
export class PrimaryWatch {
  private writer: Writer;
  private current: HealthCheck;

  constructor(
    private readonly shard: SinglePrimary,
    private readonly open: () => HealthCheck,
  ) {
    this.writer = shard.writer;
    this.current = open();
  }

  get check(): HealthCheck {
    return this.current;
  }

  follow(): void {
    if (this.writer === this.shard.writer) return;
    this.current.stop();
    this.writer = this.shard.writer;
    this.current = this.open();
  }
}

/** What probes of the primary itself meet, from where it is reached or not. */
export function conditionOfPrimary(shard: SinglePrimary, network: Network, isReached: boolean): Condition {
  const { copy } = shard.writer;
  if (!isReached || isSilent(copy, network)) return 'silent';
  return shard.isAlive(copy) && copy.intact ? 'ok' : 'refused';
}
