import { own } from '../declaration.js';
import { alternatives, type Path, quote } from '../mistake.js';
import { printShare } from '../share.js';
import { checkConflicts } from './conflicts.js';
import { type Declared, numberOfCopies, overlap } from './declared.js';
import { type Findings, isZero, mapOf, numberOf, shareOf, textOf, textsOf } from './given.js';
import { checkQuorum } from './quorum.js';

/** Copies are where they can be, and replication says what its mode needs and nothing else. */
export function checkStores(declared: Declared, findings: Findings): void {
  const stores = Object.entries(mapOf(own(declared.scenario, 'data')));
  checkShares(stores, findings);
  for (const [name, store] of stores) {
    checkCopies(['data', name], store, declared, findings);
    checkReplication(['data', name, 'replication'], store, findings);
    checkConflicts(['data', name], store, findings);
    checkQuorum(['data', name, 'quorum'], store, findings);
  }
}

function checkShares(stores: [string, unknown][], findings: Findings): void {
  const stated = stores.filter(([, store]) => own(store, 'share') !== undefined);
  const shares = stated.map(([, store]) => shareOf(own(store, 'share')));
  if (stated.length === 0 || shares.includes(undefined)) return;
  const sum = shares.reduce<number>((a, b) => a + (b ?? 0), 0);
  const all = stated.length === stores.length;
  const wrong = all ? Math.abs(sum - 1) > 1e-9 : sum >= 1 - 1e-9;
  const [last] = stated.at(-1)!;
  if (wrong)
    findings.add(
      ['data', last, 'share'],
      `the shares add up to ${printShare(sum)}${all ? '' : ' and leave nothing for the other stores'}`,
      all ? '100% over all stores' : 'less than 100%, or a share for each store',
    );
}

function checkCopies(path: Path, store: unknown, declared: Declared, findings: Findings): void {
  const primary = textOf(own(store, 'primary'));
  checkTopology(path, store, findings);
  if (primary !== undefined) checkSite([...path, 'primary'], primary, declared, findings);
  for (const [index, home] of textsOf(own(store, 'homes')))
    if (!declared.regions.includes(home))
      findings.unknown([...path, 'homes', index], 'region', home, declared.regions);
  findings.repeated([...path, 'homes'], own(store, 'homes'));
  for (const key of ['writers', 'replicas'] as const)
    checkAlike([...path, key], key.slice(0, -1), own(store, key), declared, findings);
  checkStandbys([...path, 'standbys'], primary, own(store, 'standbys'), declared, findings);
}

/** Keys that belong to each way in which a store takes writes, by the key that says which way it is. */
const topologies: Record<string, readonly string[]> = {
  writers: ['conflicts', 'keys', 'replication'],
  homes: ['keys', 'replication', 'rejoin'],
  replicas: ['keys', 'quorum', 'legs', 'readAfter'],
  primary: ['keys', 'standbys', 'replication', 'rejoin'],
};

/** A store takes writes in one way. */
function checkTopology(path: Path, store: unknown, findings: Findings): void {
  const [topology, ...more] = Object.keys(topologies).filter((key) => own(store, key) !== undefined);
  if (topology === undefined) {
    findings.add([...path, 'primary'], 'is missing', 'a primary, homes, writers or replicas');
    return;
  }
  const belongs = topologies[topology]!;
  const others = Object.values(topologies).flat();
  for (const key of new Set([...more, ...others]))
    if (own(store, key) !== undefined && !belongs.includes(key) && key !== 'conflicts')
      findings.key(
        [...path, key],
        `has no meaning in a store with ${topology === 'primary' ? 'a primary' : topology}`,
        `with ${topology} only ${alternatives(belongs)}`,
      );
}

/** Copies of one kind, none above another. */
function checkAlike(path: Path, kind: string, copies: unknown, declared: Declared, findings: Findings): void {
  const before: string[] = [];
  for (const [index, copy] of textsOf(copies)) {
    checkSite([...path, index], copy, declared, findings);
    const other = before.find((one) => overlap(one, copy));
    if (other !== undefined)
      findings.add(
        [...path, index],
        other === copy ? `${quote(copy)} stands here twice` : `${quote(copy)} overlaps ${quote(other)}`,
        `each ${kind} at a site of its own`,
      );
    before.push(copy);
  }
}

