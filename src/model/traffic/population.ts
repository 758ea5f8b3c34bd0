import type { Micros, RunStreams, Stream } from '../../kernel/index.js';
import { drawExponential } from '../../kernel/index.js';
import type { Curve, Cutover, Term } from '../curve.js';
import { type Demand, demandAt, offeredOf } from '../demand.js';
import type { Path } from '../path.js';
import type { Load } from '../steps.js';
import type { Answer } from '../trace.js';
import { AgeLaw, type Layers } from './age.js';
import { LayeredCutover, MeanFieldCutover, SampledCutover } from './cutover.js';
import { DrawnResolvers } from './drawn-resolvers.js';
import type { Authority } from './keeping.js';
import type { LoadShape } from './load.js';
import { Phases } from './phases.js';
import { type AddressSet, sharesOf } from './policies/addresses.js';
import type { SeenAs } from './policies/decision.js';
import type { ResolverOptions, ResolverSet } from './resolvers.js';
import { buildResolverSet, gapOf, resolverLayers } from './resolvers.js';

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
  /** As whose the look-ups are answered: its own but for those whose resolvers are elsewhere. Shares add up to 1. */
  readonly seenAs: readonly SeenAs[];
  /** Caches of addresses in the clients themselves: shares of the clients, which add up to 1. */
  readonly caches: readonly ClientCache[];
  /** Absent = nobody has to log in again. */
  readonly sessions?: SessionOptions;
  /** Absent = a connection an answer. */
  readonly connections?: ConnectionOptions;
}

/** Sessions that live in the region that a user is sent to (sticky sessions): who moves to another logs in again. */
export interface SessionOptions {
  readonly users: number;
  /** Requests of one login. */
  readonly requests: number;
}

/** The connections of a population. */
export interface ConnectionOptions {
  /** Fixed, or the mean of an exponential law. */
  readonly life: Micros;
  readonly fixed: boolean;
  /** Until a client gives up a connection on which nobody answers; absent = at once. */
  readonly notice?: Micros;
  /** Until connections to a region that the record no longer names are closed though it serves; absent = never. */
  readonly drain?: Micros;
}

export interface ClientCache {
  readonly share: number;
  /** Life of an answer, from the client's own fetch; 0 = no cache, Infinity = it is kept for ever. */
  readonly life: Micros;
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
  /** Whether anything is held for as long as it works. */
  readonly breaks: boolean;
}

export function planPopulation(options: PopulationOptions): PopulationPlan {
  const { resolvers, connections } = options;
  const none = [{ weight: 1, lives: [] }];
  const plan = {
    options,
    lookupAge: ageLaw(options, resolverLayers(resolvers, false), false),
    requestAge: ageLaw(options, resolverLayers(resolvers, true), true),
    clientLookupAge: ageLaw(options, none, false),
    clientRequestAge: ageLaw(options, none, true),
    breaks: connections !== undefined || resolvers.keepings.some(({ life }) => life.kind === 'until-broken'),
  };
  return resolvers.count === 'many'
    ? plan
    : { ...plan, resolverSet: buildResolverSet({ ...resolvers, count: resolvers.count }) };
}

/** The first change of the record, for the client that is drawn. */
interface FirstChange {
  readonly at: Micros;
  readonly number: number;
  /** Whether clients held their connections then. */
  readonly held: boolean;
  /** When these broke. */
  brokeAt?: Micros;
}

