import type { Micros } from '../../../kernel/index.js';
import type { ArrivalBuckets } from './arrival-buckets.js';
import type { Route } from './demand.js';
import type { ClassOptions } from './request-class.js';
import type { StationOptions } from './station.js';
import type { ClassTally } from './tally.js';

/** A station as both flows have it. */
export interface FlowStation {
  readonly options: StationOptions;
  readonly servers: number;
  /** Attempts that wait, and that are served. */
  readonly waiting: number;
  readonly busy: number;
  /** Attempts served, in time or not; attempts that found no place. */
  readonly served: number;
  readonly shed: number;
  /** When a server first stood idle since that was last asked for; undefined if none has. */
  readonly idleFrom: Micros | undefined;
  awaitIdle(now: Micros): void;
  /** Server time used since the flow began, up to now, in microseconds. */
  busyTime(now: Micros): number;
}

/** A class as both flows have it. */
export interface FlowClass {
  readonly options: ClassOptions;
  /** Requests per microsecond that are first made. */
  readonly rate: number;
  readonly tally: ClassTally;
  readonly buckets: ArrivalBuckets;
}

/** How long nobody has answered on a route on which nobody does. */
export type ClosedFor = (route: number) => Micros;

export const closedForEver: ClosedFor = () => Number.POSITIVE_INFINITY;

/** Requests on their way through stations, one by one or by rates. Between calls it stands at `now`. */
export interface Flow {
  readonly now: Micros;
  readonly stations: readonly FlowStation[];
  readonly classes: readonly FlowClass[];
  /** Attempts answered in time, by route. */
  readonly servedOn: Float64Array;
  /**
   * Begins in balance at the present rates instead of empty; whom nobody answers waits since that is so.
   *
   * @param closedFor for ever, if not given
   */
  start(closedFor?: ClosedFor): void;
  /** Lets everything happen that is due at or before a time. */
  advance(to: Micros): void;
  /** Requests of a class first made in a microsecond, from now on. */
  setRate(klass: number, rate: number): void;
  /** What a route meets from now on; attempts on it find out at their next station. */
  setRoute(route: number, to: Route): void;
  setServers(station: number, servers: number): void;
  /** All servers of a station work at this share of their speed, in (0, 1], from now on. */
  throttle(station: number, factor: number): void;
  /** The servers of a station have this share of their speed and grow to all of it, evenly, within a time. */
  warmUp(station: number, share: number, within: Micros): void;
  /** What waits at a station or is served there is gone: clients hear nothing, or are refused. */
  drop(station: number, as: 'silent' | 'refused'): void;
  /**
   * Whether it is back in balance, so that rates say all again: more is served than comes, no queue is longer than it usually is,
   * and nobody waits for a retry because a station was too busy.
   */
  isInBalance(): boolean;
}
