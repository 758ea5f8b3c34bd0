import type { Micros, RunStreams, Stream } from '../../kernel/index.js';
import { drawExponential } from '../../kernel/index.js';
import type { Curve, Cutover, Term } from '../curve.js';
import { type Demand, demandAt, offeredOf } from '../demand.js';
import type { Path } from '../path.js';
import type { Load } from '../steps.js';
import type { Answer } from '../trace.js';
import { AgeLaw } from './age.js';

import { LayeredCutover, MeanFieldCutover, SampledCutover } from './cutover.js';
import type { LoadShape } from './load.js';
import { type AddressSet, sharesOf } from './policies/addresses.js';
import type { ResolverOptions, ResolverSet } from './resolvers.js';
import { buildResolverSet, DrawnResolvers, resolverLives } from './resolvers.js';

/** Users in one place: how much they ask for, and through which caches they find a region. */
export interface PopulationOptions {
  readonly name: string;
  /** Requests per microsecond; where they follow a load, their mean over its cycle. */
  readonly requestRate: number;
  /** How they go over the day; absent = always the same. */
  readonly load?: LoadShape;
  /** Share of the requests that are writes. */
  readonly writes: number;
  /** From a client's read or write to its next read of the same key. */
  readonly think: Micros;
  readonly resolvers: ResolverOptions;
  /** Life of an answer in the client's own cache, from its own fetch; 0 = no cache. */
  readonly cacheLife: Micros;
  /** Life of a connection: fixed, or the mean of an exponential law; absent = one answer. */
  readonly connections?: { readonly life: Micros; readonly fixed: boolean };
}

/** What is the same in every run of a batch. */
export interface PopulationPlan {
  readonly options: PopulationOptions;
  /** Age of the address of a client that opens a connection now. */
  readonly lookupAge: AgeLaw;
  /** Age of the address of a request, connections included. */
  readonly requestAge: AgeLaw;
  /** The same without the resolvers, for those that are drawn. */
  readonly clientLookupAge: AgeLaw;
  readonly clientRequestAge: AgeLaw;
  readonly resolverSet?: ResolverSet;
}

export function planPopulation(options: PopulationOptions): PopulationPlan {
  const { resolvers, cacheLife, connections } = options;
  const caches = cacheLife > 0 ? [cacheLife] : [];
  const fixed = connections?.fixed ? [connections.life] : [];
  const exponential = connections && !connections.fixed ? connections.life : 0;
  const lives = resolverLives(resolvers);
  const law = (parts: { weight: number; lives: Micros[] }[], held: boolean) =>
    new AgeLaw(
      parts.map((part) => ({
        weight: part.weight,
        lives: [...part.lives, ...caches, ...(held ? fixed : [])],
        exponential: held ? exponential : 0,
      })),
    );
  const none = [{ weight: 1, lives: [] }];
  const plan = {
    options,
    lookupAge: law(lives, false),
    requestAge: law(lives, true),
    clientLookupAge: law(none, false),
    clientRequestAge: law(none, true),
  };
  return resolvers.count === 'many'
    ? plan
    : { ...plan, resolverSet: buildResolverSet({ ...resolvers, count: resolvers.count }) };
}

/** One population in one run: the answers that its clients act on. */
export class Population {
  answers: readonly Answer[];
  /** What it asks for now, in times its mean; another object whenever that changes, but for the steps of its load. */
  demand: Demand;
  private readonly surges: { factor: number }[] = [];
  private readonly drawn: DrawnResolvers | undefined;
  /** Clients whose connections broke follow their look-ups until everybody has settled. */
  private connectionsBroken = false;
  private firstChange: { at: Micros; number: number; held: boolean } | undefined;

  constructor(
    readonly plan: PopulationPlan,
    /** Shares by region of the answer in undisturbed time. */
    readonly undisturbed: readonly number[],
    private readonly streams: RunStreams,
    /** What the answer in undisturbed time holds, where clients try more than one address of it. */
    addresses?: readonly AddressSet[],
    /** Its load as the run meets it. */
    private readonly load?: Load,
  ) {
    this.answers = [{ shares: undisturbed, ...(addresses ? { addresses } : {}) }];
    this.demand = this.demandNow();
    if (plan.resolverSet) this.drawn = new DrawnResolvers(plan.resolverSet, plan.options.name, streams);
  }

  get name(): string {
    return this.plan.options.name;
  }

  /** Requests per microsecond. */
  requestRateAt(at: Micros): number {
    return this.plan.options.requestRate * demandAt(this.demand, at);
  }

  /** It asks for so many times as much; ended by the function returned. */
  surge(factor: number): () => void {
    const one = { factor };
    this.surges.push(one);
    this.demand = this.demandNow();
    return () => {
      this.surges.splice(this.surges.indexOf(one), 1);
      this.demand = this.demandNow();
    };
  }

  private demandNow(): Demand {
    const surge = this.surges.reduce((product, { factor }) => product * factor, 1);
    return this.load ? { load: this.load, surge } : { surge };
  }

  /** A share of its requests as a rate, in times the mean rate. */
  offered(share: Curve): Curve {
    return offeredOf(this.demand, share);
  }

  /** The answer that the name service gives now. */
  get answer(): readonly number[] {
    return this.answers.at(-1)!.shares;
  }

