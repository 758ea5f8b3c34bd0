import type { Micros } from '../../kernel/index.js';
import type { Curve, Cutover } from '../curve.js';
import type { Path } from '../path.js';
import type { Load } from '../steps.js';
import type { AddressSet } from './policies/addresses.js';

export type RequestKind = 'reads' | 'writes';
/** An answer that a part of a population acts on: shares by region, and how the population moved to it. */
export interface Answer {
  readonly shares: readonly number[];
  /** Absent for the answer in force when the run began. */
  readonly cutover?: Cutover;
  /** What the answer holds, where its clients try a second address when the first does not answer; `shares` follow from it. */
  readonly addresses?: readonly AddressSet[];
  /** By region: which of the two stacks side by side it points at (blue and green); the first one when absent. */
  readonly stacks?: readonly number[];
}
/** A health check, a lease or a panel of observers changed its mind. */
export interface VerdictChanged {
  type: 'verdict';
  at: Micros;
  subject: string;
  healthy: boolean;
  by: 'checks' | 'lease' | 'observers' | 'provider' | 'neighbours';
  /** Given when a region is found unhealthy that answers everybody; at 0 if it was found so before the run. */
  mistaken?: true;
}
/** A region that was found unhealthy by mistake is found healthy again, or stops answering everybody. */
export interface MistakeEnded {
  type: 'mistake-ended';
  at: Micros;
  subject: string;
}
/** Who takes clients to regions besides a name service: the network, where regions announce one address, or an accelerator's edge. */
export type Redirector = 'network' | 'edge';
/** The name service gives another answer to this population from now on. */
export interface RecordChanged {
  type: 'record-changed';
  at: Micros;
  population: string;
  /** Regions in the new answer. */
  regions: readonly string[];
  /** The name service when absent. */
  by?: Redirector;
  /** Share of the clients that the network takes away from regions that answer, so that their connections break. */
  shifted?: number;
}
/** Answers that are given from now on may be cached for so long. */
export interface TtlChanged {
  type: 'ttl-changed';
  at: Micros;
  /** Microseconds. */
  to: Micros;
}
/** Which answers the population acts on from now on. */
export interface Routed {
  type: 'routed';
  at: Micros;
  population: string;
  answers: readonly Answer[];
}
/** From now on this share of the requests goes to regions that do not answer. */
export interface Misdirected {
  type: 'misdirected';
  at: Micros;
  population: string;
  share: Curve;
  /** Whether some region does not answer. */
  closed: boolean;
}
/** From now on the population asks for so many times its mean: a load over the day, times a surge. */
export interface DemandChanged {
  type: 'demand';
  at: Micros;
  population: string;
  load?: Load;
  surge: number;
}
/** So many users, expected, log in again from now on, for their sessions were elsewhere. */
export interface LoggedIn {
  type: 'logged-in';
  at: Micros;
  population: string;
  count: number;
}
/** From now on this share of the requests is answered. */
export interface GoodputChanged {
  type: 'goodput';
  at: Micros;
  population: string;
  kind: RequestKind;
  share: Curve;
  /** What that share is with no fault; 1 when absent. */
  usual?: number;
  /** Of the event that changed it at this instant. */
  path: Path;
}
/** What became of the requests of a population first made in a stretch of time in which something was overloaded. */
export interface RequestsCounted {
  type: 'requests-counted';
  /** End of the stretch. */
  at: Micros;
  population: string;
  kind: RequestKind;
  offered: number;
  served: number;
  /** Failed for good: turned away at last, not answered in time at last, or otherwise. */
  shed: number;
  timedOut: number;
  failed: number;
  /** Further attempts. */
  retried: number;
}
/** A station has so many servers from now on: some have started, or are not needed any more. */
export interface Scaled {
  type: 'scaled';
  at: Micros;
  station: string;
  servers: number;
}
/** Requests that wait or are worked on, where something is overloaded, at an event. */
export interface BacklogSeen {
  type: 'backlog';
  at: Micros;
  requests: number;
}
/** Each region and store has had a server idle since the last event: what had piled up by then is gone. */
export interface BacklogDrained {
  type: 'drained';
  at: Micros;
}
/** The wait in queues of one request, drawn at random in undisturbed time. */
export interface RequestSampled {
  type: 'request-sampled';
  at: Micros;
  population: string;
  queueWait: Micros;
}
/** One client, drawn at random: when it first acted on the new answer after the first record change. */
export interface ClientMoved {
  type: 'client-moved';
  at: Micros;
  population: string;
  changedAt: Micros;
  movedAt: Micros;
}

/** What is told of traffic, and of what clients meet. */
export type TrafficRecord =
  | VerdictChanged
  | MistakeEnded
  | RecordChanged
  | TtlChanged
  | Routed
  | Misdirected
  | DemandChanged
  | LoggedIn
  | GoodputChanged
  | RequestsCounted
  | Scaled
  | BacklogSeen
  | BacklogDrained
  | RequestSampled
  | ClientMoved;
