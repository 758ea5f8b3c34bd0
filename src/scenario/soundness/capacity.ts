import { own } from '../declaration.js';
import { hasCapacity } from '../facets.js';
import type { Path } from '../mistake.js';
import type { Declared } from './declared.js';
import { type Findings, isZero, mapOf } from './given.js';

/** Queues serve something, and who waits for an answer waits where there are queues. */
export function checkCapacity({ scenario }: Declared, findings: Findings): void {
  for (const key of ['regions', 'data'])
    for (const [name, owner] of Object.entries(mapOf(own(scenario, key))))
      checkService([key, name, 'capacity'], own(owner, 'capacity'), findings);
  for (const [name, region] of Object.entries(mapOf(own(scenario, 'regions'))))
    checkAutoscaling(['regions', name, 'capacity', 'autoscaling'], own(region, 'capacity'), findings);
  for (const [name, store] of Object.entries(mapOf(own(scenario, 'data'))))
    if (own(own(store, 'capacity'), 'autoscaling') !== undefined)
      findings.key(
        ['data', name, 'capacity', 'autoscaling'],
        'is not for a store, whose servers hold data',
        'an autoscaling of the regions',
      );
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

/** The servers that it begins with are some that it may have. */
function checkAutoscaling(path: Path, capacity: unknown, findings: Findings): void {
  const scaling = own(capacity, 'autoscaling');
  const servers = own(capacity, 'servers');
  if (scaling === undefined || typeof servers !== 'number') return;
  const most = own(scaling, 'most');
  const least = own(scaling, 'least');
  if (typeof most === 'number' && most < servers)
    findings.add(
      [...path, 'most'],
      `is fewer than the ${servers} that it begins with`,
      `at least ${servers}`,
    );
  if (typeof least === 'number' && least > servers)
    findings.add([...path, 'least'], `is more than the ${servers} that it begins with`, `at most ${servers}`);
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
  if (isZero(service))
    findings.add(
      [...path, 'service'],
      'is 0s, so nothing would ever wait',
      'a time above 0s, or no capacity',
    );
  for (const drawn of ['once', 'each'])
    if (own(service, drawn) !== undefined)
      findings.key(
        [...path, 'service', drawn],
        'is not for service times, which differ from request to request',
        'a law such as { mean: 50ms }',
      );
}