  /**
   * The record changed: clients move to the new answer as their caches let them, and, if the old answer still serves
   * (`oldServes`), as their connections end. `addresses` as for an `Answer`.
   */
  redirect(
    at: Micros,
    shares: readonly number[],
    oldServes: boolean,
    path: Path,
    addresses?: readonly AddressSet[],
  ): void {
    const { stacks } = this.answers.at(-1)!;
    const answer = { shares, ...(addresses ? { addresses } : {}), ...(stacks ? { stacks } : {}) };
    this.change(at, answer, oldServes, path);
  }

  /** The record points at another stack of a region from now on; the old one goes on serving those who know no better. */
  restack(at: Micros, region: number, stack: number, path: Path): void {
    const { cutover: _, ...last } = this.answers.at(-1)!;
    const stacks = last.shares.map((_, one) => (one === region ? stack : (last.stacks?.[one] ?? 0)));
    this.change(at, { ...last, stacks }, true, path);
  }

  private change(at: Micros, answer: Answer, oldServes: boolean, path: Path): void {
    this.forgetSettled(at);
    if (this.answers.length === 1) this.connectionsBroken = false;
    if (!oldServes) this.followLookups(at);
    const number = this.drawn?.noteChange(at) ?? 0;
    this.firstChange ??= { at, number, held: !this.connectionsBroken };
    this.answers = [...this.answers, { ...answer, cutover: this.openCutover(at, number, path) }];
  }

  /** Other regions answer than before: clients with more than one address pass over the dead ones. */
  passOver(answering: readonly boolean[]): void {
    if (this.answers.every(({ addresses }) => addresses === undefined)) return;
    this.answers = this.answers.map((answer) =>
      answer.addresses
        ? { ...answer, shares: sharesOf(answer.addresses, answering.length, answering) }
        : answer,
    );
  }

  /** Everybody acts on this answer, as if it had been given for long. */
  settle(shares: readonly number[], addresses?: readonly AddressSet[]): void {
    this.answers = [{ shares, ...(addresses ? { addresses } : {}) }];
  }

  /** Connections to a region broke: clients that may have had one follow their look-ups from now on. */
  breakConnections(at: Micros, region: number): void {
    this.forgetSettled(at);
    if (this.answers.some(({ shares }) => shares[region]! > 0)) this.followLookups(at);
  }

  private followLookups(at: Micros): void {
    if (!this.plan.options.connections || this.connectionsBroken) return;
    this.forgetSettled(at);
    this.connectionsBroken = true;
    this.answers = this.answers.map((answer) => {
      const { cutover } = answer;
      return cutover
        ? { ...answer, cutover: this.openCutover(cutover.at, cutover.change, cutover.path) }
        : answer;
    });
  }

  /**
   * Share of the requests that end well when region r answers the share `ok[r]` of what reaches it, or reaches the first of its stacks;
   * `second[r]` of what reaches the second one.
   */
  served(ok: readonly number[], second: readonly number[] = ok): Curve {
    const base = endWell(this.answers[0]!, ok, second);
    const terms: Term[] = [];
    let before = base;
    for (let i = 1; i < this.answers.length; i++) {
      const { cutover } = this.answers[i]!;
      const now = endWell(this.answers[i]!, ok, second);
      if (now !== before) terms.push({ weight: now - before, cutover: cutover! });
      before = now;
    }
    return { base, terms };
  }

  /** When one client, drawn at random, first acts on the answer of the first change; undefined if none changed. */
  drawClient(): { changedAt: Micros; movedAt: Micros } | undefined {
    if (!this.firstChange) return undefined;
    const { at, number, held } = this.firstChange;
    const { plan } = this;
    const stream = this.streams.open(`client of ${this.name}`);
    const age = this.drawn
      ? this.drawn.drawLookup(number, stream) +
        (held ? plan.clientRequestAge : plan.clientLookupAge).draw(stream)
      : (held ? plan.requestAge : plan.lookupAge).draw(stream) + this.drawGap(stream);
    return { changedAt: at, movedAt: at + age };
  }

  /** Until the cache of one of many resolvers is next asked. */
  private drawGap(stream: Stream): Micros {
    const { lookupRate } = this.plan.options.resolvers;
    return lookupRate === Number.POSITIVE_INFINITY ? 0 : drawExponential(1 / lookupRate, stream);
  }

  private openCutover(at: Micros, change: number, path: Path): Cutover {
    const { plan, drawn } = this;
    const held = !this.connectionsBroken;
    if (!drawn) return new MeanFieldCutover(at, change, path, held ? plan.requestAge : plan.lookupAge);
    const law = held ? plan.clientRequestAge : plan.clientLookupAge;
    const draw = () => drawn.movesOf(change);
    const settled = at + drawn.longest;
    return law.longest === 0
      ? new SampledCutover(at, change, path, settled, draw)
      : new LayeredCutover(at, change, path, settled, draw, law);
  }

  private forgetSettled(at: Micros): void {
    if (this.answers.length === 1) return;
    const last = this.answers.findLastIndex(({ cutover }) => cutover === undefined || cutover.settled <= at);
    if (last <= 0) return;
    const { cutover: _, ...settled } = this.answers[last]!;
    this.answers = [settled, ...this.answers.slice(last + 1)];
  }
}

function endWell({ shares, stacks }: Answer, ok: readonly number[], second: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < shares.length; i++) total += shares[i]! * (stacks?.[i] === 1 ? second : ok)[i]!;
  return total;
}
