import type { Micros, Simulation } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Missing } from '../channels/channel.js';
import { type Copy, newCopy, type Server, servesData, type Writer } from '../copy.js';

/**
 * A site near the first primary that holds its log and no data. Commits wait for it alone, so that it has every
 * acknowledged write; a standby that is promoted takes from it what it lacks, where it can reach it (FoundationDB's
 * satellite: "Configuration", two datacenters and satellites). It serves the primary that it was put beside, and no later one.
 */
export class LogSite {
  /** The site and its disks. */
  readonly copy: Copy;
  private connected = true;
  /** Commit time up to which it has everything, while it is cut off. */
  private held: Micros = 0;

  constructor(
    site: number,
    /** The primary that it serves. */
    private readonly writer: Writer,
    private readonly simulation: Simulation,
    private readonly network: Network,
  ) {
    this.copy = newCopy(site);
  }

  /** Whether it acknowledges what this primary commits: 1, or 0. */
  listening(writer: Writer): number {
    return writer === this.writer && this.connected ? 1 : 0;
  }

  /** Brings the connection in line with what runs and what reaches what. */
  follow(): void {
    const { network, writer, copy } = this;
    const connected =
      servesData(copy, network) &&
      servesData(writer.copy, network) &&
      network.talks(writer.copy.site, copy.site);
    if (this.connected && !connected) this.held = this.position();
    this.connected = connected;
  }

  /** What a standby of this primary lacks, once it has taken from the log what that has. */
  complete(missing: Missing, standby: Server, writer: Writer): Missing {
    const { network, copy } = this;
    if (missing.kind !== 'tail' || writer !== this.writer) return missing;
    if (!servesData(copy, network) || !network.talks(standby.site, copy.site)) return missing;
    const held = this.connected ? this.position() : this.held;
    return { kind: 'tail', from: Math.max(missing.from, held) };
  }

  /** It lacks nothing of what waited for it; of what did not, what is on its way. */
  private position(): Micros {
    const { now } = this.simulation;
    if (!this.writer.wait.isAlone) return now;
    return now - this.network.meanRoundTrip(this.writer.copy.site, this.copy.site) / 2;
  }
}
