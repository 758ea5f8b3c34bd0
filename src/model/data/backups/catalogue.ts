import type { Micros } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Backup, RestorePoint, Search, Source } from './backup.js';
import type { Key } from './keys.js';
import type { LogArchive } from './log-archive.js';
import type { Vault } from './vault.js';

/** Where a restore looks from, and what it has tried. */
export interface Quest extends Search {
  /** The site that is restored to. */
  readonly to: number;
  /** Backups that turned out to be bad, by `nameOf`. */
  readonly bad: ReadonlySet<string>;
  /** The last instant up to one whose state is one of the data on their way here: what was restored over is not. */
  readonly lastOurs: (upTo: Micros) => Micros;
}

/** What there is to go back to: a point, nothing that can be reached now, or nothing at all. */
export type Answer = RestorePoint | 'unreachable' | 'none';

/** A backup that was begun earlier than another one is not there so much later; microseconds. */
const longestWait = 30 * 86_400e6;

/** All that a store can be restored from, in one run. */
export class Catalogue {
  constructor(
    private readonly sources: readonly Source[],
    private readonly logs: readonly LogArchive[],
    private readonly vaults: ReadonlyMap<string, Vault>,
    private readonly keys: ReadonlyMap<string, Key>,
    private readonly network: Network,
  ) {}

  /** The newest point that is not known to be bad. Whether it is good shows when it is tried. */
  newest(quest: Quest): Answer {
    let best: RestorePoint | undefined;
    let hidden = false;
    for (const source of this.sources) {
      for (const plain of source.points(quest)) {
        if (plain.point < (best?.point ?? Number.NEGATIVE_INFINITY) && this.logs.length === 0) break;
        if (this.areGone(plain)) break;
        if (!this.isThere(plain, quest)) continue;
        if (!this.isReachable(plain, quest.to)) {
          hidden = true;
          // Older ones are in the same vault, with the same key.
          break;
        }
        const point = this.extended(plain, quest);
        if (!best || isNewer(point, best)) best = point;
        break;
      }
    }
    return best ?? (hidden ? 'unreachable' : 'none');
  }

  /** Disks of sites are destroyed. */
  destroy(sites: readonly number[]): void {
    for (const source of this.sources) source.destroy?.(sites);
  }

  /** Whether any of the jobs had stopped without a word. */
  isStopped(at: Micros): boolean {
    return this.sources.some((one) => one.isStopped(at)) || this.logs.some((one) => one.isStopped(at));
  }

  /** With the log that leads on from it, as far as that can be read. */
  private extended(plain: RestorePoint, quest: Quest): RestorePoint {
    let best = plain;
    for (const log of this.logs) {
      const { vault, key, name } = log.options;
      const place = this.vaults.get(vault)!;
      if (plain.parts.length === 0 || !place.answers(quest.to)) continue;
      if (key !== undefined && !this.keys.get(key)!.answers(quest.to)) continue;
      // One that ends on what was restored over is of use up to there.
      const { taken } = place;
      const point = quest.lastOurs(log.reach(plain.point, { ...quest, taken }));
      const read = { name, vault, ...(key === undefined ? {} : { key }) };
      if (point > best.point) best = { ...plain, point, log: read };
    }
    return best;
  }

  /** Whether this point and all older ones of its source are gone: with their vault, long after they were there, or with their key. */
  private areGone({ parts }: RestorePoint): boolean {
    return parts.some(({ key, vault, ready }) => {
      const [first] = this.vaults.get(vault)!.taken;
      const isLost = key !== undefined && this.keys.get(key)!.isLost;
      return isLost || first === undefined || first.from > ready + longestWait;
    });
  }

  private isThere({ point, parts }: RestorePoint, { lastOurs, bad, asOf }: Quest): boolean {
    if (lastOurs(point) !== point) return false;
    return parts.every(
      (part) =>
        this.vaults.get(part.vault)!.has(part.ready) &&
        !bad.has(nameOf(part)) &&
        !part.isKnownBad(asOf) &&
        !(part.key !== undefined && this.keys.get(part.key)!.isLost),
    );
  }

  private isReachable({ parts, sites }: RestorePoint, to: number): boolean {
    if (sites && !sites.some((one) => this.network.runs(one) && this.network.talks(one, to))) return false;
    return parts.every(
      ({ vault, key }) =>
        this.vaults.get(vault)!.answers(to) && (key === undefined || this.keys.get(key)!.answers(to)),
    );
  }
}

/** Of two that lead to the same state, the one that has less log to replay. */
function isNewer(a: RestorePoint, b: RestorePoint): boolean {
  return a.point === b.point ? a.base > b.base : a.point > b.point;
}

export function nameOf({ job, ordinal }: Backup): string {
  return `${job} ${ordinal}`;
}

/** The first of the parts that spoils a point; undefined for a good one. */
export function spoilt({ parts }: RestorePoint): Backup | undefined {
  return parts.find(({ flaw }) => flaw !== undefined);
}
