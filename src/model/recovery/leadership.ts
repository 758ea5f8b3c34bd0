import type { EventHandle, Micros, Simulation } from '../../kernel/index.js';
import { type Server, servesData } from '../data/copy.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Path } from '../path.js';
import type { Draws, Quantity } from '../quantity.js';

/** Where the leader should be: it goes back there, without loss, when a better site has been back for a while. */
export class Leadership {
  private going: { readonly to: Server; readonly event: EventHandle } | undefined;
  /** The leader has stopped taking writes for its successor. */
  private moving = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly network: Network,
    private readonly shard: SinglePrimary,
    private readonly options: { readonly prefer: readonly number[]; readonly returnAfter: Quantity },
    private readonly draws: Draws,
    private readonly onChange: (path?: Path) => void,
  ) {}

  get isMoving(): boolean {
    return this.moving;
  }

  follow(): void {
    const to = this.better();
    if (to === this.going?.to) return;
    this.cancel();
    if (!to) return;
    const after = this.draws.duration(this.options.returnAfter, 'return', this.shard.name);
    this.going = { to, event: this.simulation.schedule(after, () => this.stopFor(to)) };
  }

  cancel(): void {
    if (this.going) this.simulation.cancel(this.going.event);
    this.going = undefined;
  }

  /** The best standby that follows and is better placed than the leader. */
  private better(): Server | undefined {
    const { writer } = this.shard;
    const rank = ({ site }: Server) => {
      const index = this.options.prefer.indexOf(site);
      return index < 0 ? this.options.prefer.length : index;
    };
    const able = this.shard.standbys().filter((copy) => this.follows(copy));
    const best = able.sort((a, b) => rank(a) - rank(b))[0];
    return best && rank(best) < rank(writer.copy) ? best : undefined;
  }

  private follows(copy: Server): boolean {
    const { copy: leader } = this.shard.writer;
    return (
      copy.channel !== undefined &&
      servesData(copy, this.network) &&
      this.network.talks(leader.site, copy.site)
    );
  }

  /** As Raft transfers leadership: no new writes, until the successor has all of them and has been told (a round trip). */
  private stopFor(to: Server): void {
    this.going = undefined;
    const { writer } = this.shard;
    const trip: Micros = Math.ceil(this.network.meanRoundTrip(writer.copy.site, to.site));
    this.moving = true;
    this.shard.demote(writer);
    this.simulation.schedule(trip, () => {
      this.moving = false;
      if (this.shard.writer === writer && this.follows(to) && servesData(writer.copy, this.network))
        this.shard.handOver(to);
      else this.shard.reinstate();
      this.onChange([{ phase: 'act', until: this.simulation.now }]);
    });
    this.onChange();
  }
}
