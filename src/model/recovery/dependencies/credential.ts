import type { Micros, Simulation, Trace } from '../../../kernel/index.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { Dependency } from './dependency.js';

export interface CredentialOptions {
  readonly name: string;
  /** From its issue until it expires. */
  readonly lasts: Quantity;
  /** Whether people have one in quiet time, of any age; else they ask for one when they begin. */
  readonly held: boolean;
  /** Time to fetch one that needs no issuer and does not expire; absent = there is none. */
  readonly breakGlass?: Quantity;
}

/** Something that a step needs, that is issued and expires. Each runbook under way has its own. */
export class Credential {
  private expiresAt: Micros = Number.NEGATIVE_INFINITY;
  /** What the names of its random numbers end with: what other runbooks hold is nothing to it. */
  private readonly entity: string;

  constructor(
    readonly options: CredentialOptions,
    runbook: string,
    /** Who issues it; absent = somebody who always answers. */
    private readonly issuer: Dependency | undefined,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly draws: Draws,
  ) {
    this.entity = `${options.name} for ${runbook}`;
  }

  /** A runbook begins: people ask for one, or have one from before. */
  open(): void {
    this.expiresAt = Number.NEGATIVE_INFINITY;
    const { lasts, held } = this.options;
    // One that is renewed whenever it expires has the age of a renewal process at a random instant.
    if (held) this.expiresAt = this.simulation.now + this.draws.residual(lasts, 'lifetime', this.entity);
    else this.renew();
  }

  get isValid(): boolean {
    return this.simulation.now < this.expiresAt;
  }

  /** Until when it is good, microseconds. */
  get validUntil(): Micros {
    return this.expiresAt;
  }

  /** Whether its issuer gives out another one now. */
  get canRenew(): boolean {
    return this.issuer === undefined || this.issuer.isUp;
  }

  /** Asks for a new one; false where the issuer does not answer. */
  renew(): boolean {
    if (!this.canRenew) return false;
    this.expiresAt = this.simulation.now + this.draws.duration(this.options.lasts, 'lifetime', this.entity);
    return true;
  }

  /** Whether there is one for emergencies, and need of it. */
  get needsGlass(): boolean {
    return this.options.breakGlass !== undefined && !this.isValid && !this.canRenew;
  }

  /** Time to fetch the one for emergencies. */
  timeToFetch(): Micros {
    return this.draws.duration(this.options.breakGlass!, 'break-glass', this.entity);
  }

  /** Somebody fetched the one for emergencies. */
  breakGlass(): void {
    this.expiresAt = Number.POSITIVE_INFINITY;
    this.tell('broken glass');
  }

  tell(as: 'expired' | 'renewed' | 'broken glass'): void {
    this.trace.emit({
      type: 'credential-changed',
      at: this.simulation.now,
      credential: this.options.name,
      as,
    });
  }
}
