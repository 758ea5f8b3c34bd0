import { own } from '../declaration.js';
import { faultKinds } from '../faults.js';
import { alternatives, type Path, quote } from '../mistake.js';
import { parseMultiple } from '../share.js';
import { regionsActedOn } from './actions.js';
import { checkCorruption } from './backups.js';
import { type Declared, overlap } from './declared.js';
import { checkTimes } from './fault-times.js';
import { durationOf, type Findings, isZero, listOf, mapOf, textOf, textsOf } from './given.js';
import { checkSite } from './stores.js';

/** A fault has one kind, strikes something that is there, and begins within the horizon. */
export function checkFaults(declared: Declared, findings: Findings): void {
  const horizon = durationOf(own(declared.scenario, 'horizon'));
  const names = new Set<string>();
  for (const [index, fault] of listOf(own(declared.scenario, 'faults')).entries()) {
    if (typeof fault !== 'object' || fault === null) continue;
    const path: Path = ['faults', index];
    checkKind(path, fault, declared, findings);
    checkTargets(path, fault, declared, findings);
    checkTimes(path, fault, horizon, declared, findings);
    const name = textOf(own(fault, 'name'));
    if (name !== undefined && names.has(name))
      findings.add([...path, 'name'], `${quote(name)} is the name of an earlier fault`, 'a name of its own');
    if (name !== undefined) names.add(name);
  }
}

function checkKind(path: Path, fault: unknown, declared: Declared, findings: Findings): void {
  const kinds = faultKinds.filter((kind) => own(fault, kind) !== undefined);
  if (kinds.length === 0) findings.add(path, 'has no kind', alternatives(faultKinds));
  for (const extra of kinds.slice(1))
    findings.key([...path, extra], `is a second kind beside ${kinds[0]}`, 'one kind a fault');
  const [kind] = kinds;
  if (kind === undefined) return;
  if (kind === 'slow' && own(fault, 'by') === undefined)
    findings.add([...path, 'by'], 'is missing', 'how much longer the round trip takes, such as 200ms');
  if (kind === 'promote' && own(fault, 'to') === undefined)
    findings.add([...path, 'to'], 'is missing', 'the site of the copy that is promoted');
  if (kind === 'throttle' && own(fault, 'speed') === undefined)
    findings.add([...path, 'speed'], 'is missing', 'what is left of the speed, such as 20%');
  if (kind === 'surge') checkSurge(path, own(fault, 'to'), findings);
  if (kind === 'step' && own(fault, 'by') === undefined)
    findings.add([...path, 'by'], 'is missing', 'by how much the clock is set, such as 30s');
  if (kind === 'degrade' && own(fault, 'share') === undefined)
    findings.add([...path, 'share'], 'is missing', 'the share of the requests that fails, such as 30%');
  for (const [key, kinds] of Object.entries(kindsOf))
    if (own(fault, key) !== undefined && !kinds.includes(kind))
      findings.key([...path, key], `has no meaning with ${kind}`, `it only with ${alternatives(kinds)}`);
  if (kind === 'corrupt') checkCorruption(path, fault, declared, findings);
  if (kind === 'dns' && own(fault, 'checks') !== undefined && own(fault, 'dns') !== 'frozen')
    findings.key(
      [...path, 'checks'],
      `has no meaning with dns ${own(fault, 'dns')}`,
      'it only with dns frozen',
    );
  if (isZero(own(fault, 'by')))
    findings.add([...path, 'by'], 'is 0s, so nothing would change', 'a time above 0s');
}

function checkSurge(path: Path, to: unknown, findings: Findings): void {
  const asked = 'above 0% and not 100%, such as 300%';
  if (to === undefined) {
    findings.add([...path, 'to'], 'is missing', `how much of the usual is asked for, ${asked}`);
    return;
  }
  const reading = typeof to === 'string' ? parseMultiple(to) : { value: 1.5 };
  if ('wrong' in reading) findings.add([...path, 'to'], reading.wrong, `a percentage ${asked}`);
  else if (reading.value === 1)
    findings.add([...path, 'to'], 'is 100%, so nothing would change', `a percentage ${asked}`);
  else if (reading.value === 0)
    findings.add([...path, 'to'], 'is 0%: nobody would ask for anything', `a percentage ${asked}`);
}

