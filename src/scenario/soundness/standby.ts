import { own } from '../declaration.js';
import { quote } from '../mistake.js';
import { regionsActedOn } from './actions.js';
import { type Declared, overlap } from './declared.js';
import { type Findings, mapOf, textOf, textsOf } from './given.js';

/** What waits in a region fits its strategy, and some step of a runbook makes it ready. */
export function checkStandbys({ scenario }: Declared, findings: Findings): void {
  const activated = regionsActedOn(scenario, 'activate');
  const scaled = regionsActedOn(scenario, 'scale');
  for (const [name, region] of Object.entries(mapOf(own(scenario, 'regions')))) {
    const standby = own(region, 'standby');
    const strategy = textOf(own(standby, 'strategy'));
    if (strategy === undefined) continue;
    const path = ['regions', name, 'standby'];
    checkParts(path, standby, strategy, findings);
    if (strategy === 'backup-and-restore') checkNoCopies(path, name, scenario, findings);
    if (strategy === 'hot') continue;
    if (strategy === 'warm') checkWarm(path, own(region, 'capacity'), name, findings);
    else checkAnnounced(path, scenario, findings);
    if (!activated.has(name))
      findings.key(
        path,
        `never ends: no step of a runbook activates ${quote(name)}`,
        `a step that does { activate: ${name} }, or a region without standby`,
      );
    if (scaled.has(name))
      findings.key(
        path,
        `stands beside a step that scales ${quote(name)}`,
        'a step that activates it instead, which brings all its servers',
      );
  }
}

function checkParts(path: readonly string[], standby: unknown, strategy: string, findings: Findings): void {
  const others = strategy === 'warm' ? [] : strategy === 'hot' ? ['ready', 'provision', 'boot'] : ['ready'];
  for (const key of others)
    if (own(standby, key) !== undefined)
      findings.key([...path, key], `has no meaning with ${strategy}`, meaning[key]!);
}

const meaning: Readonly<Record<string, string>> = {
  ready: 'it only with warm',
  provision: 'it with another strategy, or left out: all servers run',
  boot: 'it with another strategy, or left out: all servers run',
};

/** No store has a copy where nothing waits but backups. */
function checkNoCopies(path: readonly string[], region: string, scenario: unknown, findings: Findings): void {
  for (const [store, given] of Object.entries(mapOf(own(scenario, 'data'))))
    if (copySites(given).some((site) => overlap(site, region)))
      findings.add(
        [...path, 'strategy'],
        `is backup-and-restore, but store ${quote(store)} has a copy in ${quote(region)}`,
        'pilot-light, or stores without a copy there',
      );
}

function copySites(store: unknown): string[] {
  const one = [own(store, 'primary'), own(store, 'log')].flatMap((site) => textOf(site) ?? []);
  const lists = ['standbys', 'homes', 'writers', 'replicas'].flatMap((key) => textsOf(own(store, key)));
  return [...one, ...lists.map(([, site]) => site)];
}

/** Some of the servers, of which it must be known how many there are. */
function checkWarm(path: readonly string[], capacity: unknown, name: string, findings: Findings): void {
  if (capacity === undefined)
    findings.add(
      path,
      `${quote(name)} can serve everything, so that a part of its servers is no less`,
      'a region with a capacity',
    );
  else if (own(capacity, 'autoscaling') !== undefined)
    findings.add(
      path,
      `${quote(name)} scales by itself`,
      'a capacity without autoscaling, or fewer servers in it and no standby',
    );
}

/** A region that serves nobody is found unhealthy by checks, which an address that all announce goes without. */
function checkAnnounced(path: readonly string[], scenario: unknown, findings: Findings): void {
  const routing = own(scenario, 'routing');
  const way = own(routing, 'policy') === 'anycast' ? 'anycast' : textOf(own(routing, 'by'));
  if (way === 'anycast' || way === 'hybrid')
    findings.key(
      path,
      `leaves a region without servers that would announce the address all the same (${way})`,
      'warm or hot, or routing by names or by an accelerator',
    );
}
