import type { Distribution, Micros, RunStreams } from '../../../kernel/index.js';
import type { Cutover } from '../../curve.js';
import type { Path } from '../../path.js';
import type { Load } from '../../steps.js';
import type { AddressSet } from '../policies/addresses.js';
import { Population, type PopulationPlan } from '../population.js';
import { Convergence } from './convergence.js';
import { Either } from './either.js';

/**
 * Clients who look up names of regions whose addresses the other regions announce too: what the network cannot take to a silent
 * region comes to another one, whatever the clients' caches hold (Zhu et al., "The Best of Both Worlds", IMC 2022). Each moves by
 * the names or by the routes, whichever comes first. A change of the routes has a negative number.
 */
export class HybridClients extends Population {
  private readonly routes: Convergence[] = [];

  constructor(
    plan: PopulationPlan,
    undisturbed: readonly number[],
    private readonly chance: RunStreams,
    /** Time that the network of a client takes to hear of a change, microseconds. */
    private readonly convergence: Distribution,
    addresses?: readonly AddressSet[],
    load?: Load,
  ) {
    super(plan, undisturbed, chance, addresses, load);
  }

  /** The network takes those who go by an older answer than the last one to these regions instead. */
  carry(at: Micros, shares: readonly number[], path: Path): void {
    this.forgetSettled(at);
    const last = this.answers.at(-1)!;
    const cutover = new Convergence(at, -1 - this.routes.length, path, this.convergence);
    this.routes.push(cutover);
    const carried = { shares, cutover };
    const moving = last.cutover !== undefined && last.cutover.change >= 0;
    this.answers = moving ? [...this.answers.slice(0, -1), carried, last] : [...this.answers, carried];
    this.link();
  }

  /** The route is there again: who was carried, and has heard nothing new of the name, comes back. */
  carryBack(at: Micros, path: Path): void {
    const last = this.answers.length - 1;
    if (!isRoute(this.answers[last]!.cutover)) return;
    const before = this.answers.slice(0, last).findLast(({ cutover }) => !isRoute(cutover));
    if (before) this.carry(at, before.shares, path);
  }

  override redirect(
    at: Micros,
    shares: readonly number[],
    oldServes: boolean,
    path: Path,
    addresses?: readonly AddressSet[],
  ): void {
    super.redirect(at, shares, oldServes, path, addresses);
    this.link();
  }

  override breakConnections(at: Micros, region: number, late = false): void {
    super.breakConnections(at, region, late);
    this.link();
  }

  override drain(at: Micros, changedAt: Micros): void {
    super.drain(at, changedAt);
    this.link();
  }

  override drawClient(): { changedAt: Micros; movedAt: Micros } | undefined {
    const named = super.drawClient();
    const [first] = this.routes;
    if (!first) return named;
    const u = this.chance.open(`route of client of ${this.name}`).next();
    const carriedAt = first.at + Math.ceil(this.convergence.quantile(u));
    if (!named) return { changedAt: first.at, movedAt: carriedAt };
    return {
      changedAt: Math.min(first.at, named.changedAt),
      movedAt: Math.min(carriedAt, named.movedAt),
    };
  }

  protected override openCutover(at: Micros, number: number, path: Path): Cutover {
    return number < 0 ? this.routes[-1 - number]! : super.openCutover(at, number, path);
  }

  /** Who has moved on by a later answer has left the older one too, whatever the routes do. */
  private link(): void {
    if (this.routes.length === 0) return;
    const answers = [...this.answers];
    for (let i = answers.length - 1; i > 0; i--) {
      const { cutover } = answers[i]!;
      if (!isRoute(cutover)) continue;
      const route = this.routes[-1 - cutover.change]!;
      const next = answers[i + 1]?.cutover;
      answers[i] = { ...answers[i]!, cutover: next ? new Either(route.change, route, next) : route };
    }
    this.answers = answers;
  }
}

function isRoute(cutover: Cutover | undefined): cutover is Cutover {
  return cutover !== undefined && cutover.change < 0;
}