/** Keys that only some kinds of faults have. */
const kindsOf: Record<string, readonly string[]> = {
  by: ['slow', 'step'],
  back: ['step'],
  to: ['promote', 'surge'],
  oneWay: ['partition'],
  inFlight: ['partition'],
  checks: ['dns'],
  speed: ['throttle'],
  share: ['degrade', 'corrupt'],
  harm: ['corrupt'],
  noticed: ['corrupt'],
  probes: ['degrade'],
};

function checkTargets(path: Path, fault: unknown, declared: Declared, findings: Findings): void {
  for (const kind of ['lose', 'destroy', 'crash', 'pause']) {
    for (const [here, target] of targetsOf([...path, kind], own(fault, kind), findings))
      checkTarget(here, kind, target, declared, findings);
  }
  for (const kind of ['alarm', 'promote']) {
    const store = textOf(own(fault, kind));
    if (store !== undefined) checkStore([...path, kind], kind, store, declared, findings);
  }
  const promoted = textOf(own(fault, 'promote'));
  const to = textOf(own(fault, 'to'));
  if (promoted !== undefined && to !== undefined)
    checkCopy([...path, 'to'], promoted, to, declared, findings);
  for (const kind of ['isolate', 'degrade']) {
    for (const [here, target] of targetsOf([...path, kind], own(fault, kind), findings))
      checkPlace(here, kind, target, declared, findings);
  }
  const stepped = textOf(own(fault, 'step'));
  if (stepped !== undefined && !declared.regions.includes(stepped))
    findings.unknown([...path, 'step'], 'region', stepped, declared.regions);
  const throttled = textOf(own(fault, 'throttle'));
  if (throttled !== undefined) checkThrottled([...path, 'throttle'], throttled, declared, findings);
  const starved = textOf(own(fault, 'starve'));
  if (starved !== undefined) checkStarved([...path, 'starve'], starved, declared, findings);
  const surging = textOf(own(fault, 'surge'));
  if (surging !== undefined && surging !== 'all' && !declared.populations.includes(surging))
    findings.unknown([...path, 'surge'], 'population', surging, [...declared.populations, 'all']);
  for (const kind of ['partition', 'slow'])
    checkSides([...path, kind], kind, listOf(own(fault, kind)), declared, findings);
}

/** One target, or several that are struck at once: then each once, and none within another. */
function targetsOf(path: Path, given: unknown, findings: Findings): [Path, string][] {
  if (typeof given === 'string') return [[path, given]];
  findings.repeated(path, given);
  const targets = textsOf(given).map(([index, text]): [Path, string] => [[...path, index], text]);
  for (const [index, [here, target]] of targets.entries()) {
    const around = targets.find(([, other], i) => i !== index && target.startsWith(`${other}/`));
    if (around)
      findings.add(here, `${quote(target)} lies in ${quote(around[1])}`, 'targets that do not overlap');
  }
  return targets;
}

/** Whether a step of a runbook gives it more servers. */
function isScaled(region: string, { scenario }: Declared): boolean {
  return ['scale', 'activate'].some((action) => regionsActedOn(scenario, action).has(region));
}

/** A region that would start servers. */
function checkStarved(path: Path, region: string, declared: Declared, findings: Findings): void {
  const given = own(own(declared.scenario, 'regions'), region);
  if (!declared.regions.includes(region)) findings.unknown(path, 'region', region, declared.regions);
  else if (own(own(given, 'capacity'), 'autoscaling') === undefined && !isScaled(region, declared))
    findings.add(
      path,
      `${quote(region)} has no autoscaling, so it asks for no servers`,
      'a region with capacity.autoscaling, or one that a runbook scales or activates',
    );
}

function checkTarget(path: Path, kind: string, target: string, declared: Declared, findings: Findings): void {
  const services = Object.keys(mapOf(own(declared.scenario, 'services')));
  if (declared.stores.includes(target)) checkSingle(path, kind, target, declared, findings);
  else if (services.includes(target) && kind === 'lose') checkUsed(path, target, declared, findings);
  else if (services.includes(target))
    findings.add(path, `${quote(target)} is a service, which is lost or is there`, 'lose');
  else if (declared.populations.includes(target))
    findings.add(
      path,
      `${quote(target)} is a population, which cannot be struck`,
      'a region, a zone or a store',
    );
  else if (target.includes('/')) checkSite(path, target, declared, findings);
  else if (!declared.regions.includes(target))
    findings.unknown(path, 'region or store', target, [...declared.regions, ...declared.stores]);
}

