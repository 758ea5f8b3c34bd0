import { second } from '../kernel/index.js';
import { segmentPeriod } from '../model/data/channels/archive.js';
import type { CeilingOptions } from '../model/data/commit-ceiling.js';
import { KeyLaw } from '../model/data/conflicts/keys.js';
import type { ReplicationOptions } from '../model/data/replication.js';
import type { Spec } from '../scenario/schema.js';
import { Contradiction } from './contradiction.js';
import { mostDemand } from './load-plan.js';
import { buildQuantity } from './quantity.js';

type Store = Spec['data'][string];
type Replication = Store['replication'];

/** How the copies of a store follow, as the model takes it. */
export function planReplication(replication: Replication, store: string): ReplicationOptions {
  const { mode, wait, commit, latch, lag, correlation, ships, link, timeout, maximumLag } = replication;
  return {
    mode,
    wait: wait.standbys,
    inOrder: wait.inOrder,
    commit,
    flush: buildQuantity(replication.flush, `flush of ${store}`),
    apply: buildQuantity(replication.apply, `apply of ${store}`),
    latch,
    ...planWalWriter(replication),
    ...planSlots(replication, store),
    ...(timeout ? { timeout: buildQuantity(timeout, `timeout of ${store}`) } : {}),
    ...(maximumLag === undefined ? {} : { maximumLag }),
    ...(lag
      ? {
          lag: {
            staleness: buildQuantity(lag, `lag of ${store}`),
            correlation,
            items: ships === 'independently',
          },
        }
      : {}),
    ...(link
      ? {
          link: { latency: link.latency, service: (link.write / link.bandwidth) * second, queue: link.queue },
        }
      : {}),
    ...planBatch(replication, store),
    ...planArchive(replication, store),
  };
}

/** A page of the log, XLOG_BLCKSZ (PostgreSQL documentation, WAL Internals). */
const page = 8192;

function planWalWriter({ commit, walWriter }: Replication): Partial<ReplicationOptions> {
  if (commit !== 'off') return {};
  return { walWriter: { delay: walWriter.delay, writesPerPage: page / walWriter.write } };
}

function planSlots({ slots }: Replication, store: string): Partial<ReplicationOptions> {
  if (!slots) return {};
  const { disk, write, keep, rebuild } = slots;
  return {
    slots: {
      disk: disk / write,
      ...(keep === undefined ? {} : { keep: keep / write }),
      ...(rebuild ? { rebuild: buildQuantity(rebuild, `rebuild of ${store}`) } : {}),
    },
  };
}

/** A log that grows at a steady rate fills its segments at fixed times: they ship as batches do. */
function planBatch({ every, transfer, archive }: Replication, store: string): Partial<ReplicationOptions> {
  if (every !== undefined)
    return { batch: { every, transfer: buildQuantity(transfer, `transfer of ${store}`) } };
  if (archive?.log === undefined) return {};
  const { segment, log, timeout, upload } = archive;
  const period = segmentPeriod(segment, log / second, timeout);
  return { batch: { every: period, transfer: buildQuantity(upload, `upload of ${store}`) } };
}
function planArchive({ archive }: Replication, store: string): Partial<ReplicationOptions> {
  if (archive?.write === undefined) return {};
  const { segment, write, timeout, upload } = archive;
  return {
    archive: {
      writes: Math.ceil(segment / write),
      timeout: timeout > 0 ? timeout : Number.POSITIVE_INFINITY,
      upload: buildQuantity(upload, `upload of ${store}`),
    },
  };
}

/** @throws Contradiction if writes are more than the link carries, or than the archive takes */
export function checkShipping(spec: Spec, name: string, shardOf: readonly number[], first: number): void {
  const store = spec.data[name]!;
  const { link, archive } = store.replication;
  checkMaximumLag(name, store.replication);
  const shards = shardOf.map((shard) => shard - first);
  const most = Math.max(0, ...shards.map((shard) => writeRate(spec, store, shards, shard)));
  const peak = Math.max(0, ...shards.map((shard) => writeRate(spec, store, shards, shard, mostDemand)));
  if (link) checkLink(name, (peak * link.write) / link.bandwidth);
  if (archive) checkUploads(name, archive, archive.log ?? most * archive.write!);
}

/** Writes a second that are asked for of a shard; where a population asks for `times` its mean, of so many times. */
function writeRate(
  spec: Spec,
  store: Store,
  shardOf: readonly number[],
  shard: number,
  times: (spec: Spec, population: string) => number = () => 1,
): number {
  const asked = Object.entries(spec.clients).filter((_, index) => shardOf[index] === shard);
  return asked.reduce(
    (sum, [name, { requests, writes }]) => sum + requests * writes * store.share * times(spec, name),
    0,
  );
}

/** What limits the commits of a shard: sessions, and rows that many writes want. */
export function planCeiling(
  spec: Spec,
  store: Store,
  shardOf: readonly number[],
  shard: number,
): { ceiling?: CeilingOptions } {
  const { sessions, keys } = store;
  if (sessions === undefined && keys === undefined) return {};
  const rate = writeRate(spec, store, shardOf, shard) / second;
  const law = keys && new KeyLaw({ count: keys.count, ...keys.popularity, hot: keys.hot });
  return { ceiling: { sessions, keys: law, rate } };
}

function checkLink(store: string, load: number): void {
  if (load < 1) return;
  throw new Contradiction({
    path: ['data', store, 'replication', 'link'],
    message: `writes fill ${Math.round(load * 100)} % of the replication link: its lag would grow without end`,
    expected: 'more bandwidth, or smaller or fewer writes',
  });
}

/** Above this chance of a lag beyond its bound commits would often wait with nothing wrong, and a lag so measured was another one. */
const mostBeyond = 0.001;

function checkMaximumLag(store: string, { maximumLag, lag }: Replication): void {
  if (maximumLag === undefined || lag === undefined) return;
  const beyond = 1 - buildQuantity(lag, `lag of ${store}`).law.cdf(maximumLag);
  if (beyond <= mostBeyond) return;
  throw new Contradiction({
    path: ['data', store, 'replication', 'maximumLag'],
    message: `the lag is longer for ${(beyond * 100).toPrecision(2)} % of the time: commits would wait that often with nothing wrong`,
    expected: 'a bound that the lag keeps 99.9 % of the time',
  });
}

/** One segment is uploaded at a time. `log` is in bytes a second. */
function checkUploads(
  store: string,
  { segment, upload }: NonNullable<Replication['archive']>,
  log: number,
): void {
  const load = (buildQuantity(upload, 'upload').law.mean * log) / (segment * second);
  if (load < 1) return;
  throw new Contradiction({
    path: ['data', store, 'replication', 'archive'],
    message: `segments fill ${load.toFixed(1)} times as fast as they are uploaded: the archive would fall behind without end`,
    expected: 'a shorter upload, or a larger segment',
  });
}
