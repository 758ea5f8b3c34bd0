import type { Micros } from '../../kernel/index.js';
import type { Network } from '../network.js';
import type { Channel, Missing } from './channels/channel.js';
import type { CommitWait } from './primary/commit-wait.js';
import type { WalWriter } from './primary/wal-writer.js';
import type { Timeline } from './timeline.js';

/** One copy of a shard on a site. */
export interface Copy {
  readonly site: number;
  /** Faults of the copy alone, apart from those of its site. */
  lost: number;
  crashed: number;
  paused: number;
  /** Its disks hold what they held. */
  intact: boolean;
}

/** A copy that is the primary or follows it. */
export interface Server extends Copy {
  /** Fenced or demoted: takes no writes whatever it believes. */
  barred: boolean;
  /** From the present primary; absent on the primary itself and on copies that have not joined it. */
  channel: Channel | undefined;
  connected: boolean;
  /** The standby that it follows; absent where it follows the primary itself. */
  upstream: Server | undefined;
  /** The log that it would need is gone: it has to be rebuilt before it can follow anybody. */
  outdated: boolean;
  /** It is being promoted, and has stopped following for that. */
  detached: boolean;
  /** When it was last cut off from the primary. */
  interruptedAt: Micros;
}

/** A primary and its epoch. */
export interface Writer {
  readonly copy: Server;
  /** The sites that its data has been written on, for the names of its random streams. */
  readonly line: string;
  readonly timeline: Timeline;
  /** When its copy or site went down, or its disks were destroyed; undefined while it can serve. */
  diedAt: Micros | undefined;
  /** What flushes its log, where commits do not wait for that. */
  readonly walWriter?: WalWriter | undefined;
  /** Commit time up to which its log was flushed when it stopped; absent while it runs, and where all of it was. */
  durableUpTo?: Micros | undefined;
  /** How its commits wait for standbys. */
  readonly wait: CommitWait;
  /** It has not heard yet that another was promoted over it, whomever it reaches. */
  unaware?: boolean;
  /** The primary before it, and the commit time up to which it took over that one's writes. */
  ancestor?: { readonly writer: Writer; readonly upTo: Micros };
  /** Once another was promoted over it (`at`): what the other lacks, still unclassified, since which fault. */
  fork?: { readonly missing: Missing; readonly faultAt: Micros; readonly at: Micros };
}

export function newCopy(site: number): Copy {
  return { site, lost: 0, crashed: 0, paused: 0, intact: true };
}

export function isAlive(copy: Copy, network: Network): boolean {
  return copy.lost === 0 && copy.crashed === 0 && copy.paused === 0 && network.runs(copy.site);
}

/** Whether its processes are where they were, though nobody hears of them. */
export function isPaused(copy: Copy, network: Network): boolean {
  return copy.lost === 0 && copy.crashed === 0 && network.exists(copy.site) && !isAlive(copy, network);
}

/** Whether who asks it hears nothing rather than a refusal. */
export function isSilent(copy: Copy, network: Network): boolean {
  return copy.lost > 0 || copy.paused > 0 || network.isSilent(copy.site);
}

/** Whether a copy runs and has its data. */
export function servesData(copy: Copy, network: Network): boolean {
  return copy.intact && isAlive(copy, network);
}
