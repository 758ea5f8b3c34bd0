import { isMap, own } from '../declaration.js';
import { longest, printDuration } from '../duration.js';
import { alternatives, quote } from '../mistake.js';
import { routingPresetOf } from '../presets.js';
import type { Declared } from './declared.js';
import { checkDelivery } from './delivery.js';
import { durationOf, type Findings, mapOf, numberOf, textOf, textsOf } from './given.js';
import { checkPolicies } from './policies.js';

/** Routes lead somewhere, probes do not overlap, and populations fit the stores and the record they use. */
export function checkTraffic(declared: Declared, findings: Findings): void {
  checkPolicies(declared, findings);
  checkDelivery(declared, findings);
  checkPresence(own(declared.scenario, 'routing'), findings);
  checkHealth(own(declared.scenario, 'routing'), findings);
  checkPopulations(declared, findings);
}

function checkHealth(routing: unknown, findings: Findings): void {
  const health = own(routing, 'health');
  const path = ['routing', 'health'];
  const [interval, timeout, roundTrip] = ['interval', 'timeout', 'roundTrip'].map((key) =>
    durationOf(own(health, key)),
  );
  if (roundTrip !== undefined && timeout !== undefined && roundTrip >= timeout)
    findings.add(
      [...path, 'roundTrip'],
      'is not less than the timeout: no probe would be answered in time',
      'less',
    );
  checkHoldDown(health, findings);
  checkVerdict(health, findings);
  const preset = routingPresetOf({ routing });
  const rule = preset?.timeoutWithinInterval;
  if (!preset || !rule || interval === undefined || timeout === undefined) return;
  if (rule.atMost ? timeout > interval : timeout >= interval)
    findings.add(
      [...path, 'timeout'],
      `is ${printDuration(timeout)} with an interval of ${printDuration(interval)}, which ${preset.name} does not take`,
      rule.atMost ? 'no more than the interval' : 'less than the interval',
    );
}

/** A verdict comes within the time that there is. */
function checkVerdict(health: unknown, findings: Findings): void {
  const [interval = 0, timeout = 0] = ['interval', 'timeout'].map((key) => durationOf(own(health, key)));
  const [failures, successes] = ['failures', 'successes'].map((key) => numberOf(own(health, key)) ?? 1);
  const takes = (interval + timeout) * Math.max(failures!, successes!);
  if (takes > longest)
    findings.add(
      ['routing', 'health', interval > timeout ? 'interval' : 'timeout'],
      `is ${printDuration(Math.max(interval, timeout))}, so a verdict would take ${years(takes)}`,
      'all probes of a verdict within 100 years, the longest time that there is',
    );
}

/** One checker that needs longer to see good probes again than the hold-down lasts is never held down. */
function checkHoldDown(health: unknown, findings: Findings): void {
  const [holdDown, interval, timeout] = ['holdDown', 'interval', 'timeout'].map((key) =>
    durationOf(own(health, key)),
  );
  const checkers = numberOf(own(health, 'checkers')) ?? 1;
  const needed = numberOf(own(health, 'successes')) ?? numberOf(own(health, 'failures'));
  if (!holdDown || interval === undefined || timeout === undefined || needed === undefined || checkers > 1)
    return;
  const soonest = needed * interval - timeout;
  if (holdDown <= soonest)
    findings.add(
      ['routing', 'health', 'holdDown'],
      `has no meaning: ${needed} good probes in a row take longer anyway`,
      `more than ${printDuration(soonest)}`,
    );
}

/** What must be there where no preset states it. */
function checkPresence(routing: unknown, findings: Findings): void {
  if (!isMap(routing)) return;
  const missing = (path: string[], expected: string) => findings.add(path, 'is missing', expected);
  const isNamed = own(routing, 'policy') !== 'anycast' && own(routing, 'by') !== 'accelerator';
  if (isNamed && own(routing, 'ttl') === undefined) missing(['routing', 'ttl'], 'a duration such as 4s');
  const health = own(routing, 'health');
  if (health === undefined)
    missing(['routing', 'health'], 'a map such as { interval: 10s, timeout: 4s, failures: 3 }');
  if (!isMap(health)) return;
  for (const key of ['interval', 'timeout'])
    if (own(health, key) === undefined) missing(['routing', 'health', key], 'a duration such as 4s');
  if (own(health, 'failures') === undefined)
    missing(['routing', 'health', 'failures'], 'a whole number from 1 to 1000');
}

function checkPopulations({ scenario, regions }: Declared, findings: Findings): void {
  const stores = Object.values(mapOf(own(scenario, 'data')));
  const homes = stores.flatMap((store) => textsOf(own(store, 'homes')).map(([, home]) => home));
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
    checkConnections([...path, 'connections'], own(population, 'connections'), findings);
  }
}

function checkConnections(path: string[], connections: unknown, findings: Findings): void {
  const [life, drain] = ['life', 'drain'].map((key) => durationOf(own(connections, key)));
  if (life !== undefined && drain !== undefined && drain >= life)
    findings.add(
      [...path, 'drain'],
      'is not shorter than the life of a connection, so nothing would be closed',
      `less than ${printDuration(life)}`,
    );
  checkKeepAlive([...path, 'keepAlive'], own(connections, 'keepAlive'), findings);
}

/** Who waits longer than time goes never finds out; keys that are left out are those of Linux. */
function checkKeepAlive(path: string[], keepAlive: unknown, findings: Findings): void {
  if (!isMap(keepAlive)) return;
  const [idle, interval] = (['idle', 'interval'] as const).map((key) => durationOf(own(keepAlive, key)) ?? 0);
  const silence = idle! + interval! * (numberOf(own(keepAlive, 'probes')) ?? 9);
  if (silence > longest)
    findings.add(
      path,
      `gives a connection up only after ${years(silence)} of silence`,
      'idle and all probes together within 100 years, the longest time that there is',
    );
}

/** As many whole years as fit. */
function years(micros: number): string {
  return `${Math.floor((micros / longest) * 100)} years`;
}