/** A service that a step needs, or that issues a credential. */
function checkUsed(path: Path, service: string, { scenario }: Declared, findings: Findings): void {
  const steps = Object.values(mapOf(own(scenario, 'runbooks'))).flatMap((book) => listOf(own(book, 'steps')));
  const issues = Object.values(mapOf(own(scenario, 'credentials'))).some(
    (one) => own(one, 'from') === service,
  );
  const used = steps.some(
    (step) => listOf(own(step, 'needs')).includes(service) || own(own(step, 'whileDown'), 'use') === service,
  );
  if (!used && !issues) findings.add(path, `nobody needs ${quote(service)}`, 'a service that a step needs');
}

/** A store about whose primary there is a false alarm, or of which a copy is promoted by hand. */
function checkStore(path: Path, kind: string, store: string, declared: Declared, findings: Findings): void {
  const books = mapOf(own(declared.scenario, 'runbooks'));
  if (kind === 'alarm' && Object.keys(books).includes(store)) {
    if (own(own(books[store], 'when'), 'at') !== undefined)
      findings.add(
        path,
        `${quote(store)} is planned, and begins without an alarm`,
        'a runbook that an alarm begins',
      );
    return;
  }
  if (!declared.stores.includes(store)) findings.unknown(path, 'store', store, declared.stores);
  else if (kind === 'alarm' && own(own(declared.scenario, 'failover'), store) === undefined)
    findings.add(
      path,
      `nobody fails ${quote(store)} over, with or without an alarm`,
      'a store with a failover',
    );
  else checkSingle(path, kind === 'alarm' ? 'be alarmed about' : 'replace', store, declared, findings);
}

function checkThrottled(path: Path, target: string, declared: Declared, findings: Findings): void {
  const { regions, stores, scenario } = declared;
  if (![...regions, ...stores].includes(target)) {
    findings.unknown(path, 'region or store', target, [...regions, ...stores]);
    return;
  }
  const given = own(own(scenario, regions.includes(target) ? 'regions' : 'data'), target);
  if (own(given, 'capacity') === undefined)
    findings.add(
      path,
      `${quote(target)} has no capacity, so it serves whatever reaches it at any speed`,
      'a region or a store with a capacity',
    );
}

function checkCopy(path: Path, store: string, to: string, declared: Declared, findings: Findings): void {
  const given = own(own(declared.scenario, 'data'), store);
  const standbys = textsOf(own(given, 'standbys')).map(([, site]) => site);
  if (textOf(own(given, 'primary')) === to)
    findings.add(path, `${quote(to)} is the primary`, alternatives(standbys));
  else if (given !== undefined && !standbys.includes(to))
    findings.unknown(path, `standby of ${quote(store)}:`, to, standbys);
}

function checkSingle(path: Path, kind: string, target: string, declared: Declared, findings: Findings): void {
  const several = ['homes', 'writers', 'replicas'].find(
    (key) => own(own(own(declared.scenario, 'data'), target), key) !== undefined,
  );
  if (several !== undefined)
    findings.add(path, `store ${quote(target)} has no single primary to ${kind}`, `one of its ${several}`);
}

function checkPlace(path: Path, kind: string, site: string, declared: Declared, findings: Findings): void {
  if (declared.stores.includes(site) || declared.populations.includes(site))
    findings.add(path, `${quote(site)} is not a place to ${kind}`, 'a region or one of its zones');
  else checkSite(path, site, declared, findings);
}

function checkSides(
  path: Path,
  kind: string,
  sides: unknown[],
  declared: Declared,
  findings: Findings,
): void {
  const named = sides.map((side, index): [Path, string][] =>
    typeof side === 'string'
      ? [[[...path, index], side]]
      : textsOf(side).map(([item, site]): [Path, string] => [[...path, index, item], site]),
  );
  for (const [here, site] of named.flat()) checkPlace(here, kind, site, declared, findings);
  for (const [index, side] of sides.entries()) findings.repeated([...path, index], side);
  const [first = [], second = []] = named;
  for (const [here, site] of second) {
    const other = first.find(([, one]) => overlap(one, site));
    if (other !== undefined)
      findings.add(
        here,
        `${quote(site)} is on both sides`,
        kind === 'slow' ? 'two different ends' : 'sides that do not overlap',
      );
  }
}
