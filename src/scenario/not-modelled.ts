import { hasCapacity } from './facets.js';
import type { Spec } from './schema.js';

/** What a result of this scenario leaves out, in words: what the file states that has no effect, and what life would add. */
export function listNotModelled(spec: Spec): string[] {
  return [
    ...listOfCapacity(spec),
    ...listOfRouting(spec),
    ...listOfData(spec),
    ...listOfBackups(spec),
    ...listOfChanges(spec),
  ];
}

function listOfBackups({ data, faults, vaults }: Spec): string[] {
  const kept = Object.values(data).filter(({ backups }) => Object.keys(backups).length > 0);
  const corruptions = faults.filter(({ kind }) => kind === 'corrupt');
  const ways = kept.flatMap(({ backups }) => Object.values(backups).map(({ verify }) => verify?.by));
  const reads = kept.some(({ size }) => size !== undefined);
  return [
    ...(corruptions.length > 0
      ? [
          'harm that spreads after it was done: the same share of the requests needs harmed rows until the store is restored',
          'writes of requests that met harmed rows and were answered: they count as any others',
        ]
      : []),
    ...(corruptions.some(({ noticed }) => !noticed)
      ? ['an end to a corruption that nobody notices: it stays until the horizon']
      : []),
    ...(kept.length > 0
      ? ['writes from before the run: a restore point that is older loses those of the run alone']
      : []),
    ...(reads && Object.values(vaults).some(({ bandwidth }) => bandwidth !== undefined)
      ? ['limits of a restore besides the vault: disks and the network between regions take what it gives']
      : []),
    ...(ways.includes('timed-restore')
      ? ['what a timed restore teaches about its time: it finds what a restore with queries finds']
      : []),
  ];
}

function listOfCapacity(spec: Spec): string[] {
  if (!hasCapacity(spec))
    return [
      'retries and time-outs of clients: a request that meets a region or store that is down fails once, at once',
    ];
  const unlimited = Object.entries({ ...spec.regions, ...spec.data }).filter(([, { capacity }]) => !capacity);
  return [
    ...(unlimited.length > 0
      ? [`a capacity of ${unlimited.map(([name]) => name).join(', ')}: whatever reaches them is served`]
      : []),
    'retries where nothing is overloaded: a request that meets a region or store that is down fails once, at once',
  ];
}

function listOfChanges({ changes, pipelines }: Spec): string[] {
  if (changes.length === 0) return [];
  const used = Object.entries(pipelines).filter(([name]) => changes.some(({ through }) => through === name));
  return [
    ...(changes.some(({ defect }) => defect && defect.damages > 0)
      ? ['repair of damaged writes: nobody finds them or restores what they spoiled']
      : []),
    ...(changes.some(({ defect }) => defect) && used.some(([, { alarms }]) => alarms)
      ? ['false alarms, and alarms that chance raises: they look at expected numbers of failed requests']
      : []),
    ...(used.some(([, given]) => given.switch === undefined)
      ? ['capacity of the servers that are being replaced: the others serve as much as all of them']
      : []),
  ];
}

function listOfRouting(spec: Spec): string[] {
  const clients = Object.values(spec.clients);
  const drawn = clients.some(({ resolvers }) => resolvers.count !== 'many');
  return [
    ...(spec.routing.policy === 'weighted' && drawn
      ? ['weighted answers by resolver: the clients of each resolver are spread by the weights']
      : []),
    ...(clients.some(({ connections }) => connections && !connections.keepAlive)
      ? ['time until a client gives up a dead connection: it asks for another address at once']
      : []),
    ...(clients.some(({ sessions }) => sessions?.kept === 'region')
      ? ['logins of users who stay with a region that lost their sessions, and of those whose login fails']
      : []),
    ...(clients.some(({ connections }) => connections?.keepAlive)
      ? [
          'connections with data under way, or idle, when their region fell silent: all of them are probed from then on',
        ]
      : []),
    ...(clients.some(({ connections }) => connections !== undefined)
      ? [
          'ages of connections that were opened in an outage: they are spread over their lives as in quiet time',
        ]
      : []),
    ...listOfNames(spec, clients),
  ];
}

function listOfNames({ faults }: Spec, clients: readonly Spec['clients'][string][]): string[] {
  const states = new Set(faults.flatMap(({ kind, target }) => (kind === 'dns' ? [target] : [])));
  const rarely = clients.some(
    ({ resolvers: { count, lookups } }) => count === 'many' && typeof lookups === 'number',
  );
  return [
    ...(states.has('unanswered')
      ? [
          'how long a resolver remembers that nobody answered (RFC 9520), and waits before it serves a stale answer',
        ]
      : []),
    ...(states.has('empty') && clients.some(({ cache }) => cache !== undefined)
      ? ['clients that forget sooner that there is no answer: their caches keep that as they keep an answer']
      : []),
    ...((states.has('empty') || states.has('unanswered')) && rarely
      ? [
          'how resolvers that stand empty fill up in a fault of the name service: as many stand empty as in quiet time',
        ]
      : []),
  ];
}

