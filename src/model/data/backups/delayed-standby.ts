import type { Micros } from '../../../kernel/index.js';
import type { Draws } from '../../quantity.js';
import type { RestorePoint, Search, Source } from './backup.js';
import { openVerification, type VerificationOptions } from './job.js';
import { Schedule } from './schedule.js';
import { SilentStops } from './silent-stops.js';

export interface DelayedStandbyOptions {
  readonly name: string;
  /** How much later than the primary it applies the log, which it has at once. */
  readonly delay: Micros;
  readonly sites: readonly number[];
  /** Mean time until it receives no more, in silence; absent = it goes on. */
  readonly stops?: Micros;
  readonly verify?: VerificationOptions;
}

/**
 * A standby that applies the log late. Stopped in time, it can be taken to any instant that it has not passed; once it has applied a
 * corruption too, it is of no use against it.
 */
export class DelayedStandby implements Source {
  private readonly stops: SilentStops | undefined;
  /** Sites whose disks hold what they held. */
  private readonly standing: Set<number>;

  constructor(
    readonly options: DelayedStandbyOptions,
    entity: string,
    draws: Draws,
  ) {
    const { verify, stops } = options;
    this.standing = new Set(options.sites);
    // One that was found is built anew.
    const verification = verify && openVerification(verify, new Schedule(1, 0), entity, draws);
    if (stops !== undefined) {
      const noticed = verify?.catches.stop ?? 0;
      this.stops = new SilentStops(entity, { mean: stops, noticed }, verification?.schedule, draws.streams);
    }
  }

  get name(): string {
    return this.options.name;
  }

  isStopped(at: Micros): boolean {
    return this.stops?.stoppedSince(at) !== undefined;
  }

  destroy(sites: readonly number[]): void {
    for (const site of sites) this.standing.delete(site);
  }

  *points({ notAfter, readyBy, asOf }: Search): Generator<RestorePoint> {
    const { delay, name } = this.options;
    if (this.standing.size === 0) return;
    const received = Math.floor(this.stops?.stoppedSince(readyBy) ?? readyBy);
    const applied = Math.min(received, asOf - delay);
    if (applied <= notAfter)
      yield {
        of: name,
        point: Math.min(received, notAfter),
        base: applied,
        parts: [],
        sites: [...this.standing],
      };
  }
}
