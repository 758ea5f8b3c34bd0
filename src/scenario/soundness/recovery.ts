import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import { stepNames } from '../failover.js';
import { alternatives, type Path, quote } from '../mistake.js';
import { type Declared, numberOfCopies, overlap } from './declared.js';
import { checkElectorate } from './electorate.js';
import { durationOf, type Findings, listOf, mapOf, textOf, textsOf } from './given.js';
import { checkSite } from './stores.js';

/** A failover is for a store that can fail over, has each step once and in order, and detects with what can see. */
export function checkRecovery(declared: Declared, findings: Findings): void {
  const { scenario, stores } = declared;
  for (const [name, store] of Object.entries(mapOf(own(scenario, 'data'))))
    checkElectorate(name, store, declared, findings);
  for (const [name, steps] of Object.entries(mapOf(own(scenario, 'failover')))) {
    const path = ['failover', name];
    const store = own(own(scenario, 'data'), name);
    if (!stores.includes(name)) findings.unknown(path, 'store', name, stores, true);
    else if (own(store, 'writers') !== undefined)
      findings.key(
        path,
        `${quote(name)} has nothing to fail over: every writer takes writes already`,
        'no failover for a store with writers',
      );
    else if (own(store, 'replicas') !== undefined)
      findings.key(
        path,
        `${quote(name)} has nothing to fail over: none of its replicas leads`,
        'no failover for a store with replicas',
      );
    else if (numberOfCopies(store) < 2)
      findings.key(path, `${quote(name)} has no standby to promote`, 'a store with standbys or homes');
    checkSteps(path, steps, findings);
    checkElection(path, steps, store, declared, findings);
    for (const [index, step] of listOf(steps).entries())
      checkDetect([...path, index, 'detect'], own(step, 'detect'), store, declared, findings);
  }
}

function checkSteps(path: Path, steps: unknown, findings: Findings): void {
  if (!Array.isArray(steps)) return;
  const seen: string[] = [];
  let furthest = -1;
  for (const [index, step] of steps.entries()) {
    const keys = Object.keys(mapOf(step)).filter((key) => (stepNames as readonly string[]).includes(key));
    if (
      keys.length === 0 &&
      Object.keys(mapOf(step)).length === 0 &&
      step !== null &&
      typeof step === 'object'
    )
      findings.add([...path, index], 'is an empty step', alternatives(stepNames));
    for (const extra of keys.slice(1))
      findings.key([...path, index, extra], 'is a second step in one', 'one key a step');
    const [key] = keys;
    if (key === undefined) continue;
    const order = (stepNames as readonly string[]).indexOf(key);
    if (seen.includes(key))
      findings.key([...path, index, key], 'is a step that stands here twice', 'each step once');
    else if (order < furthest)
      findings.key(
        [...path, index, key],
        `comes after ${stepNames[furthest]}`,
        `the order ${stepNames.join(', ')}`,
      );
    furthest = Math.max(furthest, order);
    seen.push(...keys);
  }
  const elects = steps.some((step) => own(own(step, 'detect'), 'election') !== undefined);
  if (!seen.includes('promote') && !elects)
    findings.add(path, 'has no step that promotes', 'a step such as promote: 30s');
}

/** Those who vote promote; they are copies of which a majority has every write. */
function checkElection(
  path: Path,
  steps: unknown,
  store: unknown,
  declared: Declared,
  findings: Findings,
): void {
  const index = listOf(steps).findIndex((step) => own(own(step, 'detect'), 'election') !== undefined);
  if (index < 0) return;
  const here = [...path, index, 'detect', 'election'];
  const election = own(own(listOf(steps)[index], 'detect'), 'election');
  for (const [at, step] of listOf(steps).entries())
    for (const key of ['decide', 'fence', 'promote'])
      if (own(step, key) !== undefined)
        findings.key(
          [...path, at, key],
          'has no meaning with an election: votes decide and promote',
          'it left out',
        );
  const mode = textOf(own(own(store, 'replication'), 'mode'));
  if (mode !== undefined && mode !== 'quorum')
    findings.add(
      here,
      `elects among copies that replicate in mode ${mode}: a leader could lack what was acknowledged`,
      'replication in mode quorum',
    );
  const [heartbeat = 1e5, timeout = 1e6] = ['heartbeat', 'timeout'].map((key) =>
    durationOf(own(election, key)),
  );
  if (heartbeat >= timeout)
    findings.add(
      [...here, own(election, 'timeout') === undefined ? 'heartbeat' : 'timeout'],
      'makes followers give up before the next heartbeat can come',
      'a timeout several times the heartbeat',
    );
  const [length, renew] = ['length', 'renew'].map((key) => durationOf(own(own(election, 'lease'), key)));
  if (length !== undefined && renew !== undefined && renew > length)
    findings.add(
      [...here, 'lease', 'renew'],
      'is longer than the lease: it would run out between renewals',
      'at most its length',
    );
  const copies = [own(store, 'primary'), ...listOf(own(store, 'standbys'))].flatMap(
    (one) => textOf(one) ?? [],
  );
  findings.repeated([...here, 'prefer'], own(election, 'prefer'));
  for (const [at, site] of textsOf(own(election, 'prefer'))) {
    checkSite([...here, 'prefer', at], site, declared, findings);
    if (declared.sites.includes(site) && copies.length > 0 && !copies.includes(site))
      findings.add(
        [...here, 'prefer', at],
        `${quote(site)} has no copy that could lead`,
        alternatives(copies),
      );
  }
}

/** What watches the primary of a store can see it, and is not the primary itself. */
export function checkDetect(
  path: Path,
  detect: unknown,
  store: unknown,
  declared: Declared,
  findings: Findings,
): void {
  const [ttl, loop, retry] = ['ttl', 'loop', 'retry'].map((key) =>
    durationOf(own(own(detect, 'lease'), key)),
  );
  if (ttl !== undefined && loop !== undefined && loop >= ttl)
    findings.add(
      [...path, 'lease', 'loop'],
      'is not shorter than the ttl: the lease would run out between renewals',
      'less than ttl',
    );
  else if (ttl !== undefined && loop !== undefined && retry !== undefined && loop + 2 * retry > ttl)
    findings.add(
      [...path, 'lease', 'retry'],
      `makes loop + 2 × retry ${printDuration(loop + 2 * retry)}: the holder may still ask when another takes its lease`,
      `loop + 2 × retry at most the ttl, ${printDuration(ttl)} (Patroni, “Dynamic configuration settings”)`,
    );
  const members = own(own(detect, 'lease'), 'members');
  findings.repeated([...path, 'lease', 'members'], members);
  for (const [index, member] of textsOf(members))
    checkSite([...path, 'lease', 'members', index], member, declared, findings);
  const observers = own(detect, 'observers');
  findings.repeated([...path, 'observers'], observers);
  const primary = textOf(own(store, 'primary'));
  for (const [index, observer] of textsOf(observers)) {
    checkSite([...path, 'observers', index], observer, declared, findings);
    if (primary !== undefined && overlap(observer, primary))
      findings.add(
        [...path, 'observers', index],
        observer === primary
          ? `${quote(observer)} is the primary itself`
          : `${quote(observer)} overlaps the primary ${quote(primary)}`,
        'sites other than the primary',
      );
  }
}
