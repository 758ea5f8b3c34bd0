import { own } from '../declaration.js';
import { alternatives, type Path, quote } from '../mistake.js';
import { actionKinds } from '../runbook-action.js';
import { multiple } from '../share.js';
import { checkRestorable } from './backups.js';
import { type Declared, numberOfCopies } from './declared.js';
import { type Findings, listOf, mapOf, textOf } from './given.js';
import { checkSite } from './stores.js';

const ofStores = ['promote', 'fence', 'readOnly', 'record', 'switchover', 'failback'] as const;

/** What a step does is one thing, and it can be done to what it names. */
export function checkAction(
  path: Path,
  does: unknown,
  book: unknown,
  declared: Declared,
  findings: Findings,
): void {
  if (typeof does !== 'object' || does === null) return;
  const kinds = actionKinds.filter((kind) => own(does, kind) !== undefined);
  if (kinds.length === 0) findings.add(path, 'does nothing', alternatives(actionKinds));
  for (const extra of kinds.slice(1))
    findings.key([...path, extra], `is a second thing beside ${kinds[0]}`, 'one thing a step');
  const [kind] = kinds;
  if (kind === undefined) return;
  for (const one of ofStores) {
    const store = textOf(own(does, one));
    if (store !== undefined) checkMoved([...path, one], one, store, declared, findings);
  }
  const restored = textOf(own(does, 'restore'));
  if (restored !== undefined) checkRestorable([...path, 'restore'], restored, declared, findings);
  for (const one of ['leave', 'return', 'scale', 'activate', 'standDown']) {
    const region = textOf(own(does, one));
    if (region !== undefined && !declared.regions.includes(region))
      findings.unknown([...path, one], 'region', region, declared.regions);
  }
  const policy = textOf(own(own(declared.scenario, 'routing'), 'policy'));
  if (policy === 'anycast' && ['leave', 'return', 'ttl'].includes(kind))
    findings.key([...path, kind], 'has no meaning with anycast: there is no record', 'another action');
  checkTo(path, kind, does, declared, findings);
  if (kind === 'scale') checkScaled([...path, 'scale'], textOf(own(does, 'scale')), declared, findings);
  if (kind === 'activate' || kind === 'standDown')
    checkStandingBy([...path, kind], textOf(own(does, kind)), declared, findings);
  checkPlanned(path, kind, own(book, 'when'), findings);
}

function checkStandingBy(
  path: Path,
  region: string | undefined,
  { scenario, regions }: Declared,
  findings: Findings,
): void {
  if (region === undefined || !regions.includes(region)) return;
  if (own(own(own(scenario, 'regions'), region), 'standby') === undefined)
    findings.add(path, `${quote(region)} does not stand by: it serves all the time`, 'a region with standby');
}

function checkMoved(
  path: Path,
  kind: string,
  store: string,
  { scenario, stores }: Declared,
  findings: Findings,
): void {
  const given = own(own(scenario, 'data'), store);
  if (!stores.includes(store)) findings.unknown(path, 'store', store, stores);
  else if (own(given, 'writers') !== undefined || own(given, 'replicas') !== undefined)
    findings.add(path, `${quote(store)} has no one primary`, 'a store with a primary');
  else if (numberOfCopies(given) < 2)
    findings.add(path, `${quote(store)} has no standby`, 'a store with standbys or homes');
  else if (!isPlanned(kind) && own(own(scenario, 'failover'), store) !== undefined)
    findings.add(
      path,
      `${quote(store)} has a failover that does that already`,
      'either failover or a runbook',
    );
  else if (kind === 'switchover' || kind === 'failback') checkShipping(path, store, given, findings);
}

/** Whether it moves a primary that lives, whatever else would fail the store over. */
function isPlanned(kind: string): boolean {
  return kind === 'switchover' || kind === 'failback' || kind === 'readOnly';
}

/** What a standby still lacks comes by itself only where commits ship as they are made. */
function checkShipping(path: Path, store: string, given: unknown, findings: Findings): void {
  const replication = own(given, 'replication');
  const steps = ['every', 'archive'].find((key) => own(replication, key) !== undefined);
  if (steps !== undefined)
    findings.add(
      path,
      `${quote(store)} ships in steps (${steps}), so that its standby would not catch up by itself`,
      'replication with a lag, a link or commits that wait',
    );
}

function checkTo(path: Path, kind: string, does: unknown, declared: Declared, findings: Findings): void {
  const to = textOf(own(does, 'to'));
  const takes = ['promote', 'switchover', 'scale'];
  if (to === undefined) {
    if (kind === 'switchover') findings.add([...path, 'to'], 'is missing', 'the site of the new primary');
    if (kind === 'scale') findings.add([...path, 'to'], 'is missing', 'how much it is then, such as 200%');
    return;
  }
  if (!takes.includes(kind))
    findings.key([...path, 'to'], `has no meaning with ${kind}`, `it only with ${alternatives(takes)}`);
  else if (kind === 'scale') {
    const reading = multiple.read(to);
    if ('wrong' in reading) findings.add([...path, 'to'], reading.wrong, 'a percentage such as 200%');
    else if (reading.value === 0)
      findings.add([...path, 'to'], 'is 0%: no server would be left', 'a percentage above 0%');
  } else {
    checkSite([...path, 'to'], to, declared, findings);
    const store = own(own(declared.scenario, 'data'), textOf(own(does, kind)) ?? '');
    const copies = [own(store, 'primary'), ...listOf(own(store, 'standbys')), ...listOf(own(store, 'homes'))];
    const known = copies.flatMap((copy) => textOf(copy) ?? []);
    if (declared.sites.includes(to) && known.length > 0 && !known.includes(to))
      findings.add([...path, 'to'], `${quote(to)} has no copy of the store`, alternatives(known));
  }
}

function checkScaled(
  path: Path,
  region: string | undefined,
  { scenario, regions }: Declared,
  findings: Findings,
): void {
  if (region === undefined || !regions.includes(region)) return;
  const capacity = own(own(own(scenario, 'regions'), region), 'capacity');
  if (capacity === undefined)
    findings.add(path, `${quote(region)} can serve everything already`, 'a region with a capacity');
  else if (own(capacity, 'autoscaling') !== undefined)
    findings.add(path, `${quote(region)} scales by itself`, 'a region without autoscaling');
}

/** What is planned does not flee anything: it moves a primary that lives. */
function checkPlanned(path: Path, kind: string, when: unknown, findings: Findings): void {
  if (own(when, 'at') === undefined) return;
  if (kind === 'promote' || kind === 'fence')
    findings.key(
      [...path, kind],
      'would lose writes without need: nothing is lost yet at a planned time',
      'switchover',
    );
}

/** Regions that some step of a runbook acts on in this way. */
export function regionsActedOn(scenario: unknown, action: string): Set<string> {
  const steps = Object.values(mapOf(own(scenario, 'runbooks'))).flatMap((book) => listOf(own(book, 'steps')));
  return new Set(steps.flatMap((step) => textOf(own(own(step, 'does'), action)) ?? []));
}
