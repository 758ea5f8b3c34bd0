import { own } from '../declaration.js';
import { alternatives, type Path, quote } from '../mistake.js';
import { triggerKinds } from '../runbook-trigger.js';
import { checkAction } from './actions.js';
import { checkRestorable } from './backups.js';
import { type Declared, numberOfCopies } from './declared.js';
import { durationOf, type Findings, leastOf, listOf, mapOf, textOf } from './given.js';
import { checkDetect } from './recovery.js';
import { checkOrder } from './step-order.js';
import { checkStep } from './steps.js';

/** A runbook begins for a reason that can come about, and its steps can be carried out by somebody, in some order. */
export function checkRunbooks(declared: Declared, findings: Findings): void {
  const books = Object.entries(mapOf(own(declared.scenario, 'runbooks')));
  const watched = new Map<string, string>();
  for (const [name, book] of books) {
    const path = ['runbooks', name];
    if ([...declared.stores, ...declared.sites].includes(name))
      findings.key(path, `the name ${quote(name)} is taken`, 'a name that no region or store has');
    checkTrigger([...path, 'when'], own(book, 'when'), declared, findings);
    const store = textOf(own(own(book, 'when'), 'primaryLost'));
    if (store !== undefined && watched.has(store))
      findings.add(
        [...path, 'when', 'primaryLost'],
        `${quote(store)} is what ${quote(watched.get(store)!)} is for`,
        'one runbook for each lost primary',
      );
    if (store !== undefined) watched.set(store, name);
    const steps = listOf(own(book, 'steps'));
    checkOrder([...path, 'steps'], steps, findings);
    for (const [index, step] of steps.entries()) {
      checkStep([...path, 'steps', index], step, book, declared, findings);
      checkAction([...path, 'steps', index, 'does'], own(step, 'does'), book, declared, findings);
    }
    checkReadiness(path, book, findings);
    if (own(own(book, 'when'), 'at') !== undefined && own(book, 'callOff') !== undefined)
      findings.key([...path, 'callOff'], 'has no meaning for what is planned', 'it left out');
  }
}

function checkTrigger(path: Path, when: unknown, declared: Declared, findings: Findings): void {
  if (typeof when !== 'object' || when === null) return;
  const { scenario, regions } = declared;
  const kinds = triggerKinds.filter((kind) => own(when, kind) !== undefined);
  if (kinds.length === 0) findings.add(path, 'has no trigger', alternatives(triggerKinds));
  for (const extra of kinds.slice(1))
    findings.key([...path, extra], `is a second trigger beside ${kinds[0]}`, 'one trigger');
  for (const kind of ['lost', 'failing', 'unhealthy']) {
    const region = textOf(own(when, kind));
    if (region !== undefined && !regions.includes(region))
      findings.unknown([...path, kind], 'region', region, regions);
  }
  const harmed = textOf(own(when, 'corrupt'));
  if (harmed !== undefined) checkRestorable([...path, 'corrupt'], harmed, declared, findings);
  const store = textOf(own(when, 'primaryLost'));
  if (store !== undefined) checkLostPrimary([...path, 'primaryLost'], store, declared, findings);
  const detect = own(when, 'detect');
  if (detect !== undefined && store === undefined)
    findings.key([...path, 'detect'], 'has no meaning with this trigger', 'it only with primaryLost');
  if (own(detect, 'election') !== undefined)
    findings.add(
      [...path, 'detect', 'election'],
      'leaves nothing to a runbook: votes decide',
      'failover for it',
    );
  if (store !== undefined)
    checkDetect([...path, 'detect'], detect, own(own(scenario, 'data'), store), declared, findings);
  const [least, horizon] = [leastOf(own(when, 'at')), durationOf(own(scenario, 'horizon'))];
  if (horizon !== undefined && least >= horizon)
    findings.add([...path, 'at'], 'comes after the run is over', 'a time before the horizon');
}

function checkLostPrimary(path: Path, store: string, declared: Declared, findings: Findings): void {
  const { scenario, stores } = declared;
  const given = own(own(scenario, 'data'), store);
  if (!stores.includes(store)) findings.unknown(path, 'store', store, stores);
  else if (own(given, 'writers') !== undefined || own(given, 'replicas') !== undefined)
    findings.add(path, `${quote(store)} has no one primary`, 'a store with a primary');
  else if (numberOfCopies(given) < 2)
    findings.add(path, `${quote(store)} has no standby to promote`, 'a store with standbys or homes');
  else if (own(own(scenario, 'failover'), store) !== undefined)
    findings.add(path, `${quote(store)} has a failover for that already`, 'either failover or a runbook');
}

/** What a step may stumble over is required by some step. */
function checkReadiness(path: Path, book: unknown, findings: Findings): void {
  const required = new Set(listOf(own(book, 'steps')).flatMap((step) => listOf(own(step, 'requires'))));
  for (const [name, item] of Object.entries(mapOf(own(book, 'readiness')))) {
    const here = [...path, 'readiness', name];
    if (!required.has(name)) findings.key(here, 'is what no step requires', 'a step that requires it');
    const [missing, drifts] = ['missing', 'drifts'].map((key) => own(item, key));
    if (missing === undefined && drifts === undefined)
      findings.add(here, 'says neither how often it is missing nor how it goes missing', 'missing or drifts');
    else if (missing !== undefined && drifts !== undefined)
      findings.key([...here, 'drifts'], 'stands beside missing', 'either a chance or a drift');
    if (drifts === undefined && own(item, 'drilled') !== undefined)
      findings.key([...here, 'drilled'], 'has no meaning without drifts', 'it only with drifts');
  }
}