/** What the resolvers put into the age of an answer, then the clients' caches, and their connections while they are `held`. */
function ageLaw(
  { caches, connections }: PopulationOptions,
  resolvers: readonly Layers[],
  held: boolean,
): AgeLaw {
  const fixed = held && connections?.fixed ? [connections.life] : [];
  const exponential = held && connections && !connections.fixed ? [connections.life] : [];
  return new AgeLaw(
    resolvers.flatMap(({ weight, lives, exponentials = [], ...rest }) =>
      caches.map(({ share, life }) => ({
        weight: weight * share,
        lives: [...lives, ...(life > 0 ? [life] : []), ...fixed],
        exponentials: [...exponentials, ...exponential],
        ...rest,
      })),
    ),
  );
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
  /** What the authority does now, and did so far. */
  private authority: Authority;
  private readonly turns: Turn[] = [];
  /** How long an answer may be kept that is given now. */
  private ttl: Micros;
  /** Of `many` resolvers, from the first time on that is not quiet time. */
  private phases: Phases | undefined;
  /** Regions that fell silent, which nobody has noticed. */
  private readonly awaited = new Set<number>();
  private firstChange: FirstChange | undefined;

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
    this.authority = { at: Number.NEGATIVE_INFINITY, gives: 'answer', ttl: plan.options.resolvers.ttl };
    this.ttl = plan.options.resolvers.ttl;
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
   * (`oldServes`), as their connections end. An answer that names no region is kept as one that there is nothing (RFC 2308).
   * After a silence, whoever holds nothing is answered at once. `addresses` as for an
   * `Answer`.
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
    if (this.isSettled(at)) this.connectionsBroken = false;
    if (!oldServes && this.awaited.size === 0) this.followLookups(at);
    const gives = answer.addresses || answer.shares.some((share) => share > 0) ? 'answer' : 'nothing';
    const after = this.authority.gives === 'silence' ? this.turns.length - 1 : undefined;
    if (after !== undefined) this.answers = this.answers.slice(0, -1);
    const { negativeTtl } = this.plan.options.resolvers;
    const number = this.turn({ at, gives, ttl: gives === 'answer' ? this.ttl : negativeTtl }, after);
    if (gives === 'answer') this.firstChange ??= { at, number, held: !this.connectionsBroken };
    this.answers = [...this.answers, { cutover: this.openCutover(at, number, path), ...answer }];
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

  /** Nobody answers for the record: clients have nothing once what their caches hold has expired. */
  silence(at: Micros, path: Path): void {
    this.forgetSettled(at);
    const number = this.turn({ at, gives: 'silence', ttl: 0 });
    const { shares, stacks } = this.answers.at(-1)!;
    const nothing = { shares: shares.map(() => 0), ...(stacks ? { stacks } : {}) };
    this.answers = [...this.answers, { cutover: this.openCutover(at, number, path), ...nothing }];
  }

  /** Answers that are given from now on may be kept for so long. */
  keepFor(at: Micros, ttl: Micros): void {
    this.ttl = ttl;
    if (this.authority.gives === 'answer') this.turn({ at, gives: 'answer', ttl });
  }

  /** The authority turned: the number of the turn. `after` is that of the silence that it ended. */
  private turn(authority: Authority, after?: number): number {
    const { resolvers } = this.plan.options;
    const quiet = authority.gives === 'answer' && authority.ttl === resolvers.ttl;
    this.authority = authority;
    if (this.drawn) this.drawn.note(authority);
    else if (this.phases || !quiet) {
      this.phases ??= Phases.afterQuiet(resolvers.keepings, resolvers.ttl, gapOf(resolvers), authority.at);
      this.phases = this.phases.turn(authority);
    }
    return this.turns.push({ authority, since: after ?? this.turns.length, phases: this.phases }) - 1;
  }

  /** A region fell silent: clients wait on their connections to it until they notice, or hear from it. */
  await(region: number): void {
    this.awaited.add(region);
  }

  hear(region: number): void {
    this.awaited.delete(region);
  }

  /** Connections to the regions that the record named until its last change are closed; does nothing if that was not at this time. */
  drain(at: Micros, changedAt: Micros): void {
    if (this.answers.at(-1)!.cutover?.at === changedAt) this.followLookups(at, true);
  }

  /** Connections to a region broke: clients that may have had one follow their look-ups from now on. */
  breakConnections(at: Micros, region: number, late = false): void {
    this.forgetSettled(at);
    if (this.answers.some(({ shares }) => shares[region]! > 0)) this.followLookups(at, late);
  }

  /** `late`: after the change that clients are moving through. */
  private followLookups(at: Micros, late = false): void {
    if (!this.plan.breaks || this.connectionsBroken) return;
    this.forgetSettled(at);
    this.connectionsBroken = true;
    if (late && this.firstChange?.held) this.firstChange.brokeAt ??= at;
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

  /** Share of the clients that look up anew where to go within a time. */
  renewedWithin(time: Micros): number {
    return this.plan.requestAge.cdf(time);
  }

  /**
   * When one client, drawn at random, first acts on the answer of the first change, Infinity for one that never does;
   * undefined if none changed.
   */
  drawClient(): { changedAt: Micros; movedAt: Micros } | undefined {
    if (!this.firstChange) return undefined;
    const { at, number, held, brokeAt } = this.firstChange;
    const stream = this.streams.open(`client of ${this.name}`);
    const since = this.sinceOf(number);
    if (brokeAt !== undefined) {
      const age = this.drawAge(number, brokeAt - since, stream);
      return { changedAt: at, movedAt: Math.max(at, since + age) };
    }
    const age = this.drawn
      ? this.drawn.drawLookup(this.turns[number]!.since, held, false, stream) +
        this.clientAge(held).draw(stream)
      : this.ageSince(number, held).draw(stream) + this.drawGap(stream);
    return { changedAt: at, movedAt: Math.max(at, since + age) };
  }

  /** Age of the answer of a client who holds a connection, unless that breaks first: by inversion of the share that has moved. */
  private drawAge(number: number, breaks: Micros, stream: Stream): Micros {
    const { drawn } = this;
    const lookup = (held: boolean) =>
      drawn ? drawn.drawLookup(this.turns[number]!.since, held, false, stream) : this.drawGap(stream);
    const [held, open] = drawn
      ? [this.clientAge(true), this.clientAge(false)]
      : [this.ageSince(number, true), this.ageSince(number, false)];
    const found = lookup(true);
    const u = stream.next();
    const whole = found + held.reaches(u);
    if (whole < breaks) return whole;
    return Math.max(breaks, (found < Number.POSITIVE_INFINITY ? found : lookup(false)) + open.reaches(u));
  }

  /** Until the cache of one of many resolvers is next asked. */
  private drawGap(stream: Stream): Micros {
    const gap = gapOf(this.plan.options.resolvers);
    return gap === 0 ? 0 : drawExponential(gap, stream);
  }

  /** Delays of a turn count from here: from a silence that it ended, else from itself. */
  private sinceOf(number: number): Micros {
    return this.turns[this.turns[number]!.since]!.authority.at;
  }

  /** How old the answers are, of clients of `many` resolvers. */
  private ageSince(number: number, held: boolean): AgeLaw {
    const { authority, since } = this.turns[number]!;
    const { phases } = this.turns[since]!;
    if (!phases) return held ? this.plan.requestAge : this.plan.lookupAge;
    return ageLaw(this.plan.options, phases.layers(held, authority.gives === 'silence'), held);
  }

  private clientAge(held: boolean): AgeLaw {
    return held ? this.plan.clientRequestAge : this.plan.clientLookupAge;
  }

  protected openCutover(at: Micros, number: number, path: Path): Cutover {
    const { drawn } = this;
    const held = !this.connectionsBroken;
    const since = this.sinceOf(number);
    if (!drawn) return new MeanFieldCutover(at, number, path, this.ageSince(number, held), since);
    const turn = this.turns[number]!;
    const served = turn.authority.gives === 'silence';
    const law = this.clientAge(held);
    const resolvers = {
      since,
      settled: Math.max(at, since + drawn.longest(turn.since, served)),
      draw: () => drawn.movesOf(turn.since, held, served),
    };
    return law.longest === 0 && law.most === 1
      ? new SampledCutover(at, number, path, resolvers)
      : new LayeredCutover(at, number, path, resolvers, law);
  }

  protected forgetSettled(at: Micros): void {
    if (this.answers.length === 1) return;
    const last = this.answers.findLastIndex(({ cutover }) => cutover === undefined || cutover.settled <= at);
    if (last <= 0) return;
    const { cutover: _, ...settled } = this.answers[last]!;
    // Clients that never move stay with the first answer.
    this.answers = this.pins()
      ? [this.answers[0]!, ...this.answers.slice(last)]
      : [settled, ...this.answers.slice(last + 1)];
  }

  private isSettled(at: Micros): boolean {
    return this.answers.every(({ cutover }) => cutover === undefined || cutover.settled <= at);
  }

  /** Whether some clients never move to another answer as things are. */
  private pins(): boolean {
    const { caches, resolvers } = this.plan.options;
    return (
      caches.some(({ life }) => life === Number.POSITIVE_INFINITY) ||
      resolvers.keepings.some(
        ({ life }) => life.kind === 'for-ever' || (life.kind === 'until-broken' && !this.connectionsBroken),
      )
    );
  }
}

/** What the authority did, and the caches then. */
interface Turn {
  readonly authority: Authority;
  /** Number of the turn from which the delays of its clients count. */
  readonly since: number;
  /** Of `many` resolvers; undefined in quiet time. */
  readonly phases: Phases | undefined;
}

function endWell({ shares, stacks }: Answer, ok: readonly number[], second: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < shares.length; i++) total += shares[i]! * (stacks?.[i] === 1 ? second : ok)[i]!;
  return total;
}
