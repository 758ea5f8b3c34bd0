import { own } from '../declaration.js';
import { alternatives, type Path } from '../mistake.js';
import { numberOfCopies } from './declared.js';
import { type Findings, isZero, mapOf, numberOf, sizeOf, textOf } from './given.js';

const modesOf: Record<string, readonly string[]> = {
  lag: ['async'],
  lags: ['async'],
  correlation: ['async'],
  ships: ['async'],
  maximumLag: ['async'],
  link: ['async'],
  every: ['async'],
  transfer: ['async'],
  archive: ['async'],
  wait: ['semi-sync', 'sync'],
  timeout: ['semi-sync', 'sync'],
  latch: ['semi-sync'],
  commit: ['sync', 'async'],
};

const companions: Record<string, string> = {
  lags: 'lag',
  correlation: 'lag',
  ships: 'lag',
  maximumLag: 'lag',
  transfer: 'every',
};

/** Replication says what its mode needs and nothing else. */
export function checkReplication(path: Path, store: unknown, findings: Findings): void {
  const replication = own(store, 'replication');
  // Requests to replicas travel by their legs.
  if (own(store, 'replicas') !== undefined) return;
  const copies = numberOfCopies(store);
  const mode = textOf(own(replication, 'mode'));
  if (replication === undefined) {
    if (copies > 1)
      findings.add(path, 'is missing', 'how the copies follow, such as { mode: async, lag: 1s }');
    return;
  }
  if (mode === 'quorum' && copies < 3)
    findings.add(
      [...path, 'mode'],
      `a quorum of ${copies} ${copies === 1 ? 'copy' : 'copies'} survives no loss`,
      '3 copies or more',
    );
  else if (copies === 1) findings.key(path, 'has no meaning: the store has one copy', 'standbys or homes');
  if (mode === undefined) return;
  const log = own(store, 'log') !== undefined;
  // Those that follow another standby answer nobody.
  const chained = Object.keys(mapOf(own(store, 'follows'))).length;
  if (log) checkLogged(path, replication, mode, findings);
  for (const [key, modes] of Object.entries(modesOf))
    if (own(replication, key) !== undefined && !modes.includes(mode) && !(log && key === 'timeout'))
      findings.key([...path, key], `has no meaning with mode ${mode}`, `it only with ${alternatives(modes)}`);
  if (mode !== 'async' && own(store, 'writers') !== undefined)
    findings.add(
      [...path, 'mode'],
      `is ${mode}, but writers that merge do not wait for each other`,
      'mode: async, or a primary with standbys in mode quorum, which orders all writes',
    );
  for (const key of ['link', 'archive', 'slots'])
    if (own(replication, key) !== undefined && own(store, 'writers') !== undefined)
      findings.key(
        [...path, key],
        'has no meaning between writers: what of a backlog is in conflict is drawn key by key, not from a log',
        'lag, as it was measured, or every',
      );
  if (mode === 'async') checkLag(path, replication, findings);
  checkMaximumLag([...path, 'maximumLag'], store, findings);
  if (mode !== 'async' && own(store, 'detaches') === 'begin')
    findings.add(
      [...path.slice(0, -1), 'detaches'],
      `is begin, but with mode ${mode} commits wait for standbys that follow`,
      'end, or mode: async',
    );
  if (mode === 'semi-sync' && own(replication, 'timeout') === undefined)
    findings.add([...path, 'timeout'], 'is missing', 'how long a commit waits, which semi-sync needs');
  if ((mode === 'sync' || mode === 'semi-sync') && isZero(own(replication, 'timeout')))
    findings.add([...path, 'timeout'], 'is 0s, so no commit would wait', 'a time above 0s, or mode: async');
  if (copies > 1 && modesOf['wait']!.includes(mode))
    checkWait([...path, 'wait'], replication, copies - chained, findings);
  checkCommit(path, replication, mode, findings);
  checkSlots([...path, 'slots'], own(replication, 'slots'), mode, findings);
}

/** With a log that commits wait for, the standbys follow asynchronously, and in order. */
function checkLogged(path: Path, replication: unknown, mode: string, findings: Findings): void {
  if (mode !== 'async')
    findings.add(
      [...path, 'mode'],
      `is ${mode}, but commits wait for the log alone`,
      'mode: async, or no log',
    );
  else if (isZero(own(replication, 'timeout')))
    findings.add([...path, 'timeout'], 'is 0s, so no commit would wait', 'a time above 0s, or no log');
  if (own(replication, 'ships') === 'independently')
    findings.add([...path, 'ships'], 'is independently, but a log is in order', 'ships: in-order, or no log');
  if (own(replication, 'commit') !== undefined)
    findings.key(
      [...path, 'commit'],
      'has no meaning: commits wait until the log has flushed them',
      'no log, or no commit',
    );
}

