import { own } from '../declaration.js';
import type { Declared } from './declared.js';
import { type Findings, listOf, mapOf, textOf } from './given.js';

/** Keys of the routing that have no meaning where regions announce one address, and behind an accelerator. */
const ofNames = ['by', 'ttl', 'negativeTtl', 'groups', 'failOpen', 'fallback', 'minimumHealthy'];
const ofCaches = ['ttl', 'negativeTtl'];

const byNames = 'it only where clients look names up';

/** Names are spoken of only where clients look them up. */
export function checkDelivery(declared: Declared, findings: Findings): void {
  const routing = mapOf(own(declared.scenario, 'routing'));
  const anycast = own(routing, 'policy') === 'anycast';
  checkConvergence(routing, findings);
  if (!anycast && own(routing, 'by') !== 'accelerator') return;
  const why = anycast ? 'with policy anycast' : 'with an accelerator';
  const { presetKeys } = declared;
  const without = anycast ? ofNames : ofCaches;
  const stated = without.filter((key) => own(routing, key) !== undefined && !presetKeys.includes(key));
  for (const key of stated) findings.key(['routing', key], `has no meaning ${why}`, byNames);
  const brought = without.filter((key) => presetKeys.includes(key));
  if (brought.length > 0) checkPreset(textOf(own(routing, 'preset')), brought, why, findings);
  checkCaches(declared, why, findings);
  checkRecord(declared, why, findings);
  if (anycast) checkConnections(declared, findings);
  if (anycast) checkAnycast(routing, declared.regions, findings);
}

/** What nobody wrote is not to be taken out: it comes with the preset. */
function checkPreset(
  preset: string | undefined,
  brought: readonly string[],
  why: string,
  findings: Findings,
): void {
  findings.add(
    ['routing', 'preset'],
    `brings ${brought.join(' and ')}, which ${brought.length > 1 ? 'have' : 'has'} no meaning ${why}`,
    `no preset here: write the numbers of health.interval, timeout and failures that \`regionfall presets ${preset}\` lists`,
  );
}

function checkCaches({ scenario }: Declared, why: string, findings: Findings): void {
  for (const [name, population] of Object.entries(mapOf(own(scenario, 'clients'))))
    for (const key of ['resolvers', 'cache'])
      if (own(population, key) !== undefined)
        findings.key(['clients', name, key], `has no meaning ${why}`, byNames);
}

/** A connection ends where its packets come to another region, whatever it waits for. */
function checkConnections({ scenario }: Declared, findings: Findings): void {
  for (const [name, population] of Object.entries(mapOf(own(scenario, 'clients'))))
    for (const key of ['keepAlive', 'drain'])
      if (own(own(population, 'connections'), key) !== undefined)
        findings.key(['clients', name, 'connections', key], 'has no meaning with policy anycast', byNames);
}

/** What would strike the record, or change it. */
function checkRecord({ scenario }: Declared, why: string, findings: Findings): void {
  for (const [index, fault] of listOf(own(scenario, 'faults')).entries())
    if (own(fault, 'dns') !== undefined)
      findings.key(['faults', index, 'dns'], `has no meaning ${why}`, byNames);
  for (const [name, pipeline] of Object.entries(mapOf(own(scenario, 'pipelines'))))
    if (own(own(pipeline, 'switch'), 'by') === 'dns')
      findings.add(['pipelines', name, 'switch', 'by'], `has no meaning ${why}`, 'balancer or weights');
}

function checkAnycast(
  routing: Record<string, unknown>,
  regions: readonly string[],
  findings: Findings,
): void {
  const origin = textOf(own(routing, 'origin'));
  if (origin !== undefined && !regions.includes(origin))
    findings.unknown(['routing', 'origin'], 'region', origin, regions);
}

function checkConvergence(routing: Record<string, unknown>, findings: Findings): void {
  for (const key of ['once', 'each'])
    if (own(own(routing, 'convergence'), key) !== undefined)
      findings.key(
        ['routing', 'convergence', key],
        'has no meaning: the law is that of all clients',
        'the law itself',
      );
}
