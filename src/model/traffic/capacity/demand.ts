import type { Micros } from '../../../kernel/index.js';

/** Where attempts can go. */
export interface Route {
  /** Numbers of the stations that it visits, in order. */
  readonly stations: readonly number[];
  /** What it meets: an answer, a refusal at once, or nothing. */
  readonly meets: 'served' | 'refused' | 'silent';
  /** Share of what is served that is answered with an error. */
  readonly errorShare: number;
  /** Whether the answers come too late for anybody, though the work is done and stays; nobody tries again. */
  readonly isLate?: boolean;
}

/** Which route requests take: what the flow is told of routing. */
export interface Demand {
  /** The route of an attempt of a class, made at a time by a client with a place u in [0, 1) in the order of moving. */
  routeOf(klass: number, at: Micros, u: number): number;
  /** Shares of the clients of a class by route. */
  shares(klass: number, at: Micros): readonly number[];
}
