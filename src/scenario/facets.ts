import type { ScenarioFacet, StoreFacet } from '../data/figures.js';
import { isMap, own } from './declaration.js';
import { parseDuration } from './duration.js';

/** What the figures of a store can be more than 0 for; of a store as it was given, or with its values normalised. */
export function facetsOf(store: unknown): StoreFacet[] {
  if (own(store, 'writers') !== undefined)
    return hasLateCopies(store) ? ['conflicts', 'late-copies'] : ['conflicts'];
  const replicas = own(store, 'replicas');
  if (Array.isArray(replicas)) {
    const quorum = own(store, 'quorum');
    const contacted = Number(own(quorum, 'read')) + Number(own(quorum, 'write'));
    return contacted > replicas.length ? ['quorum'] : ['quorum', 'partial-quorum'];
  }
  const late: StoreFacet[] = [
    ...(hasLateCopies(store) ? (['late-copies'] as const) : []),
    ...(hasBackups(store) ? (['backups'] as const) : []),
    ...(own(store, 'objects') === undefined ? [] : (['objects'] as const)),
  ];
  const mode = own(own(store, 'replication'), 'mode');
  const bounded = own(own(store, 'replication'), 'maximumLag') !== undefined;
  const waits = (mode !== undefined && mode !== 'async') || own(store, 'log') !== undefined || bounded;
  return waits ? ['waits', ...late] : late;
}

function hasBackups(store: unknown): boolean {
  const backups = own(store, 'backups');
  return isMap(backups) && Object.keys(backups).length > 0;
}

/** Copies that serve reads and may be behind, of a store whose keys are known: it can be said what reads miss. */
function hasLateCopies(store: unknown): boolean {
  if (own(store, 'keys') === undefined) return false;
  const standbys = own(store, 'standbys');
  const alike = own(store, 'homes') ?? own(store, 'writers');
  const replication = own(store, 'replication');
  const mode = own(replication, 'mode');
  const lagIsTold = own(replication, 'lag') !== undefined || (mode !== undefined && mode !== 'async');
  return lagIsTold && (alike !== undefined || (Array.isArray(standbys) && standbys.length > 0));
}

/** What the figures of a scenario as a whole can be more than 0 for; as it was given, or with its values normalised. */
export function facetsOfScenario(scenario: unknown): ScenarioFacet[] {
  const changes = own(scenario, 'changes');
  const loss = own(own(own(scenario, 'routing'), 'health'), 'loss');
  const losesProbes = loss !== undefined && Number.parseFloat(String(loss)) !== 0;
  return [
    ...(hasCapacity(scenario) ? (['capacity'] as const) : []),
    ...(Array.isArray(changes) && changes.length > 0 ? (['changes'] as const) : []),
    ...(hasRunbooks(scenario) ? (['runbooks'] as const) : []),
    ...(announces(scenario) ? (['announcements'] as const) : []),
    ...(losesProbes ? (['false-verdicts'] as const) : []),
    ...(goesOverTheDay(scenario) ? (['load'] as const) : []),
    ...(hasSessions(scenario) ? (['sessions'] as const) : []),
    ...(own(own(scenario, 'routing'), 'policy') === 'anycast' ? (['anycast'] as const) : []),
    ...(own(scenario, 'rare') === undefined ? [] : (['rare'] as const)),
    ...(lastsYears(own(scenario, 'horizon')) ? (['years'] as const) : []),
  ];
}

/** Whether runs are a year (365 days) or longer; the horizon as given, or microseconds. */
function lastsYears(horizon: unknown): boolean {
  if (typeof horizon === 'number') return horizon >= 365 * 86_400e6;
  const reading = typeof horizon === 'string' ? parseDuration(horizon) : { wrong: '' };
  return 'value' in reading && lastsYears(reading.value);
}

function runbooksOf(scenario: unknown): unknown[] {
  const books = own(scenario, 'runbooks');
  return isMap(books) ? Object.values(books) : [];
}

function hasRunbooks(scenario: unknown): boolean {
  return runbooksOf(scenario).length > 0;
}

/** Whether a step of some runbook tells customers. */
function announces(scenario: unknown): boolean {
  return runbooksOf(scenario).some((book) => {
    const steps = own(book, 'steps');
    return Array.isArray(steps) && steps.some((step) => own(own(step, 'does'), 'announce') !== undefined);
  });
}

/** Whether some users have sessions that live in a region. */
function hasSessions(scenario: unknown): boolean {
  const clients = own(scenario, 'clients');
  if (!isMap(clients)) return false;
  return Object.values(clients).some((client) => {
    const sessions = own(client, 'sessions');
    return sessions !== undefined && (own(sessions, 'kept') ?? 'region') === 'region';
  });
}

/** Whether the requests of some population are not the same all day; as it was given, it is enough that it is said how they go. */
function goesOverTheDay(scenario: unknown): boolean {
  const clients = own(scenario, 'clients');
  if (!isMap(clients)) return false;
  return Object.values(clients).some((client) => {
    const load = own(client, 'load');
    const steps = own(load, 'steps');
    if (!Array.isArray(steps)) return load !== undefined;
    return steps.some((step) => own(step, 'weight') !== own(steps[0], 'weight'));
  });
}

/** Whether anything in a scenario, as it was given or with its values normalised, can serve only so much. */
export function hasCapacity(scenario: unknown): boolean {
  return ['regions', 'data'].some((key) => {
    const all = own(scenario, key);
    return isMap(all) && Object.values(all).some((one) => own(one, 'capacity') !== undefined);
  });
}
