import { isMap, own } from '../declaration.js';
import { alternatives, type Path, quote } from '../mistake.js';
import type { Declared } from './declared.js';
import { type Findings, mapOf, textOf, textsOf } from './given.js';

/** Keys that belong to policies; the first of each is needed, unless it stands in `leftOut`. */
const keysOfPolicy: Readonly<Record<string, readonly string[]>> = {
  failover: ['order'],
  weighted: ['weights'],
  geolocation: ['locations', 'default'],
  latency: ['among'],
  geoproximity: ['among', 'biases'],
  multivalue: ['among', 'atMost', 'tries'],
  anycast: ['hold', 'convergence', 'misrouted', 'origin'],
};

const leftOut = ['among', 'hold'];

/** What is said of routes, which carry clients beside names too. */
const ofRoutes = ['hold', 'convergence'];

/** Every policy has what it needs and leads to something that is there, groups included. */
export function checkPolicies(declared: Declared, findings: Findings): void {
  const routing = mapOf(own(declared.scenario, 'routing'));
  const groups = mapOf(own(routing, 'groups'));
  const names = Object.keys(groups);
  const targets = [...declared.regions, ...names];
  const check = (path: Path, policy: Record<string, unknown>) => {
    checkKeys(path, policy, findings);
    checkTargets(path, policy, targets, declared, findings);
    checkLocations(path, policy, targets, declared, findings);
  };
  check(['routing'], routing);
  if (isMap(own(routing, 'groups')) && names.length === 0)
    findings.add(['routing', 'groups'], 'is empty', 'a group that the policy names, or no groups');
  for (const [name, group] of Object.entries(groups)) {
    const path = ['routing', 'groups', name];
    if (declared.regions.includes(name))
      findings.key(path, `the name ${quote(name)} is taken`, 'groups and regions of different names');
    check(path, mapOf(group));
    checkAtLeast(path, mapOf(group), findings);
  }
  checkNesting(routing, groups, declared.regions, findings);
  checkFailOpen(routing, declared, findings);
}

function checkKeys(path: Path, policy: Record<string, unknown>, findings: Findings): void {
  const kind = textOf(own(policy, 'policy'));
  if (kind === undefined || !Object.hasOwn(keysOfPolicy, kind)) return;
  const [needed] = keysOfPolicy[kind]!;
  const fallsBack = kind === 'geolocation' && own(policy, 'default') !== undefined;
  if (!leftOut.includes(needed!) && own(policy, needed!) === undefined && !fallsBack)
    findings.add([...path, needed!], 'is missing', `${needed}, which policy ${kind} needs`);
  for (const key of new Set(Object.values(keysOfPolicy).flat())) {
    if (keysOfPolicy[kind]!.includes(key) || own(policy, key) === undefined) continue;
    if (own(policy, 'by') === 'hybrid' && ofRoutes.includes(key)) continue;
    const owners = Object.keys(keysOfPolicy).filter((one) => keysOfPolicy[one]!.includes(key));
    findings.key(
      [...path, key],
      `has no meaning with policy ${kind}`,
      `it only with policy ${alternatives(owners)}`,
    );
  }
}

function checkTargets(
  path: Path,
  policy: Record<string, unknown>,
  targets: readonly string[],
  { regions }: Declared,
  findings: Findings,
): void {
  for (const key of ['order', 'among']) {
    const known = key === 'among' && own(policy, 'policy') === 'multivalue' ? regions : targets;
    for (const [index, target] of textsOf(own(policy, key))) {
      if (!known.includes(target)) findings.unknown([...path, key, index], 'region', target, known);
    }
    findings.repeated([...path, key], own(policy, key));
  }
  for (const key of ['weights', 'biases']) {
    for (const target of Object.keys(mapOf(own(policy, key))))
      if (!targets.includes(target))
        findings.unknown([...path, key, target], 'region', target, targets, true);
  }
  checkBiases(path, policy, regions, findings);
  const weights = Object.values(mapOf(own(policy, 'weights')));
  if (own(policy, 'weights') !== undefined && weights.every((weight) => weight === 0))
    findings.add([...path, 'weights'], 'leads nowhere: all weights are zero', 'one above zero at least');
}

/** A bias counts only where its target may be chosen. */
function checkBiases(
  path: Path,
  policy: Record<string, unknown>,
  regions: readonly string[],
  findings: Findings,
): void {
  const among =
    own(policy, 'among') === undefined ? regions : textsOf(own(policy, 'among')).map(([, one]) => one);
  for (const target of Object.keys(mapOf(own(policy, 'biases'))))
    if (regions.includes(target) && !among.includes(target))
      findings.key(
        [...path, 'biases', target],
        `${quote(target)} is not among the targets`,
        alternatives([...among]),
      );
}