function listOfData(spec: Spec): string[] {
  const kinds = new Set(spec.faults.map(({ kind }) => kind));
  const stores = Object.values(spec.data);
  const failovers = Object.values(spec.failover);
  const splits = kinds.has('partition') || kinds.has('isolate');
  return [
    ...listOfReplicas(stores, splits),
    ...listOfReads(stores),
    ...(failovers.some(({ detect }) => detect.by !== 'election' || detect.prefer === undefined) &&
    !Object.values(spec.runbooks).some(({ steps }) => steps.some(({ does }) => does?.failback !== undefined))
      ? ['failback: a store stays where it was promoted']
      : []),
    ...(failovers.some(({ detect }) => detect.by === 'election')
      ? [
          'pre-votes: followers that cannot win do not disturb their leader, but the round trip that asks is not counted',
        ]
      : []),
    ...(kinds.has('slow')
      ? [
          'a slow link beyond the lag of standbys and the reach of a lease: commits, time-outs, clients and health checks do not feel it',
        ]
      : []),
    ...(kinds.size > 0 && stores.some(({ replication }) => replication.mode !== 'async')
      ? ['clients that give up waiting for a commit: they wait for it as long as the primary does']
      : []),
    ...(stores.some(({ replication: { archive } }) => archive?.timeout === 0)
      ? [
          'an end to the loss of a quiet store with archive.timeout 0s: a segment that does not fill is never shipped, ' +
            'and all that it holds is lost, however old',
        ]
      : []),
    ...(kinds.size > 0 && stores.some(({ log }) => log !== undefined)
      ? ['a log for a promoted primary: the log serves the first one, and later ones wait for nobody']
      : []),
    ...(stores.some(({ replication }) => replication.maximumLag !== undefined)
      ? ['commits that wait in undisturbed time because the lag is beyond its bound by chance: it keeps it']
      : []),
    ...(kinds.has('destroy') ? ['rebuilding a destroyed copy: it stays away until the horizon'] : []),
    ...(splits && Object.keys(spec.failover).some((name) => spec.data[name]?.rejoin === 'report')
      ? ['repair after a split: writes of the losing side stay pending']
      : []),
    ...(kinds.size > 0 &&
    stores.some(
      ({ replicas, replication: { lag, every, archive } }) => !replicas && (lag || every || archive),
    )
      ? ['catch-up of a standby whose lag is stated: it is as fresh as ever once it can be reached']
      : []),
    ...(kinds.size > 0 && stores.some(({ homes, standbys }) => homes || standbys.length > 0)
      ? [
          'catch-up of a copy that joins another primary or comes back to one: it has at once what that one has',
        ]
      : []),
  ];
}

/** What is not said of reads where the keys are known. */
function listOfReads(stores: readonly Spec['data'][string][]): string[] {
  const told = stores.filter((store) => store.keys && !store.replicas);
  const late = told.filter(({ homes, writers, standbys }) => homes || writers || standbys.length > 0);
  return [
    ...(late.some(({ replication }) => replication.lag)
      ? [
          'reads that fail: a second read is compared with a first one that was answered',
          'keys that are read more often than they are written: reads fall on the keys as writes do',
        ]
      : []),
    ...(late.some(({ replication }) => replication.mode === 'async' && !replication.lag)
      ? [
          'reads from a copy behind a link, batches or an archive: what they miss is told only of a stated lag',
        ]
      : []),
    ...(late.some(({ replication }) => replication.mode !== 'async')
      ? ['reads from a standby that commits wait for: it shows a commit after the mean of its times']
      : []),
  ];
}

/** What leaderless stores do in life. */
function listOfReplicas(stores: readonly Spec['data'][string][], splits: boolean): string[] {
  const leaderless = stores.filter(({ replicas }) => replicas);
  return [
    ...(leaderless.length > 0
      ? [
          'sloppy quorums and hinted hand-off: nobody stands in for a replica that does not answer',
          'read repair and anti-entropy in undisturbed time: a late replica has a write when its request arrives',
          'concurrent writes to one key of a leaderless store: none is counted as lost to another',
          'reads of a leaderless store in a fault: what they miss is told of undisturbed time only',
        ]
      : []),
    ...(leaderless.length > 0 && splits
      ? ['catch-up of a replica that comes back: it has at once what the others that it reaches have']
      : []),
  ];
}
