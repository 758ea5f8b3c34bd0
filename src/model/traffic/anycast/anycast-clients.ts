import type { Distribution, Micros, RunStreams } from '../../../kernel/index.js';
import type { Path } from '../../path.js';
import type { Load } from '../../steps.js';
import { Population, type PopulationPlan } from '../population.js';
import { Convergence } from './convergence.js';

/**
 * Clients of an address that every region announces: they look nothing up, and the network takes each of them to a region. When
 * routes change they move as the network converges, whatever they hold: a connection ends where its packets come to another region.
 */
export class AnycastClients extends Population {
  private changes = 0;
  private changedAt: Micros | undefined;

  constructor(
    plan: PopulationPlan,
    undisturbed: readonly number[],
    private readonly chance: RunStreams,
    /** Time that the network of a client takes to hear of a change, microseconds. */
    private readonly convergence: Distribution,
    load?: Load,
  ) {
    super(plan, undisturbed, chance, undefined, load);
  }

  override redirect(at: Micros, shares: readonly number[], _oldServes: boolean, path: Path): void {
    this.forgetSettled(at);
    this.changedAt ??= at;
    const cutover = new Convergence(at, this.changes, path, this.convergence);
    this.changes += 1;
    this.answers = [...this.answers, { shares, cutover }];
  }

  /** A connection that breaks is made anew to the same address, and goes the same way. */
  override breakConnections(): void {}

  override drain(): void {}

  /** The network takes a client the same way until routes change. */
  override renewedWithin(): number {
    return 0;
  }

  override drawClient(): { changedAt: Micros; movedAt: Micros } | undefined {
    const { changedAt } = this;
    if (changedAt === undefined) return undefined;
    const stream = this.chance.open(`client of ${this.name}`);
    return { changedAt, movedAt: changedAt + Math.ceil(this.convergence.quantile(stream.next())) };
  }
}
