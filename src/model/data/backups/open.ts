import type { Network } from '../../network.js';
import type { Draws } from '../../quantity.js';
import type { Source } from './backup.js';
import { Catalogue } from './catalogue.js';
import { Chain } from './chain.js';
import { DelayedStandby, type DelayedStandbyOptions } from './delayed-standby.js';
import { Job, type JobOptions } from './job.js';
import type { Key } from './keys.js';
import { LogArchive } from './log-archive.js';
import type { Vault } from './vault.js';

/** What is kept of a store: jobs in an order in which each comes after those that it builds on. */
export interface KeptOptions {
  readonly store: string;
  readonly jobs: readonly {
    readonly kind: 'full' | 'differential' | 'incremental' | 'snapshot' | 'log';
    readonly options: JobOptions;
    readonly of?: string;
    readonly from?: string;
  }[];
  readonly standbys: readonly DelayedStandbyOptions[];
}

/** All that a store can be restored from, in one run. */
export function openCatalogue(
  { store, jobs, standbys }: KeptOptions,
  vaults: ReadonlyMap<string, Vault>,
  keys: ReadonlyMap<string, Key>,
  network: Network,
  draws: Draws,
): Catalogue {
  const entity = (name: string) => `${name} of ${store}`;
  const opened = new Map<string, Job>();
  const sources: Source[] = [];
  const logs: LogArchive[] = [];
  for (const { kind, options, of, from } of jobs) {
    const { name } = options;
    if (kind === 'log') {
      logs.push(new LogArchive(options, entity(name), draws));
      continue;
    }
    const job = new Job(options, entity(name), draws, from === undefined ? undefined : opened.get(from)!);
    opened.set(name, job);
    const builds = kind === 'differential' || kind === 'incremental';
    sources.push(builds ? new Chain(kind, job, opened.get(of!)!) : job);
  }
  for (const options of standbys) sources.push(new DelayedStandby(options, entity(options.name), draws));
  return new Catalogue(sources, logs, vaults, keys, network);
}
