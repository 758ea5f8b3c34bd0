import {
  drawBinomial,
  drawHypergeometric,
  exp,
  expMinusOne,
  lnOnePlus,
  type Micros,
  type Stream,
} from '../../kernel/index.js';
import type { Condition, Periods, ProbeCounts, ProbeOdds } from './probe-odds.js';
import { certainResult, timeOf } from './probe-odds.js';

/** A run that is not over by then, 140 years after its first probe, is drawn on from there. */
const longest: Micros = 2 ** 52;

/** What a checker is waiting for: so many failures, or good results, in a row. */
export interface Wanted {
  /** Whether it waits for good results. */
  readonly good: boolean;
  readonly inARow: number;
  /** Those it has already. */
  readonly carried: number;
}

/** Where a checker stands: the run of wanted results so far, and the launch of its next probe. */
export interface Standing {
  readonly carried: number;
  readonly nextLaunch: Micros;
}

/** The probes of one checker under one set of odds until it has what it waits for. */
export interface ProbeRun {
  /** The probe that completes the run; absent if it is not complete at the end of what is known. */
  readonly deciding?: { readonly launch: Micros; readonly result: Condition } | undefined;
  /** Launch of the first probe of which nothing is known, if there is such a one and no deciding probe. */
  readonly knownUntil?: Micros | undefined;
  /** How many probes there are until the run is complete; Infinity if it is not. */
  readonly probes: number;
  /** Where the checker stands when all probes launched up to an instant before the deciding one count. */
  standingAt(until: Micros): Standing;
}

/** `stream` is opened only where chance decides. */
export function runProbes(
  wanted: Wanted,
  odds: ProbeOdds,
  periods: Periods,
  firstLaunch: Micros,
  stream: () => Stream,
): ProbeRun {
  const certain = certainResult(odds);
  return certain === undefined
    ? new ChanceRun(wanted, odds, periods, firstLaunch, stream())
    : new CertainRun(wanted, certain, periods[certain], firstLaunch);
}

/** Every probe has the same result. */
class CertainRun implements ProbeRun {
  readonly probes: number;
  readonly deciding: { readonly launch: Micros; readonly result: Condition } | undefined;

  constructor(
    private readonly wanted: Wanted,
    result: Condition,
    private readonly period: Micros,
    private readonly firstLaunch: Micros,
  ) {
    const comes = wanted.good === (result === 'ok');
    this.probes = comes ? wanted.inARow - wanted.carried : Number.POSITIVE_INFINITY;
    if (comes) this.deciding = { launch: firstLaunch + (this.probes - 1) * period, result };
  }

  standingAt(until: Micros): Standing {
    const { firstLaunch, period, wanted, deciding } = this;
    if (firstLaunch > until) return { carried: wanted.carried, nextLaunch: firstLaunch };
    const launched = Math.floor((until - firstLaunch) / period) + 1;
    return {
      carried: deciding ? wanted.carried + launched : 0,
      nextLaunch: firstLaunch + launched * period,
    };
  }
}

/** Some wanted results and, if it is `broken`, one that is not, which comes last. */
interface Piece {
  readonly counts: ProbeCounts;
  readonly broken: boolean;
}

/** Blocks that each are some wanted results, fewer than make a run, and one that breaks it. */
interface Blocks {
  readonly number: number;
  /** How many of the blocks have at least 1, 2, ... wanted results. */
  readonly atLeast: readonly number[];
  /** Silent ones among all failures. */
  readonly silent: number;
}

/**
 * The probes of one checker under one set of odds, from the first that meets them until it has as many results of one kind in a row
 * as it waits for (success runs: Feller, An Introduction to Probability Theory, vol. I, XIII.7).
 *
 * Each result of the other kind ends a block, and blocks are independent: their number is geometric, and of so many blocks the numbers
 * with 1, 2, ... wanted results are binomial. So ten years of probes are drawn by a handful of variates. Where the checker stands at
 * an instant before the end is drawn when it is asked for: the blocks are halved, by hypergeometric variates, down to that instant.
 */
