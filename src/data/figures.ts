/** Every figure that a result may hold: its unit, whose it can be, which way is better, and what it means. */

export type FigureScope = 'run' | 'population' | 'store';

/**
 * What a store must have for a figure of it to be more than 0: writers that merge, replicas that answer as a quorum, quorums of
 * reads and writes that need not meet, commits that wait for standbys, a primary that may go on when another is promoted, one that may
 * be cut off from who keeps its lease, copies that serve reads and may lack writes, backups,
 * rows that point to objects in another store.
 */
export type StoreFacet =
  | 'conflicts'
  | 'quorum'
  | 'partial-quorum'
  | 'waits'
  | 'two-writers'
  | 'isolation'
  | 'late-copies'
  | 'backups'
  | 'objects';

/**
 * What the scenario as a whole must have: something that can serve only so much; changes that are delivered; probes that are lost;
 * requests that go over the day; one address that all regions announce; runs of a year or longer; rare
 * meetings of faults that are sought.
 */
export type ScenarioFacet =
  | 'capacity'
  | 'changes'
  | 'false-verdicts'
  | 'load'
  | 'anycast'
  | 'sessions'
  | 'years'
  | 'runbooks'
  | 'announcements'
  | 'rare';

export type Facet = StoreFacet | ScenarioFacet;

export interface Figure {
  name: string;
  /** `s` seconds, `share` a fraction of 1, the others counts. */
  unit:
    | 's'
    | 'writes'
    | 'requests'
    | 'incidents'
    | 'share'
    | 'keys'
    | 'pairs'
    | 'versions'
    | 'regions'
    | 'verdicts'
    | 'attempts'
    | 'runs'
    | 'faults';
  /** Of a whole run, of a client population (`rto of europe`), of a store (`rpo of orders`). */
  scopes: readonly FigureScope[];
  lessIsBetter: boolean;
  /** Of stores of this kind alone; of whole runs where any store, or the scenario, is of it. */
  only?: Facet;
  /** One line, in the words of the project. */
  meaning: string;
}

type Row = readonly [unit: Figure['unit'], scopes: readonly FigureScope[], meaning: string, only?: Facet];

const everywhere: readonly FigureScope[] = ['run', 'population'];
const ofWrites: readonly FigureScope[] = ['run', 'store'];
const ofStore: readonly FigureScope[] = ['store'];
const ofPopulation: readonly FigureScope[] = ['population'];
const ofRun: readonly FigureScope[] = ['run'];

/** A share of reads before the first fault, while a fault or its incident lasts, and after it. */
function byPeriod(figure: string, meaning: string): Record<string, Row> {
  const row = (when: string): Row => ['share', ofPopulation, `${meaning}, ${when}`, 'late-copies'];
  return {
    [`${figure}Before`]: row('before the first fault'),
    [`${figure}During`]: row('while a fault or its incident lasts'),
    [`${figure}After`]: row('after the first fault, while none and no incident lasts'),
  };
}

/** How long a share of the clients takes to move. */
function moved(who: string): string {
  return `from the first change of the answer until ${who} on it or on a later one`;
}

/** Incidents by how long they took. */
function overA(length: string): string {
  return `incidents whose recovery took longer than ${length}`;
}