function checkLocations(
  path: Path,
  policy: Record<string, unknown>,
  targets: readonly string[],
  { populations }: Declared,
  findings: Findings,
): void {
  const locations = Object.entries(mapOf(own(policy, 'locations')));
  for (const [population, target] of locations) {
    if (!populations.includes(population))
      findings.unknown([...path, 'locations', population], 'population', population, populations, true);
    if (typeof target === 'string' && !targets.includes(target))
      findings.unknown([...path, 'locations', population], 'region', target, targets);
  }
  const otherwise = textOf(own(policy, 'default'));
  if (otherwise !== undefined && !targets.includes(otherwise))
    findings.unknown([...path, 'default'], 'region', otherwise, targets);
  const lost = populations.filter((population) => locations.every(([named]) => named !== population));
  if (own(policy, 'policy') === 'geolocation' && own(policy, 'default') === undefined && lost.length > 0)
    findings.add(
      [...path, 'locations'],
      `leads nowhere for ${alternatives(lost)}`,
      'a location for each population, or a default',
    );
}

function checkAtLeast(path: Path, group: Record<string, unknown>, findings: Findings): void {
  const atLeast = own(group, 'atLeast');
  const targets = new Set(targetsIn(group));
  if (typeof atLeast === 'number' && targets.size > 0 && atLeast > targets.size)
    findings.add(
      [...path, 'atLeast'],
      `is ${atLeast}, of ${targets.size}: the group would never be healthy`,
      `at most ${targets.size}`,
    );
}

/** Names that a policy leads to. */
function targetsIn(policy: unknown): string[] {
  const lists = ['order', 'among'].flatMap((key) => textsOf(own(policy, key)).map(([, text]) => text));
  const weights = Object.entries(mapOf(own(policy, 'weights'))).flatMap(([name, weight]) =>
    weight === 0 ? [] : [name],
  );
  const locations = Object.values(mapOf(own(policy, 'locations')));
  const all = [...lists, ...weights, ...locations, own(policy, 'default')];
  return all.filter((name): name is string => typeof name === 'string');
}

/** No group leads back to itself, and each of them is led to. */
function checkNesting(
  routing: Record<string, unknown>,
  groups: Record<string, unknown>,
  regions: readonly string[],
  findings: Findings,
): void {
  const below = (policy: unknown) => targetsIn(policy).filter((name) => Object.hasOwn(groups, name));
  const reached = (from: unknown): Set<string> => {
    const seen = new Set<string>();
    const open = below(from);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      open.push(...below(groups[name]));
    }
    return seen;
  };
  const used = reached(routing);
  const circling = new Set<string>();
  for (const [name, group] of Object.entries(groups)) {
    const path = ['routing', 'groups', name];
    if (regions.includes(name)) continue;
    if (!used.has(name)) findings.key(path, `nothing leads to ${quote(name)}`, 'a policy that names it');
    const after = reached(group);
    if (!after.has(name) || circling.has(name)) continue;
    findings.add(path, `${quote(name)} leads back to itself`, 'groups that lead to regions in the end');
    for (const one of after) circling.add(one);
  }
}

function checkFailOpen(
  routing: Record<string, unknown>,
  { regions, presetKeys }: Declared,
  findings: Findings,
): void {
  const [failOpen, fallback] = [own(routing, 'failOpen'), textOf(own(routing, 'fallback'))];
  const isBrought = presetKeys.includes('failOpen');
  // With policy anycast the preset is refused as a whole.
  if (isBrought && own(routing, 'policy') === 'anycast') return;
  const preset = isBrought ? ` of preset ${textOf(own(routing, 'preset'))}` : '';
  if (failOpen === 'fallback' && own(routing, 'fallback') === undefined)
    findings.add(['routing', 'fallback'], 'is missing', `fallback, which failOpen fallback${preset} needs`);
  if (failOpen !== 'fallback' && own(routing, 'fallback') !== undefined)
    findings.key(
      ['routing', 'fallback'],
      `has no meaning with failOpen ${textOf(failOpen) ?? 'all'}${preset}`,
      'it only with failOpen fallback',
    );
  if (fallback !== undefined && !regions.includes(fallback))
    findings.unknown(['routing', 'fallback'], 'region', fallback, regions);
}
