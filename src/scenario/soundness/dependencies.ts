import { own } from '../declaration.js';
import { quote } from '../mistake.js';
import type { Declared } from './declared.js';
import { type Findings, isZero, mapOf, textOf, textsOf } from './given.js';

/** Services live where there is a region, credentials come from a service, shifts have hours, and what steps need has one meaning. */
export function checkDependencies(declared: Declared, findings: Findings): void {
  const { scenario, regions, stores, sites } = declared;
  const services = Object.entries(mapOf(own(scenario, 'services')));
  const names = services.map(([name]) => name);
  for (const [name, service] of services) {
    const home = own(service, 'home');
    findings.repeated(['services', name, 'home'], home);
    const one = textOf(home);
    if (one !== undefined && !regions.includes(one))
      findings.unknown(['services', name, 'home'], 'region', one, regions);
    for (const [index, region] of textsOf(home))
      if (!regions.includes(region))
        findings.unknown(['services', name, 'home', index], 'region', region, regions);
    if ([...stores, ...sites].includes(name))
      findings.key(
        ['services', name],
        `the name ${quote(name)} is taken`,
        'a name that no region or store has',
      );
  }
  for (const [name, credential] of Object.entries(mapOf(own(scenario, 'credentials')))) {
    const path = ['credentials', name];
    const from = textOf(own(credential, 'from'));
    if (from !== undefined && !names.includes(from))
      findings.unknown([...path, 'from'], 'service', from, names);
    if (names.includes(name)) findings.key(path, `${quote(name)} is a service already`, 'a name of its own');
    if (isZero(own(credential, 'lasts')))
      findings.add([...path, 'lasts'], 'is 0s: it would expire as it is issued', 'a time above 0s');
    if (own(credential, 'breakGlass') !== undefined && from === undefined)
      findings.key(
        [...path, 'breakGlass'],
        'has no meaning where the issuer always answers',
        'it only with from',
      );
  }
  for (const [name, role] of Object.entries(mapOf(own(scenario, 'roles')))) {
    const [from, to] = [own(own(role, 'shift'), 'from'), own(own(role, 'shift'), 'to')];
    if (from !== undefined && from === to)
      findings.add(['roles', name, 'shift', 'to'], 'is when it begins: no hours lie within', 'another time');
  }
  for (const section of ['roles', 'services', 'credentials'])
    if (Object.keys(mapOf(own(scenario, section))).length > 0 && own(scenario, 'runbooks') === undefined)
      findings.key([section], 'have no meaning without runbooks', 'runbooks whose steps use them');
}