const rows: Record<string, Row> = {
  rto: [
    's',
    everywhere,
    'from the opening of the worst incident until goodput has settled above the threshold',
  ],
  downtime: ['s', everywhere, 'time with goodput below the threshold, all incidents together'],
  availability: ['share', everywhere, 'share of the time with goodput at or above the threshold'],
  requestAvailability: ['share', everywhere, 'answered requests out of those offered'],
  failedRequests: ['requests', everywhere, 'requests that were refused, lost or left without an answer'],
  incidents: ['incidents', ofRun, 'incidents that opened'],
  relapses: [
    'incidents',
    ofRun,
    'times that goodput fell below the threshold again before an incident closed',
  ],
  cutover: [
    's',
    ofPopulation,
    'from the first change of the DNS record until a client drawn at random goes to the new address',
  ],
  clientOutage: [
    's',
    ofPopulation,
    'from the opening of the incident in which the DNS record first changed until a client drawn at random goes to the new address; 0 without one',
  ],
  servedRequests: ['requests', everywhere, 'requests that were answered in time', 'capacity'],
  shedRequests: [
    'requests',
    everywhere,
    'requests that failed for good because the last attempt was turned away: no place to wait, or a breaker open',
    'capacity',
  ],
  timedOutRequests: [
    'requests',
    everywhere,
    'requests that failed for good because the client gave up waiting for the last attempt',
    'capacity',
  ],
  retriedRequests: [
    'requests',
    everywhere,
    'further attempts that clients made, of all requests',
    'capacity',
  ],
  backlog: [
    'requests',
    ofRun,
    'requests that wait or are worked on when the last fault of the run ends, all regions and stores together',
    'capacity',
  ],
  drain: [
    's',
    ofRun,
    'from the end of the last fault until every region and store that queued has a server idle',
    'capacity',
  ],
  queueWait: [
    's',
    ofPopulation,
    'wait in queues of a request drawn at random in undisturbed time',
    'capacity',
  ],
  mixedVersions: ['s', ofRun, 'time in which clients met more than one version of the service', 'changes'],
  newVersionShare: [
    'share',
    ofRun,
    'of the requests made while clients met more than one version, the share that met the new one',
    'changes',
  ],
  reachedRegions: [
    'regions',
    ofRun,
    'regions that served a defective version before it was stopped',
    'changes',
  ],
  reachedShare: [
    'share',
    ofRun,
    'the largest share of all requests that met a defective version at one time: the customers that it reached',
    'changes',
  ],
  defectRequests: ['requests', ofRun, 'requests that met a defective version', 'changes'],
  defectTime: [
    's',
    ofRun,
    'from the time at which a defect first showed until nobody met the version that has it',
    'changes',
  ],
  rolledBack: ['share', ofRun, 'share of the changes that were rolled back', 'changes'],
  damagedWrites: [
    'writes',
    ofWrites,
    'acknowledged writes that a defective version damaged, whatever their class: a rollback does not undo it, and copies of the data have it too',
    'changes',
  ],
  unreadableWrites: [
    'writes',
    ofWrites,
    'acknowledged writes that a rollback left in a format of the data that the version before does not read, whatever their class',
    'changes',
  ],
  runbookTime: [
    's',
    ofRun,
    'from the beginning of a runbook until it is done, has failed or is called off; the longest of the run',
    'runbooks',
  ],
  peopleWait: [
    's',
    ofRun,
    'time that steps of runbooks wait for people, one after the other: until they answer a page, or are free',
    'runbooks',
  ],
  serviceWait: [
    's',
    ofRun,
    'time that steps of runbooks wait for a service or a credential that they need, one after the other',
    'runbooks',
  ],
  runbooksFailed: ['share', ofRun, 'share of the runbooks begun that failed', 'runbooks'],
  runbooksCalledOff: [
    'share',
    ofRun,
    'share of the runbooks begun that were given up, for what they fled was back first, or rode it out by decision',
    'runbooks',
  ],
  wrongCalls: ['share', ofRun, 'share of the decisions by rule that were the wrong call', 'runbooks'],
  untold: [
    's',
    ofRun,
    'from the beginning of a runbook until customers are told, or all is well again; the longest of the run',
    'announcements',
  ],
  moved50: ['s', ofPopulation, moved('half of the clients act')],
  moved95: ['s', ofPopulation, moved('95 % of the clients act')],
  moved99: ['s', ofPopulation, moved('99 % of the clients act')],
  staleShare: [
    'share',
    everywhere,
    'of the requests made while some region does not answer, the share that goes to such a region',
  ],
  catchmentShift: [
    'share',
    ofPopulation,
    'the largest share of the clients that a change of routes takes away from regions that answer, which breaks their connections',
    'anycast',
  ],
  rpo: [
    's',
    ofWrites,
    'how far the oldest lost write lies before the fault that lost it, of the worst incident',
  ],
  writesLost: [
    'writes',
    ofWrites,
    'acknowledged writes that are gone, lost in failover, in conflict or in restore',
  ],
  lostInFailover: ['writes', ofWrites, 'acknowledged writes that the promoted copy never had'],
  lostInConflict: ['writes', ofWrites, 'acknowledged writes of the side whose version did not win'],
  lostInRestore: [
    'writes',
    ofWrites,
    'acknowledged writes newer than the restore point, or than what a crash recovery found on disk',
  ],
  acknowledged: ['writes', ofWrites, 'writes that the client was told are committed'],
  surviving: ['writes', ofWrites, 'acknowledged writes in the final state'],
  merged: ['writes', ofWrites, 'acknowledged writes of both sides of a split that were merged'],
  diverged: ['writes', ofWrites, 'acknowledged writes on copies that differ and that nothing will repair'],
  pending: [
    'writes',
    ofWrites,
    'acknowledged writes that wait for a person, or on a copy not yet examined at the horizon',
  ],
  staleness: ['s', ofStore, 'how far the promoted copy was behind when the fault struck'],
  newestSurvivingAge: [
    's',
    ofStore,
    'from the commit of the newest surviving write to the fault that lost later ones',
  ],
  commitLatency: [
    's',
    ofStore,
    'of a write drawn at random in undisturbed time, from the primary’s commit, or from the coordinator’s request to the replicas, to its acknowledgement',
  ],
  unreplicated: [
    'share',
    ofStore,
    'share of the writes that are acknowledged in undisturbed time before any other copy has them',
  ],
  readLatency: [
    's',
    ofStore,
    'of a read drawn at random in undisturbed time, from the coordinator’s request to the answers of its quorum',
    'quorum',
  ],
  staleRead: [
    'share',
    ofStore,
    'share of the reads, readAfter after the acknowledgement of a write to their key, that miss the write',
    'partial-quorum',
  ],
  visibility: [
    's',
    ofStore,
    'from the acknowledgement of a write drawn at random in undisturbed time until a read of its key sees it',
    'partial-quorum',
  ],
  unreplicatedWrites: [
    'writes',
    ofStore,
    'writes acknowledged without the standbys that commits wait for, because these did not answer',
    'waits',
  ],
  commitWait: [
    's',
    ofStore,
    'time that acknowledged writes waited for standbys that did not answer, all writes together',
    'waits',
  ],
  twoWriters: [
    's',
    ofStore,
    'time in which two primaries of the same data acknowledged writes',
    'two-writers',
  ],
  isolatedWrites: [
    'writes',
    ofStore,
    'acknowledged by a primary while it was cut off from the majority that says who is primary',
    'isolation',
  ],
  ...byPeriod('staleReads', 'share of the answered reads that miss an acknowledged write to their key'),
  staleAge: [
    's',
    ofPopulation,
    'mean age, in reads that miss acknowledged writes, of the oldest write that they miss',
    'late-copies',
  ],
  ...byPeriod(
    'ownWritesMissed',
    'share of the acknowledged writes that their client, reading again after its think time, does not see',
  ),
  ...byPeriod(
    'backwardReads',
    'share of the reads after which the same client, reading the key again after its think time, sees an older state of it',
  ),
  catchUp: [
    's',
    ofStore,
    'from the heal of a cut link until the standby has caught up, the longest of the run',
  ],
  missingObjects: [
    'writes',
    ofStore,
    'rows that the promoted copy has, and that point to objects which had not been replicated when the primary was lost',
    'objects',
  ],
  restoreTime: [
    's',
    ofStore,
    'from the beginning of a restore until the store serves what was restored, the longest of the run; 0 without one',
    'backups',
  ],
  restoreAttempts: ['attempts', ofStore, 'backups that restores tried, the good one included', 'backups'],
  wastedRestore: ['s', ofStore, 'time that restores spent on backups which turned out to be bad', 'backups'],
  restorePointAge: [
    's',
    ofStore,
    'from the instant whose state was restored to the start of the fault that made it necessary, the longest of the run; 0 without a restore, beyond all where there was no good backup',
    'backups',
  ],
  noGoodBackup: [
    'share',
    ofStore,
    'share of the runs in which a restore found no backup that is good',
    'backups',
  ],
  stoppedBackups: [
    'share',
    ofStore,
    'share of the runs in which a job for backups had stopped in silence when a restore was needed',
    'backups',
  ],
  apart: [
    's',
    ofStore,
    'time in which some of the writers did not see what others wrote, all splits together',
    'conflicts',
  ],
  divergence: [
    's',
    ofStore,
    'from the cut until all copies agree again, people’s repairs included, the longest of the run',
    'conflicts',
  ],
  repair: ['s', ofStore, 'work of people who settle keys in conflict, one key after the other', 'conflicts'],
  keysInConflict: ['keys', ofStore, 'keys that more than one side of a split wrote', 'conflicts'],
  divergedKeys: ['keys', ofStore, 'keys whose copies differ for good', 'conflicts'],
  conflictPairs: [
    'pairs',
    ofStore,
    'pairs of writes to one key, neither of which had seen the other, of different writers',
    'conflicts',
  ],
  siblings: ['versions', ofStore, 'versions kept side by side for a reader to resolve', 'conflicts'],
  losingWrites: [
    'writes',
    ofStore,
    'all writes behind versions that did not win a split: what is lost where writes build on what they read',
    'conflicts',
  ],
  losingVersions: [
    'versions',
    ofStore,
    'last versions that did not win a split: what is lost where writes overwrite blindly',
    'conflicts',
  ],
  supersededWrites: [
    'writes',
    ofStore,
    'writes of a split that some later write to their key overwrote, of either side: no loss by itself',
    'conflicts',
  ],
  falseVerdicts: [
    'verdicts',
    ofRun,
    'times that a region that answers everybody was found unhealthy, for probes were lost',
    'false-verdicts',
  ],
  falselyUnhealthy: [
    's',
    ofRun,
    'time in which a region that answers everybody was held unhealthy, for probes were lost, all regions together',
    'false-verdicts',
  ],
  logins: [
    'requests',
    ofPopulation,
    'users who log in again, because they moved away from the region that held their sessions',
    'sessions',
  ],
  downtimePerYear: ['s', ofRun, 'time with goodput below the threshold, a year', 'years'],
  incidentsPerYear: ['incidents', ofRun, 'incidents that opened, a year', 'years'],
  yearsWithIncident: [
    'share',
    ofRun,
    'share of the whole years of a run in which an incident opened: its mean is the chance of one in a year',
    'years',
  ],
  yearsWithLoss: [
    'share',
    ofRun,
    'share of the whole years of a run with an incident that lost acknowledged writes: its mean is the chance of any loss in a year',
    'years',
  ],
  writesLostPerYear: ['writes', ofRun, 'acknowledged writes lost in incidents, a year', 'years'],
  worstWritesLost: ['writes', ofRun, 'acknowledged writes lost in the incident that lost most', 'years'],
  recoveryTotal: ['s', ofRun, 'recovery times of all incidents of a run together', 'years'],
  incidentsOver5m: ['incidents', ofRun, overA('5 minutes'), 'years'],
  incidentsOver1h: ['incidents', ofRun, overA('an hour'), 'years'],
  incidentsOver4h: ['incidents', ofRun, overA('4 hours'), 'years'],
  incidentsOver1d: ['incidents', ofRun, overA('a day'), 'years'],
  weight: [
    'runs',
    ofRun,
    'how many runs this one stands for, where rare meetings of faults are sought',
    'rare',
  ],
  faultsAtOnce: [
    'faults',
    ofRun,
    'most faults in force at once, those apart that never end, where rare meetings of faults are sought',
    'rare',
  ],
  timeOfDay: [
    's',
    ofRun,
    'time of the day, since midnight, at which the worst incident opened, by the clock of the largest population',
    'load',
  ],
};

const moreIsBetter = new Set(['availability', 'requestAvailability', 'acknowledged', 'surviving', 'merged']);

/** All figures by name. */
export const figures: ReadonlyMap<string, Figure> = new Map(
  Object.entries(rows).map(([name, [unit, scopes, meaning, only]]) => [
    name,
    { name, unit, scopes, lessIsBetter: !moreIsBetter.has(name), meaning, ...(only ? { only } : {}) },
  ]),
);
