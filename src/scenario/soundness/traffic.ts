import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import { alternatives, quote } from '../mistake.js';
import type { Declared } from './declared.js';
import { durationOf, type Findings, listOf, mapOf, numberOf, textOf, textsOf } from './given.js';
import { checkPolicies } from './policies.js';

/** Routes lead somewhere, probes do not overlap, and populations fit the stores and the record they use. */
export function checkTraffic(declared: Declared, findings: Findings): void {
  checkPolicies(declared, findings);
  checkHealth(own(own(declared.scenario, 'routing'), 'health'), findings);
  checkPopulations(declared, findings);
}

function checkHealth(health: unknown, findings: Findings): void {
  const [timeout, roundTrip] = ['timeout', 'roundTrip'].map((key) => durationOf(own(health, key)));
  const path = ['routing', 'health'];
  if (roundTrip !== undefined && timeout !== undefined && roundTrip >= timeout)
    findings.add(
      [...path, 'roundTrip'],
      'is not less than the timeout: no probe would be answered in time',
      'less',
    );
}

function checkPopulations({ scenario, regions }: Declared, findings: Findings): void {
  const stores = Object.values(mapOf(own(scenario, 'data')));
  const homes = stores.flatMap((store) => textsOf(own(store, 'homes')).map(([, home]) => home));
  const ttl = durationOf(own(own(scenario, 'routing'), 'ttl'));
  for (const [name, population] of Object.entries(mapOf(own(scenario, 'clients')))) {
    const path = ['clients', name];
    const home = textOf(own(population, 'home'));
    if (home !== undefined) {
      if (!regions.includes(home)) findings.unknown([...path, 'home'], 'region', home, regions);
      else if (homes.length === 0)
        findings.key([...path, 'home'], 'has no meaning: no store has homes', 'a store with homes');
      else
        for (const [store, declared] of Object.entries(mapOf(own(scenario, 'data')))) {
          const own_ = textsOf(own(declared, 'homes')).map(([, region]) => region);
          if (own_.length > 0 && !own_.includes(home))
            findings.add(
              [...path, 'home'],
              `${quote(home)} is not among the homes of ${store}`,
              alternatives(own_),
            );
        }
    }
    checkResolvers([...path, 'resolvers'], own(population, 'resolvers'), ttl, findings);
  }
}

function checkResolvers(
  path: string[],
  resolvers: unknown,
  ttl: number | undefined,
  findings: Findings,
): void {
  const count = own(resolvers, 'count');
  if (own(resolvers, 'weights') !== undefined && numberOf(count) === undefined && listOf(count).length === 0)
    findings.key([...path, 'weights'], 'has no meaning with many resolvers', 'it only with a number of them');
  const to = durationOf(own(own(resolvers, 'stretch'), 'to'));
  if (to !== undefined && ttl !== undefined && to <= ttl)
    findings.add(
      [...path, 'stretch', 'to'],
      'is not longer than the TTL, so nothing would be stretched',
      `more than routing.ttl, ${printDuration(ttl)}`,
    );
}