function checkWait(path: Path, replication: unknown, copies: number, findings: Findings): void {
  const given = own(replication, 'wait');
  const way = ['first', 'any'].find((key) => own(given, key) !== undefined);
  const wait = numberOf(way === undefined ? given : own(given, way));
  if (wait === undefined || wait <= copies - 1) return;
  findings.add(
    way === undefined ? path : [...path, way],
    `is ${wait}, but there ${copies === 2 ? 'is one standby' : `are ${copies - 1} standbys`}`,
    `at most ${copies - 1}`,
  );
}

/** A standby is given up before the disk is full, or not at all. */
function checkSlots(path: Path, slots: unknown, mode: string, findings: Findings): void {
  if (slots === undefined) return;
  if (mode === 'quorum')
    findings.key(
      path,
      'has no meaning with mode quorum: its members keep snapshots, not slots',
      'it with another mode',
    );
  const [disk, keep] = [sizeOf(own(slots, 'disk')), sizeOf(own(slots, 'keep'))];
  if (disk !== undefined && keep !== undefined && keep >= disk)
    findings.add([...path, 'keep'], 'is not less than disk, which would be full first', 'less than disk');
  if (own(slots, 'keep') === undefined && own(slots, 'rebuild') !== undefined)
    findings.key(
      [...path, 'rebuild'],
      'has no meaning without keep: nobody is given up',
      'it only with keep',
    );
}

/** A commit that waits for nothing of standbys needs none; what flushes late belongs to commit off. */
function checkCommit(path: Path, replication: unknown, mode: string, findings: Findings): void {
  const commit = textOf(own(replication, 'commit'));
  const remote = commit === 'remote_write' || commit === 'remote_apply';
  if (mode === 'async' && remote)
    findings.add(
      [...path, 'commit'],
      `is ${commit}, but async waits for no standby`,
      'off, local or on; or mode: sync',
    );
  if (commit !== 'off' && own(replication, 'walWriter') !== undefined)
    findings.key([...path, 'walWriter'], 'has no meaning without commit off', 'it only with commit: off');
  if (commit === 'off' && own(replication, 'ships') === 'independently')
    findings.add(
      [...path, 'commit'],
      'is off, but items ship on their own, not by a log',
      'ships: in-order, or another commit',
    );
  const none = mode === 'sync' && (commit === 'off' || commit === 'local');
  for (const key of ['wait', 'timeout'])
    if (none && own(replication, key) !== undefined)
      findings.key(
        [...path, key],
        `has no meaning with commit ${commit}`,
        'a commit that waits for standbys',
      );
}

const ways = ['lag', 'link', 'every', 'archive'];

function checkLag(path: Path, replication: unknown, findings: Findings): void {
  const given = ways.filter((key) => own(replication, key) !== undefined);
  if (given.length === 0)
    findings.add([...path, 'lag'], 'is missing', 'one of lag, link, every or archive, which async needs');
  for (const way of given.slice(1))
    findings.key([...path, way], `stands beside ${given[0]}`, `only one of ${alternatives(ways)}`);
  for (const [key, needed] of Object.entries(companions))
    if (own(replication, key) !== undefined && !given.includes(needed) && given.length > 0)
      findings.key([...path, key], `has no meaning without ${needed}`, `it only with ${needed}`);
  checkArchive([...path, 'archive'], own(replication, 'archive'), findings);
}

/** A bound is for a primary that could wait for standbys, all of which follow it. */
function checkMaximumLag(path: Path, store: unknown, findings: Findings): void {
  const replication = own(store, 'replication');
  if (own(replication, 'maximumLag') === undefined) return;
  const [why, expected] =
    own(store, 'writers') !== undefined
      ? ['between writers: none of them waits for another', 'a store with a primary or homes']
      : own(store, 'log') !== undefined
        ? ['with a log: commits wait for that alone', 'no log, or no maximumLag']
        : own(store, 'follows') !== undefined
          ? ['where standbys follow standbys', 'standbys that all follow the primary']
          : own(replication, 'ships') === 'independently'
            ? ['with items on their own: how far behind they are is different for each', 'ships: in-order']
            : [];
  if (why !== undefined) findings.key(path, `has no meaning ${why}`, expected!);
}

/** A segment fills by writes of a size, or at a rate. */
function checkArchive(path: Path, archive: unknown, findings: Findings): void {
  if (archive === undefined) return;
  const [fills, ...more] = ['write', 'log'].filter((key) => own(archive, key) !== undefined);
  if (fills === undefined)
    findings.add([...path, 'write'], 'is missing', 'the size of a write, or the rate of the log as log');
  for (const key of more) findings.key([...path, key], `stands beside ${fills}`, 'either write or log');
}