function checkStandbys(
  path: Path,
  primary: string | undefined,
  standbys: unknown,
  declared: Declared,
  findings: Findings,
) {
  const before: string[] = [];
  for (const [index, standby] of textsOf(standbys)) {
    const here = [...path, index];
    checkSite(here, standby, declared, findings);
    const other = before.find((one) => overlap(one, standby));
    if (primary !== undefined && overlap(primary, standby))
      findings.add(
        here,
        standby === primary
          ? `${quote(standby)} is the primary`
          : `${quote(standby)} overlaps the primary ${quote(primary)}`,
        'another region or zone',
      );
    else if (other !== undefined)
      findings.add(
        here,
        other === standby
          ? `${quote(standby)} stands here twice`
          : `${quote(standby)} overlaps ${quote(other)}`,
        'each copy at a site of its own',
      );
    before.push(standby);
  }
}

/** A region, or a zone that its region has. */
export function checkSite(path: Path, site: string, declared: Declared, findings: Findings): void {
  if (declared.sites.includes(site)) return;
  const [region = '', zone] = site.split('/');
  if (zone !== undefined && declared.regions.includes(region)) {
    const zones = declared.sites.filter((one) => one.startsWith(`${region}/`));
    if (zones.length === 0)
      findings.add(path, `region ${quote(region)} has no zones`, `${region}, or zones in regions.${region}`);
    else findings.unknown(path, 'zone', site, zones);
  } else findings.unknown(path, zone === undefined ? 'region' : 'site', site, declared.sites);
}

const modesOf: Record<string, readonly string[]> = {
  lag: ['async'],
  lags: ['async'],
  correlation: ['async'],
  ships: ['async'],
  link: ['async'],
  every: ['async'],
  transfer: ['async'],
  wait: ['semi-sync', 'sync'],
  timeout: ['semi-sync', 'sync'],
  latch: ['semi-sync'],
};

const companions: Record<string, string> = {
  lags: 'lag',
  correlation: 'lag',
  ships: 'lag',
  transfer: 'every',
};

function checkReplication(path: Path, store: unknown, findings: Findings): void {
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
  for (const [key, modes] of Object.entries(modesOf))
    if (own(replication, key) !== undefined && !modes.includes(mode))
      findings.key([...path, key], `has no meaning with mode ${mode}`, `it only with ${alternatives(modes)}`);
  if (mode !== 'async' && own(store, 'writers') !== undefined)
    findings.add(
      [...path, 'mode'],
      `is ${mode}, but writers that merge do not wait for each other`,
      'mode: async, or a primary with standbys in mode quorum, which orders all writes',
    );
  if (own(replication, 'link') !== undefined && own(store, 'writers') !== undefined)
    findings.key(
      [...path, 'link'],
      'has no meaning between writers: what of a backlog is in conflict is drawn key by key, not from a queue',
      'lag, as it was measured, or every',
    );
  if (mode === 'async') checkLag(path, replication, findings);
  if (mode === 'semi-sync' && own(replication, 'timeout') === undefined)
    findings.add([...path, 'timeout'], 'is missing', 'how long a commit waits, which semi-sync needs');
  if ((mode === 'sync' || mode === 'semi-sync') && isZero(own(replication, 'timeout')))
    findings.add([...path, 'timeout'], 'is 0s, so no commit would wait', 'a time above 0s, or mode: async');
  const wait = numberOf(own(replication, 'wait'));
  if (wait !== undefined && wait > copies - 1 && copies > 1 && modesOf['wait']!.includes(mode))
    findings.add(
      [...path, 'wait'],
      `is ${wait}, but there ${copies === 2 ? 'is one standby' : `are ${copies - 1} standbys`}`,
      `at most ${copies - 1}`,
    );
}

function checkLag(path: Path, replication: unknown, findings: Findings): void {
  const ways = ['lag', 'link', 'every'].filter((key) => own(replication, key) !== undefined);
  if (ways.length === 0)
    findings.add([...path, 'lag'], 'is missing', 'one of lag, link or every, which async needs');
  for (const way of ways.slice(1))
    findings.key([...path, way], `stands beside ${ways[0]}`, 'only one of lag, link and every');
  for (const [key, needed] of Object.entries(companions))
    if (own(replication, key) !== undefined && !ways.includes(needed) && ways.length > 0)
      findings.key([...path, key], `has no meaning without ${needed}`, `it only with ${needed}`);
}
