import { own } from '../declaration.js';
import { hasCapacity } from '../facets.js';
import type { Path } from '../mistake.js';
import type { Declared } from './declared.js';
import { type Findings, mapOf } from './given.js';

/** Queues serve something, and who waits for an answer waits where there are queues. */
export function checkCapacity({ scenario }: Declared, findings: Findings): void {
  for (const key of ['regions', 'data'])
    for (const [name, owner] of Object.entries(mapOf(own(scenario, key))))
      checkService([key, name, 'capacity'], own(owner, 'capacity'), findings);
  for (const [store, given] of Object.entries(mapOf(own(scenario, 'data'))))
    if (own(given, 'capacity') !== undefined && own(given, 'replicas') !== undefined)
      findings.key(
        ['data', store, 'capacity'],
        'is not for a store with replicas, of which a quorum works on each request',
        'a capacity of the regions',
      );
  checkRates(scenario, findings);
  if (hasCapacity(scenario)) return;
  for (const [population, given] of Object.entries(mapOf(own(scenario, 'clients'))))
    for (const key of ['timeout', 'retries', 'breaker'])
      if (own(given, key) !== undefined)
        findings.key(
          ['clients', population, key],
          'has no meaning: nothing has a capacity, so requests never wait',
          'a region or a store with a capacity',
        );
  if (own(own(scenario, 'service'), 'queueing') !== undefined)
    findings.key(
      ['service', 'queueing'],
      'has no meaning: nothing has a capacity',
      'a region or a store with a capacity',
    );
}

/** By rates there are no single failures to count. */
function checkRates(scenario: unknown, findings: Findings): void {
  if (own(own(scenario, 'service'), 'queueing') !== 'rates') return;
  for (const [population, given] of Object.entries(mapOf(own(scenario, 'clients'))))
    if (own(given, 'breaker') !== undefined)
      findings.key(
        ['clients', population, 'breaker'],
        'counts single failures, which are not followed with queueing: rates',
        'queueing: requests, or no breaker',
      );
}

function checkService(path: Path, capacity: unknown, findings: Findings): void {
  const service = own(capacity, 'service');
  for (const drawn of ['once', 'each'])
    if (own(service, drawn) !== undefined)
      findings.key(
        [...path, 'service', drawn],
        'is not for service times, which differ from request to request',
        'a law such as { mean: 50ms }',
      );
}
