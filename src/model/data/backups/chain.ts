import type { Micros } from '../../../kernel/index.js';
import type { Backup, RestorePoint, Search, Source } from './backup.js';
import type { Job } from './job.js';

/**
 * Backups of what has changed since others: since the last full one (differential), or since the last one of any kind (incremental).
 * To restore one takes the full one too, and with incremental ones all in between; a flaw in any of them spoils it.
 */
export class Chain implements Source {
  constructor(
    private readonly kind: 'differential' | 'incremental',
    private readonly own: Job,
    private readonly full: Job,
  ) {}

  get name(): string {
    return this.own.name;
  }

  isStopped(at: Micros): boolean {
    return this.own.isStopped(at);
  }

  *points(search: Search): Generator<RestorePoint> {
    const later = this.own.made(search);
    let next = later.next();
    for (const base of this.full.existing(search)) {
      // Those that were begun when this full backup was there, and no newer one.
      const group: { backup: Backup; kept: boolean }[] = [];
      for (; !next.done && next.value.backup.point >= base.ready; next = later.next()) group.push(next.value);
      // Without one in between the later ones are of no use.
      const whole = this.kind === 'differential' || group.every(({ kept }) => kept);
      for (const [index, { backup, kept }] of group.entries()) {
        const { point } = backup;
        if (!kept || !whole || point > search.notAfter) continue;
        const between = this.kind === 'incremental' ? group.slice(index).reverse() : [group[index]!];
        yield { of: this.name, point, base: point, parts: [base, ...between.map((one) => one.backup)] };
      }
      if (next.done) return;
    }
  }
}
