import { exp, type Micros, pow } from '../../../kernel/index.js';
import { erlangB, erlangC } from './erlang.js';

/** What a station is asked for, and what it has. */
export interface Loading {
  /** Attempts per microsecond. */
  readonly rate: number;
  /** Mean time that one takes a server now, microseconds. */
  readonly service: Micros;
  /** Squared coefficient of variation of that time. */
  readonly variation: number;
  readonly servers: number;
  /** Places to wait. */
  readonly queue: number;
  /** The shortest time for which a client waits. */
  readonly patience: Micros;
  /** Attempts that are let in at most, per microsecond. */
  readonly admits?: number;
}

/** Fewer failures than this share of the attempts nobody sees. */
const unseen = 1e-6;

/**
 * Whether queueing decides what becomes of requests: more come than can be served, or in balance more than one in a million would
 * find no place or outlast its client. Waits in balance have about the tail of M/M/c, the longer the more service times vary
 * (Kingman, "The single server queue in heavy traffic", 1961); this decides how a station is followed, not what it does.
 */
export function isOverloaded(loading: Loading): boolean {
  const { rate, service, servers, queue, admits = Number.POSITIVE_INFINITY } = loading;
  const offered = rate * service;
  if (offered === 0) return false;
  if (rate > admits || offered >= servers) return true;
  if (queue === 0) return erlangB(servers, offered) > unseen;
  const waits = erlangC(servers, offered);
  return waits * Math.max(noPlace(loading, offered), tooLate(loading, offered)) > unseen;
}

/** Of those who wait. */
function noPlace({ queue, servers, variation }: Loading, offered: number): number {
  if (queue === Number.POSITIVE_INFINITY) return 0;
  return pow(offered / servers, (queue * 2) / (1 + Math.max(1, variation)));
}

function tooLate({ patience, servers, service, variation }: Loading, offered: number): number {
  if (patience === Number.POSITIVE_INFINITY) return 0;
  return exp((-(servers - offered) * patience * 2) / (service * (1 + Math.max(1, variation))));
}

/** The greatest rate, per microsecond, at which a station is not overloaded; all else as given. */
export function easyRate(loading: Omit<Loading, 'rate'>): number {
  let [low, high] = [0, loading.servers / loading.service];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (isOverloaded({ ...loading, rate: middle })) high = middle;
    else low = middle;
  }
  return low;
}
