import type { Micros } from '../../../kernel/index.js';
import type { Flow } from './flow.js';
import type { ClassOptions } from './request-class.js';
import { fullBackoff } from './retry.js';

/** Requests of a class, by what became of them; retried: further attempts. */
export type Outcomes = Record<'offered' | 'served' | 'shed' | 'timedOut' | 'failed' | 'retried', number>;

/** What was counted by a time. */
interface Mark {
  readonly at: Micros;
  /** By class. */
  readonly outcomes: readonly Outcomes[];
  /** By route. */
  readonly servedOn: Float64Array;
  /** By station: attempts that came, and that were served. */
  readonly came: readonly number[];
  readonly done: readonly number[];
}

/** How an overload goes on while nothing changes. */
export interface Stalemate {
  readonly since: Micros;
  /** By class, in a microsecond. */
  readonly outcomes: readonly Outcomes[];
  /** By route: requests answered in time in a microsecond. */
  readonly servedOn: Float64Array;
}

/** Each of the stretches that are compared. */
const shortest: Micros = 30_000_000;

/** By how much more must come than is served before an overload is thought to hold by itself. */
const surplus = 1.05;

/**
 * Tells when an overload has come to stay: nothing has changed for long, more attempts come than are served to every queue that is
 * not short, none of these queues can grow, and goodput is what it was. Then it need not be followed on.
 */
export class StalemateWatch {
  private marks: Mark[] = [];
  private readonly stretch: Micros;

  constructor(private readonly flow: Flow) {
    this.stretch = Math.max(shortest, ...flow.classes.map(({ options }) => 2 * patienceOf(options)));
  }

  /** Something changed: it begins anew. */
  restart(): void {
    this.marks = [];
  }

  /** Looks at the flow as it is at an instant of the run. */
  look(at: Micros): Stalemate | undefined {
    if (this.stretch === Number.POSITIVE_INFINITY) return undefined;
    const { now } = this.flow;
    const mark = markOf(this.flow);
    this.marks.push(mark);
    const first = this.marks[0]!;
    // The first of four stretches is that in which the overload takes shape.
    if (now - first.at < 4 * this.stretch) return undefined;
    const [before, middle] = [2, 1].map((back) => this.markAt(now - back * this.stretch));
    const holds = this.flow.stations.every(
      ({ waiting, servers, options }, station) =>
        waiting <= servers ||
        (options.queue < Number.POSITIVE_INFINITY &&
          mark.came[station]! - middle!.came[station]! >
            surplus * (mark.done[station]! - middle!.done[station]!)),
    );
    if (!holds || !isAlike(before!, middle!, mark)) return undefined;
    const time = mark.at - before!.at;
    return {
      since: at,
      outcomes: mark.outcomes.map((own, klass) =>
        mapOutcomes((name) => (own[name] - before!.outcomes[klass]![name]) / time),
      ),
      servedOn: mark.servedOn.map((served, route) => (served - before!.servedOn[route]!) / time),
    };
  }

  private markAt(at: Micros): Mark {
    return this.marks.findLast((mark) => mark.at <= at)!;
  }
}

/** The longest time from a request to its end. */
function patienceOf({ timeout, retry }: ClassOptions): Micros {
  let total = timeout;
  for (let failures = 1; failures <= retry.attempts; failures++)
    total += timeout + fullBackoff(retry, failures);
  return total;
}

function markOf({ now, classes, stations, servedOn }: Flow): Mark {
  return {
    at: now,
    outcomes: classes.map(({ tally }) => mapOutcomes((name) => tally[name])),
    servedOn: Float64Array.from(servedOn),
    came: stations.map(({ served, shed, waiting, busy }) => served + shed + waiting + busy),
    done: stations.map(({ served }) => served),
  };
}

export function mapOutcomes(of: (name: keyof Outcomes) => number): Outcomes {
  return {
    offered: of('offered'),
    served: of('served'),
    shed: of('shed'),
    timedOut: of('timedOut'),
    failed: of('failed'),
    retried: of('retried'),
  };
}

/** Whether as much was served in two stretches, by all that counts can tell: four standard deviations of Poisson numbers. */
function isAlike(before: Mark, middle: Mark, now: Mark): boolean {
  return now.outcomes.every(({ served }, klass) => {
    const half = middle.outcomes[klass]!.served;
    const [a, b] = [half - before.outcomes[klass]!.served, served - half];
    return Math.abs(a - b) <= 4 * Math.sqrt(a + b + 1);
  });
}
