import { second } from '../kernel/index.js';
import type { DelayedStandbyOptions } from '../model/data/backups/delayed-standby.js';
import type { JobOptions, VerificationOptions } from '../model/data/backups/job.js';
import type { VaultOptions } from '../model/data/backups/vault.js';
import type { RestoreOptions } from '../model/data/restore/restore-options.js';
import type { Spec } from '../scenario/schema.js';
import { buildQuantity } from './quantity.js';
import type { Sites } from './sites.js';

type Store = Spec['data'][string];
type Backup = Store['backups'][string];

/** A job of a store, and which other one it builds on or hands on. */
export interface PlannedJob {
  readonly kind: 'full' | 'differential' | 'incremental' | 'snapshot' | 'log';
  readonly options: JobOptions;
  readonly of?: string;
  readonly from?: string;
}

export interface KeyOptions {
  readonly name: string;
  readonly sites: readonly number[];
}

/** What a store can be restored from, and how. */
export interface BackupPlan {
  readonly store: string;
  /** Each after those that it builds on. */
  readonly jobs: readonly PlannedJob[];
  readonly standbys: readonly DelayedStandbyOptions[];
  readonly keys: readonly KeyOptions[];
  readonly restore: RestoreOptions;
  /** It is restored as soon as it is known that it has to be; otherwise by runbooks alone. */
  readonly standing: boolean;
}

export function planVaults(spec: Spec, sites: Sites): VaultOptions[] {
  return Object.entries(spec.vaults).map(([name, vault]) => ({
    name,
    sites: vault.in === 'elsewhere' ? [] : sites.numbersOf(vault.in),
    ...(vault.bandwidth === undefined ? {} : { bandwidth: vault.bandwidth / second }),
    safe: isSafe(vault),
  }));
}

/** Whether ransomware that has taken over the account of the stores leaves a vault alone. */
export function isSafe({ account, immutable, in: where }: Spec['vaults'][string]): boolean {
  return account === 'another' || immutable || where === 'elsewhere';
}

/** Nothing where a store has no backups. */
export function planBackups(spec: Spec, store: string, sites: Sites): BackupPlan | undefined {
  const given = spec.data[store]!;
  const all = Object.entries(given.backups);
  if (all.length === 0) return undefined;
  return {
    store,
    jobs: inOrder(all).flatMap(([name, backup]) =>
      backup.kind === 'standby' ? [] : [planJob(name, backup, backup.kind, store, given)],
    ),
    standbys: all.flatMap(([name, backup]) =>
      backup.kind === 'standby' ? [planStandby(name, backup, sites)] : [],
    ),
    keys: all.flatMap(([name, { key }]) =>
      key ? [{ name: keyOf(store, name), sites: key.in.flatMap(sites.numbersOf) }] : [],
    ),
    restore: planRestore(store, given.restore, sites),
    standing: !isRestoredByRunbook(spec, store),
  };
}

/** Whether some runbook has a step that restores the store. */
function isRestoredByRunbook({ runbooks }: Spec, store: string): boolean {
  return Object.values(runbooks).some(({ steps }) => steps.some(({ does }) => does?.restore === store));
}

function keyOf(store: string, backup: string): string {
  return `${store} ${backup}`;
}

/** Those that others build on before these. */
function inOrder(all: readonly [string, Backup][]): [string, Backup][] {
  const byName = new Map(all);
  const depth = (backup: Backup): number => {
    const below = backup.of ?? backup.from;
    return below === undefined ? 0 : 1 + depth(byName.get(below)!);
  };
  return [...all].sort(([, a], [, b]) => depth(a) - depth(b));
}

function planJob(
  name: string,
  backup: Backup,
  kind: PlannedJob['kind'],
  store: string,
  { size = 0 }: Store,
): PlannedJob {
  const { every = 0, at, hold, takes, keep, bad, fails, stops, verify, key, of, from } = backup;
  // A snapshot is there at once and read as it is needed.
  const bytes = kind === 'log' || kind === 'snapshot' ? 0 : (backup.size ?? size);
  return {
    kind,
    ...(of === undefined ? {} : { of }),
    ...(from === undefined ? {} : { from }),
    options: {
      name,
      schedule: { every, ...(at === undefined ? {} : { at }) },
      hold,
      aligned: from !== undefined && !backup.newest,
      takes: buildQuantity(takes, `takes of ${name} of ${store}`),
      keep,
      flaws: bad,
      fails,
      ...(stops ? { stops: stops.mean } : {}),
      ...(verify ? { verify: planVerification(verify) } : {}),
      bytes,
      vault: backup.to!,
      ...(key ? { key: keyOf(store, name) } : {}),
    },
  };
}

function planVerification({
  every,
  at,
  aligned,
  catches,
}: NonNullable<Backup['verify']>): VerificationOptions {
  return { every, aligned, catches, ...(at === undefined ? {} : { at }) };
}

function planStandby(name: string, backup: Backup, sites: Sites): DelayedStandbyOptions {
  const { delay = 0, stops, verify } = backup;
  return {
    name,
    delay: Math.ceil(delay),
    sites: sites.numbersOf(backup.in!),
    ...(stops ? { stops: stops.mean } : {}),
    ...(verify ? { verify: planVerification(verify) } : {}),
  };
}

function planRestore(store: string, restore: Store['restore'], sites: Sites): RestoreOptions {
  const { decide, queue, provision, replay, index, check, cutOver, beside, to, slow, rebuild, reapply } =
    restore;
  const quantity = (spec: typeof decide, what: string) => buildQuantity(spec, `${what} of ${store}`);
  return {
    decide: quantity(decide, 'restore decide'),
    queue: quantity(queue, 'restore queue'),
    provision: quantity(provision, 'restore provision'),
    replay,
    index: quantity(index, 'restore index'),
    check: quantity(check, 'restore check'),
    cutOver: quantity(cutOver, 'restore cut-over'),
    beside,
    ...(to === undefined ? {} : { to: sites.numberOf(to) }),
    ...(slow ? { slow: { lasts: quantity(slow.for, 'slow time'), pace: slow.serves } } : {}),
    rebuild: quantity(rebuild, 'restore rebuild'),
    ...(reapply ? { reapply: { conflicts: reapply.conflicts, rate: reapply.rate / second } } : {}),
  };
}
