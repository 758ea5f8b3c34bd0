import { places } from '../../data/places.js';
import { own } from '../declaration.js';
import { nearest, quote } from '../mistake.js';
import { type Declared, overlap } from './declared.js';
import { type Findings, isZero, listOf, mapOf, textOf } from './given.js';

const placeExpected = 'a cloud region such as aws/us-east-1 or a city such as city/london';

/** Names are unambiguous, places exist, and overrides of the network speak of what is there. */
export function checkNames(declared: Declared, findings: Findings): void {
  const { scenario, regions, populations, stores } = declared;
  for (const section of ['regions', 'clients', 'data'] as const) {
    const value = own(scenario, section);
    if (value !== undefined && Object.keys(mapOf(value)).length === 0 && isEmptyMap(value))
      findings.add([section], 'is empty', 'at least one');
  }
  for (const [section, names, others] of [
    ['clients', populations, regions],
    ['data', stores, [...regions, ...populations]],
  ] as const)
    for (const name of names)
      if (others.includes(name))
        findings.key(
          [section, name],
          `the name ${quote(name)} is taken`,
          'regions, populations and stores of different names',
        );
  for (const section of ['regions', 'clients'] as const)
    for (const [name, value] of Object.entries(mapOf(own(scenario, section)))) {
      const place = textOf(own(value, 'place'));
      if (place !== undefined && !places.has(place))
        findings.add(
          [section, name, 'place'],
          `unknown place ${quote(place)}`,
          placeExpected,
          nearest(place, places.keys()),
        );
    }
  for (const region of regions)
    findings.repeated(['regions', region, 'zones'], own(own(own(scenario, 'regions'), region), 'zones'));
  checkNetwork(declared, findings);
}

function isEmptyMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkNetwork(declared: Declared, findings: Findings): void {
  const used = new Set<string>();
  for (const section of ['regions', 'clients'] as const)
    for (const value of Object.values(mapOf(own(declared.scenario, section)))) {
      const place = textOf(own(value, 'place'));
      if (place !== undefined) used.add(place);
    }
  const ends = [...declared.sites, ...used];
  const seen = new Set<string>();
  for (const [index, override] of listOf(own(declared.scenario, 'network')).entries()) {
    const path = ['network', index, 'between'];
    const [from, to] = listOf(own(override, 'between')).map(textOf);
    for (const [side, end] of [from, to].entries()) {
      if (end === undefined || ends.includes(end)) continue;
      if (places.has(end))
        findings.add([...path, side], `nobody is at ${end}`, 'a place of a region or a population');
      else findings.unknown([...path, side], 'end', end, ends);
    }
    if (isZero(own(override, 'roundTrip')))
      findings.add(['network', index, 'roundTrip'], 'is 0s', 'a time above 0s');
    if (from === undefined || to === undefined) continue;
    if (
      from === to ||
      (declared.regions.includes(from) && overlap(from, to)) ||
      (declared.regions.includes(to) && overlap(from, to))
    )
      findings.add(path, `${from} and ${to} are not apart`, 'two different ends');
    const pair = [from, to].sort().join(' ');
    if (seen.has(pair))
      findings.add(path, `the round trip of ${from} and ${to} stands here twice`, 'each pair once');
    seen.add(pair);
  }
}
