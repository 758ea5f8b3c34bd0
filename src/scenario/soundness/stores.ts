import { own } from '../declaration.js';
import { alternatives, type Path, quote } from '../mistake.js';
import { printShare } from '../share.js';
import { checkConflicts } from './conflicts.js';
import { type Declared, overlap } from './declared.js';
import { type Findings, mapOf, shareOf, textOf, textsOf } from './given.js';
import { checkQuorum } from './quorum.js';
import { checkReplication } from './replication.js';

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
  checkLog([...path, 'log'], store, declared, findings);
  checkChains([...path, 'follows'], store, findings);
}

/** Keys that belong to each way in which a store takes writes, by the key that says which way it is. */
const topologies: Record<string, readonly string[]> = {
  writers: ['conflicts', 'keys', 'replication'],
  homes: ['keys', 'sessions', 'replication', 'reads', 'rejoin', 'witness', 'epochs'],
  replicas: ['keys', 'quorum', 'legs', 'readAfter'],
  primary: [
    'keys',
    'sessions',
    'standbys',
    'follows',
    'log',
    'replication',
    'reads',
    'detaches',
    'rejoin',
    'witness',
    'epochs',
    'objects',
    'backups',
    'restore',
    'size',
  ],
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

/** Each standby of a chain follows another one, and in the end one that follows the primary. */
function checkChains(path: Path, store: unknown, findings: Findings): void {
  const follows = mapOf(own(store, 'follows'));
  const standbys = textsOf(own(store, 'standbys')).map(([, site]) => site);
  for (const [site, upstream] of Object.entries(follows)) {
    if (!standbys.includes(site)) findings.unknown([...path, site], 'standby', site, standbys, true);
    else if (typeof upstream === 'string' && !standbys.includes(upstream))
      findings.unknown([...path, site], 'standby', upstream, standbys);
    else if (isRound(site, follows))
      findings.add([...path, site], 'goes round in a circle', 'a chain that begins at the primary');
  }
  const replication = own(store, 'replication');
  const inOrder = own(replication, 'ships') !== 'independently' && own(replication, 'link') === undefined;
  if (Object.keys(follows).length > 0 && (!inOrder || own(replication, 'mode') === 'quorum'))
    findings.key(
      path,
      'has no meaning with this replication',
      'a log in order with lag, every, archive or mode sync',
    );
}

function isRound(site: string, follows: Record<string, unknown>): boolean {
  const seen = new Set<unknown>();
  for (let one: unknown = site; typeof one === 'string'; one = own(follows, one)) {
    if (seen.has(one)) return one === site;
    seen.add(one);
  }
  return false;
}

/** A log has to outlive the primary beside which it stands, and is no copy. */
function checkLog(path: Path, store: unknown, declared: Declared, findings: Findings): void {
  const log = textOf(own(store, 'log'));
  const primary = textOf(own(store, 'primary'));
  if (log === undefined) return;
  checkSite(path, log, declared, findings);
  const standby = textsOf(own(store, 'standbys')).find(([, site]) => overlap(site, log));
  if (primary !== undefined && overlap(primary, log))
    findings.add(
      path,
      `${quote(log)} falls with the primary ${quote(primary)}, and the log with the data`,
      'another zone, or a region nearby',
    );
  else if (standby !== undefined)
    findings.add(
      path,
      `${quote(log)} holds a standby already: waiting for it there is mode sync`,
      'a site without a copy',
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