class ChanceRun implements ProbeRun {
  readonly probes: number;
  readonly deciding: { readonly launch: Micros; readonly result: Condition } | undefined;
  readonly knownUntil: Micros | undefined;
  private readonly first: Piece;
  private readonly blocks: Blocks;
  /** What is wanted, without the deciding probe. */
  private readonly last: Piece;

  constructor(
    private readonly wanted: Wanted,
    private readonly odds: ProbeOdds,
    private readonly periods: Periods,
    private readonly firstLaunch: Micros,
    private readonly stream: Stream,
  ) {
    const { inARow, carried } = wanted;
    const chance = wanted.good ? odds.ok : 1 - odds.ok;
    const missing = inARow - carried;
    const begun = drawRun(chance, missing, stream);
    const atOnce = begun === missing;
    const most = this.mostBlocks();
    const number = atOnce ? 0 : drawNumber(chance, inARow, most, stream);
    this.first = this.piece(atOnce ? 0 : begun, !atOnce);
    this.blocks = this.drawBlocks(number, chance);
    const before = [this.first.counts, this.countsOf(this.blocks)];
    const launch = firstLaunch + sum(before.map((counts) => timeOf(counts, periods)));
    if (number === most) {
      this.last = this.piece(0, false);
      this.probes = Number.POSITIVE_INFINITY;
      this.knownUntil = launch;
    } else {
      const results = atOnce ? missing : inARow;
      const result = this.drawDeciding();
      this.last = this.piece(results - 1, false);
      this.probes = sum(before.map(total)) + results;
      this.deciding = { launch: launch + timeOf(this.last.counts, periods), result };
    }
  }

  /** Where the checker stands when all probes launched up to an instant before the deciding one count. */
  standingAt(until: Micros): Standing {
    const { carried } = this.wanted;
    let launch = this.firstLaunch;
    if (launch > until) return { carried, nextLaunch: launch };
    const afterFirst = launch + timeOf(this.first.counts, this.periods);
    if (afterFirst > until) return this.within(this.first, carried, launch, until);
    launch = afterFirst;
    // Of an empty first piece what was carried still counts.
    const before = this.first.broken ? 0 : carried;
    const afterBlocks = launch + timeOf(this.countsOf(this.blocks), this.periods);
    if (afterBlocks > until) return this.withinBlocks(launch, until);
    return this.within(this.last, before, afterBlocks, until);
  }

  private withinBlocks(start: Micros, until: Micros): Standing {
    let launch = start;
    let blocks = this.blocks;
    while (blocks.number > 1) {
      const [left, right] = this.halve(blocks);
      const after = launch + timeOf(this.countsOf(left), this.periods);
      if (after > until) blocks = left;
      else {
        blocks = right;
        launch = after;
      }
    }
    return this.within({ counts: this.countsOf(blocks), broken: true }, 0, launch, until);
  }

  /** Goes through a few probes one by one, whose kinds of failure come in any order. */
  private within(piece: Piece, carried: number, launch: Micros, until: Micros): Standing {
    const left = { ...piece.counts };
    let standing = { carried, nextLaunch: launch };
    while (standing.nextLaunch <= until && total(left) > 0) {
      const breaks = piece.broken && total(left) === 1;
      const result = this.pick(left, breaks);
      left[result] -= 1;
      standing = {
        carried: breaks ? 0 : standing.carried + 1,
        nextLaunch: standing.nextLaunch + this.periods[result],
      };
    }
    return standing;
  }

  /** The result of the next of some probes of which only the numbers are known. */
  private pick({ refused, silent }: ProbeCounts, breaks: boolean): Condition {
    if (this.wanted.good !== breaks) return 'ok';
    if (refused === 0 || silent === 0) return silent === 0 ? 'refused' : 'silent';
    return drawHypergeometric(silent, refused + silent, 1, this.stream) === 1 ? 'silent' : 'refused';
  }

