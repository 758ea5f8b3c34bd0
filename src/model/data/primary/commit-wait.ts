import type { Simulation } from '../../../kernel/index.js';
import type { Path } from '../../path.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { Writer } from '../copy.js';

/** How the commits of a shard's primary wait for standbys, and how the wait ends without them. */
export class CommitWait {
  constructor(
    private readonly shard: string,
    /** Standbys that the mode waits for. */
    private readonly awaited: number,
    /** After which a primary without enough standbys goes on alone; absent = never. */
    private readonly timeout: Quantity | undefined,
    private readonly simulation: Simulation,
    private readonly draws: Draws,
    private readonly onChange: (path: Path) => void,
  ) {}

  /** Standbys that answer again are waited for again; without enough of them, the wait may have an end. */
  follow(writer: Writer, listening: number): void {
    if (this.awaited === 0) return;
    writer.awaited = Math.max(writer.awaited, Math.min(listening, this.awaited));
    if (listening >= writer.awaited) {
      writer.alone = false;
      if (writer.degrading !== undefined) this.simulation.cancel(writer.degrading);
      writer.degrading = undefined;
    } else if (this.timeout && !writer.alone && writer.degrading === undefined) {
      this.degrade(writer, this.timeout);
    }
  }

  private degrade(writer: Writer, timeout: Quantity): void {
    const wait = this.draws.duration(timeout, 'timeout', this.shard);
    writer.degrading = this.simulation.schedule(wait, () => {
      writer.degrading = undefined;
      writer.alone = true;
      this.onChange([{ phase: 'detect', until: this.simulation.now }]);
    });
  }
}