  private piece(wanted: number, broken: boolean): Piece {
    const { good } = this.wanted;
    const breaking = broken ? 1 : 0;
    return { counts: this.kinds(good ? wanted : breaking, good ? breaking : wanted), broken };
  }

  private kinds(ok: number, failures: number, silent = this.drawSilent(failures)): ProbeCounts {
    return { ok, refused: failures - silent, silent };
  }

  /** How many of some failures are silent. */
  private drawSilent(failures: number): number {
    const { refused, silent } = this.odds;
    if (failures === 0 || silent === 0) return 0;
    return refused === 0 ? failures : drawBinomial(failures, silent / (refused + silent), this.stream);
  }

  /** As many blocks as last no longer than {@link longest}. */
  private mostBlocks(): number {
    const { ok, refused, silent } = this.periods;
    return Math.max(1, Math.floor(longest / Math.max(ok, refused, silent) / this.wanted.inARow));
  }

  private drawBlocks(number: number, chance: number): Blocks {
    const atLeast: number[] = [];
    const lnChance = lnOnePlus(chance - 1);
    const shortOf = (results: number) => -expMinusOne((this.wanted.inARow - results) * lnChance);
    for (let j = 1, left = number; left > 0 && j < this.wanted.inARow; j++) {
      left = drawBinomial(left, Math.min(1, (chance * shortOf(j)) / shortOf(j - 1)), this.stream);
      if (left > 0) atLeast.push(left);
    }
    const failures = this.wanted.good ? number : sum(atLeast);
    return { number, atLeast, silent: this.drawSilent(failures) };
  }

  private halve(blocks: Blocks): [Blocks, Blocks] {
    const { stream } = this;
    const half = Math.floor(blocks.number / 2);
    const left: number[] = [];
    for (let j = 0, among = blocks.number, own = half; j < blocks.atLeast.length && own > 0; j++) {
      const reached = blocks.atLeast[j]!;
      own = drawHypergeometric(reached, among, own, stream);
      among = reached;
      if (own > 0) left.push(own);
    }
    const failures = (number: number, atLeast: readonly number[]) =>
      this.wanted.good ? number : sum(atLeast);
    const all = failures(blocks.number, blocks.atLeast);
    const silent = drawHypergeometric(blocks.silent, all, failures(half, left), stream);
    const right = blocks.atLeast
      .map((reached, j) => reached - (left[j] ?? 0))
      .filter((reached) => reached > 0);
    return [
      { number: half, atLeast: left, silent },
      { number: blocks.number - half, atLeast: right, silent: blocks.silent - silent },
    ];
  }

  private countsOf({ number, atLeast, silent }: Blocks): ProbeCounts {
    const wanted = sum(atLeast);
    return this.wanted.good ? this.kinds(wanted, number, silent) : this.kinds(number, wanted, silent);
  }

  private drawDeciding(): Condition {
    return this.wanted.good ? 'ok' : this.drawSilent(1) === 1 ? 'silent' : 'refused';
  }
}

/** Wanted results before the first of the other kind, or `most` if there are that many: geometric, by inversion. */
function drawRun(chance: number, most: number, stream: Stream): number {
  const u = stream.next();
  return chance >= 1 ? most : Math.min(most, Math.floor(lnOnePlus(-u) / lnOnePlus(chance - 1)));
}

/** Blocks before what would be a whole run, or `most` if there are that many: geometric, by inversion. */
function drawNumber(chance: number, inARow: number, most: number, stream: Stream): number {
  const u = stream.next();
  const complete = exp(inARow * lnOnePlus(chance - 1));
  if (complete >= 1) return 0;
  return complete === 0 ? most : Math.min(most, Math.floor(lnOnePlus(-u) / lnOnePlus(-complete)));
}

function total({ ok, refused, silent }: ProbeCounts): number {
  return ok + refused + silent;
}

function sum(numbers: readonly number[]): number {
  let all = 0;
  for (const one of numbers) all += one;
  return all;
}
