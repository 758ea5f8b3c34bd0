/** What the names in a result mean, for readers who meet them for the first time. */
import type { ComparisonVerdict, PhaseName, Verdict } from '../measure/result.js';

/** A name for people and one line of explanation. */
export interface Gloss {
  label: string;
  meaning: string;
}

/** The figures of a result in the order in which tables show them. */
const figureGlosses = new Map<string, Gloss>(
  Object.entries({
    rto: {
      label: 'Recovery time',
      meaning:
        'RTO: from when service first fell below its threshold until it was back to stay; worst incident of a run',
    },
    rpo: {
      label: 'Recovery point',
      meaning: 'RPO: how far back in time acknowledged writes are missing; worst incident of a run',
    },
    writesLost: {
      label: 'Writes lost',
      meaning: 'writes that a customer was told are saved and that are gone',
    },
    lostInFailover: {
      label: 'Lost in failover',
      meaning: 'writes that the promoted copy had not received',
    },
    lostInConflict: {
      label: 'Lost in conflict',
      meaning: 'writes that lost to another version of their key, in a split or crossing it on the way',
    },
    lostInRestore: {
      label: 'Lost in restore',
      meaning: 'writes newer than the backup that was restored',
    },
    downtime: {
      label: 'Downtime',
      meaning: 'time in a run with service below its threshold',
    },
    availability: {
      label: 'Availability by time',
      meaning: 'share of the time with service at or above its threshold',
    },
    requestAvailability: {
      label: 'Availability by requests',
      meaning: 'share of all requests that were answered',
    },
    downtimePerYear: {
      label: 'Downtime a year',
      meaning: 'time with service below its threshold, for each year of a run',
    },
    incidentsPerYear: { label: 'Incidents a year', meaning: 'how often service or data is harmed' },
    yearsWithIncident: {
      label: 'Years with an incident',
      meaning: 'its mean is the chance of an incident in a year',
    },
    yearsWithLoss: {
      label: 'Years with a loss',
      meaning: 'its mean is the chance that any acknowledged write is lost in a year',
    },
    writesLostPerYear: {
      label: 'Writes lost a year',
      meaning: 'its mean is the expected loss of a year',
    },
    worstWritesLost: {
      label: 'Writes lost, worst incident',
      meaning: 'writes lost in the incident of a run that lost most',
    },
    recoveryTotal: { label: 'Recovery, all incidents', meaning: 'recovery times of a run added up' },
    incidentsOver5m: { label: 'Incidents over 5 min', meaning: 'incidents that took longer than 5 minutes' },
    incidentsOver1h: { label: 'Incidents over 1 h', meaning: 'incidents that took longer than an hour' },
    incidentsOver4h: { label: 'Incidents over 4 h', meaning: 'incidents that took longer than 4 hours' },
    incidentsOver1d: { label: 'Incidents over a day', meaning: 'incidents that took longer than a day' },
    weight: { label: 'Weight', meaning: 'how many runs a run stands for' },
    servedRequests: {
      label: 'Requests served',
      meaning: 'requests that were answered in time',
    },
    shedRequests: {
      label: 'Requests shed',
      meaning: 'requests whose last attempt found no place to wait, or a breaker open',
    },
    timedOutRequests: {
      label: 'Requests timed out',
      meaning: 'requests whose client gave up waiting for the last attempt',
    },
    retriedRequests: {
      label: 'Retries',
      meaning: 'attempts that clients made after the first of each request',
    },
    backlog: {
      label: 'Backlog',
      meaning: 'requests that wait or are worked on when the last fault ends',
    },
    drain: {
      label: 'Time to drain',
      meaning: 'from the end of the last fault until what had piled up is gone',
    },
    queueWait: {
      label: 'Wait in queues',
      meaning: 'how long a request waits for a server in undisturbed time',
    },
    falseVerdicts: {
      label: 'False verdicts',
      meaning: 'times that a region that answers everybody was found unhealthy',
    },
    falselyUnhealthy: {
      label: 'Falsely unhealthy',
      meaning: 'time in which a region that answers everybody was held unhealthy',
    },
    timeOfDay: {
      label: 'Time of the day',
      meaning: 'when the worst incident of a run opened, since midnight of the largest population',
    },
    reachedShare: {
      label: 'Customers reached by a defect',
      meaning: 'largest share of all requests that met a defective version at one time',
    },
    reachedRegions: {
      label: 'Regions reached by a defect',
      meaning: 'regions that served a defective version before it was stopped',
    },
    defectTime: {
      label: 'Time until a defect was stopped',
      meaning: 'from when a defect first showed until nobody met the version that has it',
    },
    defectRequests: {
      label: 'Requests to a defective version',
      meaning: 'requests that met it, whether or not they failed',
    },
    damagedWrites: {
      label: 'Damaged writes',
      meaning: 'saved by a defective version in a wrong way; a rollback does not mend them',
    },
    unreadableWrites: {
      label: 'Unreadable writes',
      meaning: 'saved in a new format, and left behind when the version that reads it was rolled back',
    },
    rolledBack: {
      label: 'Changes rolled back',
      meaning: 'share of the changes of a run that were taken back',
    },
    logins: {
      label: 'Logins',
      meaning: 'users who logged in again because their session was in a region they no longer reach',
    },
    runbookTime: {
      label: 'Time of a runbook',
      meaning: 'from its beginning until it is done, has failed or is called off',
    },
    peopleWait: {
      label: 'Waiting for people',
      meaning: 'time that steps of runbooks wait until somebody answers, or is free',
    },
    serviceWait: {
      label: 'Waiting for services',
      meaning: 'time that steps of runbooks wait for a service or a credential that is not there',
    },
    runbooksFailed: {
      label: 'Runbooks that failed',
      meaning: 'share of the runbooks begun in which a step failed that nothing stood in for',
    },
    runbooksCalledOff: {
      label: 'Runbooks called off',
      meaning: 'share of the runbooks begun that were given up, for what they fled was back',
    },
    wrongCalls: {
      label: 'Wrong calls',
      meaning: 'share of the decisions to fail over or to wait that were the wrong ones',
    },
    untold: {
      label: 'Time untold',
      meaning: 'from the beginning of a runbook until customers are told',
    },
    mixedVersions: {
      label: 'Time with mixed versions',
      meaning: 'time in which customers met more than one version of the service',
    },
    newVersionShare: {
      label: 'New version while mixed',
      meaning: 'share of the requests of that time that met the new version',
    },
    acknowledged: {
      label: 'Acknowledged writes',
      meaning: 'writes that a customer was told are saved',
    },
    surviving: {
      label: 'Surviving writes',
      meaning: 'acknowledged writes that are in the data at the end',
    },
    merged: {
      label: 'Merged writes',
      meaning: 'writes of both sides of a split that were brought together',
    },
    diverged: {
      label: 'Diverged writes',
      meaning: 'writes on which copies differ and nothing will repair it',
    },
    pending: {
      label: 'Pending writes',
      meaning: 'writes that wait for a person to decide, or that nobody has examined yet',
    },
    failedRequests: {
      label: 'Failed requests',
      meaning: 'requests that were refused, lost or left without an answer',
    },
    incidents: { label: 'Incidents', meaning: 'how often service fell below its threshold or data was lost' },
    faultsAtOnce: { label: 'Faults at once', meaning: 'the most faults that were in force at the same time' },
    relapses: { label: 'Relapses', meaning: 'how often service fell again before an incident was over' },
    cutover: {
      label: 'Cut-over',
      meaning: 'from the change of the DNS record until this client no longer goes to the old address',
    },
    moved50: {
      label: 'Half moved',
      meaning: 'from the first change of the answer until half of the clients act on it',
    },
    moved95: {
      label: '95 % moved',
      meaning: 'from the first change of the answer until 95 % of the clients act on it',
    },
    moved99: {
      label: '99 % moved',
      meaning: 'from the first change of the answer until 99 % of the clients act on it',
    },
    catchmentShift: {
      label: 'Catchment shift',
      meaning:
        'largest share of the clients that a change of routes took away from a region that still answered',
    },
    staleShare: {
      label: 'Stale share',
      meaning: 'share of the requests, while some region does not answer, that still go to such a region',
    },
    clientOutage: {
      label: 'Outage of one client',
      meaning: 'from the start of the fault until this client is answered by another region',
    },
    staleness: {
      label: 'Staleness',
      meaning: 'how far behind the freshest standby was when a fault stopped the primary',
    },
    newestSurvivingAge: {
      label: 'Age of the newest surviving write',
      meaning: 'how long before the fault it was saved',
    },
    readLatency: { label: 'Read latency', meaning: 'from the start of a read until its quorum has answered' },
    staleRead: {
      label: 'Stale reads',
      meaning: 'share of reads that miss a write which was acknowledged before they began',
    },
    visibility: {
      label: 'Time to visibility',
      meaning: 'from the acknowledgement of a write until a read of its key sees it',
    },
    staleAge: {
      label: 'Age of what stale reads miss',
      meaning: 'how long ago the oldest write was made that a stale read misses',
    },
    staleReadsBefore: {
      label: 'Stale reads before',
      meaning: 'share of reads that miss a write which a customer was told is saved, before the first fault',
    },
    staleReadsDuring: {
      label: 'Stale reads during',
      meaning:
        'share of reads that miss a write which a customer was told is saved, while a fault or its incident lasts',
    },
    staleReadsAfter: {
      label: 'Stale reads after',
      meaning: 'share of reads that miss a write which a customer was told is saved, after the fault',
    },
    ownWritesMissedBefore: {
      label: 'Own writes missed before',
      meaning:
        'share of writes that the customer who made them does not see when reading again, before the first fault',
    },
    ownWritesMissedDuring: {
      label: 'Own writes missed during',
      meaning:
        'share of writes that the customer who made them does not see when reading again, while a fault or its incident lasts',
    },
    ownWritesMissedAfter: {
      label: 'Own writes missed after',
      meaning:
        'share of writes that the customer who made them does not see when reading again, after the fault',
    },
    backwardReadsBefore: {
      label: 'Reads back in time before',
      meaning:
        'share of reads after which the same customer, reading again, sees an older state, before the first fault',
    },
    backwardReadsDuring: {
      label: 'Reads back in time during',
      meaning:
        'share of reads after which the same customer, reading again, sees an older state, while a fault or its incident lasts',
    },
    backwardReadsAfter: {
      label: 'Reads back in time after',
      meaning:
        'share of reads after which the same customer, reading again, sees an older state, after the fault',
    },
    commitLatency: { label: 'Commit latency', meaning: 'from the start of a write until it is acknowledged' },
    unreplicated: {
      label: 'Acknowledged alone',
      meaning: 'writes acknowledged before any standby had them, though the mode asks for one',
    },
    unreplicatedWrites: {
      label: 'Acknowledged without standbys',
      meaning: 'writes acknowledged although the standbys they wait for did not answer',
    },
    commitWait: {
      label: 'Commits waiting',
      meaning: 'time that writes waited for standbys that did not answer, all writes together',
    },
    missingObjects: {
      label: 'Rows without their objects',
      meaning: 'rows that survived a failover, and point to objects that did not arrive in time',
    },
    restoreTime: {
      label: 'Time to restore',
      meaning: 'from the beginning of a restore until the store serves again what was restored',
    },
    restorePointAge: {
      label: 'Age of the restore point',
      meaning: 'how long before the fault the state was taken that was restored',
    },
    restoreAttempts: { label: 'Backups tried', meaning: 'until one was good' },
    wastedRestore: {
      label: 'Time wasted on bad backups',
      meaning: 'restores that ended with a backup which turned out to be bad',
    },
    noGoodBackup: {
      label: 'No good backup',
      meaning: 'share of the runs in which nothing could be restored',
    },
    stoppedBackups: {
      label: 'Backups had stopped in silence',
      meaning: 'share of the runs in which a job had stopped before the fault, and nobody knew',
    },
    apart: {
      label: 'Time apart',
      meaning: 'time in which some writers did not see what others wrote',
    },
    divergence: {
      label: 'Until all copies agree',
      meaning: 'from the cut until every copy holds the same again, repairs by people included',
    },
    repair: { label: 'Work by hand', meaning: 'time that people need to settle the keys in conflict' },
    keysInConflict: { label: 'Keys in conflict', meaning: 'keys that more than one side wrote while apart' },
    divergedKeys: { label: 'Keys left different', meaning: 'keys whose copies differ for good' },
    conflictPairs: {
      label: 'Pairs of concurrent writes',
      meaning: 'writes of different writers to one key that had not seen each other, counted in pairs',
    },
    siblings: { label: 'Siblings', meaning: 'versions kept side by side for a reader to resolve' },
    losingWrites: {
      label: 'All writes behind losing versions',
      meaning: 'every update that went into a version that did not win',
    },
    losingVersions: {
      label: 'Losing final versions',
      meaning: 'the last version of a key on each side that did not win',
    },
    supersededWrites: {
      label: 'Every superseded write',
      meaning: 'writes made while apart that any later write to their key replaced; no loss by itself',
    },
    twoWriters: {
      label: 'Two writers',
      meaning: 'time in which two primaries of the same data acknowledged writes',
    },
    isolatedWrites: {
      label: 'Writes taken in isolation',
      meaning: 'writes that a primary acknowledged while cut off from those who say who is primary',
    },
    catchUp: {
      label: 'Catching up',
      meaning: 'from the heal of a cut link until the standby has everything again',
    },
  }),
);

/** The phases of a recovery in the order in which they pass. */
export const phaseGlosses: Record<PhaseName, Gloss & { doing: string }> = {
  detect: { label: 'Detect', doing: 'detecting', meaning: 'until health checks, a lease or people notice' },
  decide: { label: 'Decide', doing: 'deciding', meaning: 'until a person or a rule decides to act' },
  act: {
    label: 'Act',
    doing: 'acting',
    meaning: 'doing it: fencing, promoting, scaling, restoring, and other steps of runbooks',
  },
  propagate: {
    label: 'Propagate',
    doing: 'propagating the change',
    meaning: 'until clients learn of it: record change, caches, connections',
  },
  absorb: { label: 'Absorb', doing: 'absorbing the load', meaning: 'backlog, warm-up, overload' },
  rideOut: {
    label: 'Ride out',
    doing: 'riding out the fault',
    meaning: 'waiting for the fault to end: nothing else brought recovery',
  },
};

export const verdictWords: Record<Verdict, { mark: string; word: string }> = {
  met: { mark: '\u2713', word: 'met' },
  missed: { mark: '\u2717', word: 'missed' },
  unknown: { mark: '?', word: 'unknown' },
};

export const comparisonMarks: Record<ComparisonVerdict, string> = {
  better: '\u2713',
  worse: '\u2717',
  'not distinguishable': '\u2248',
};

/** Words that every report leans on. */
export const terms: Gloss[] = [
  { label: 'run', meaning: 'one simulation of the scenario, from start to horizon, with its own luck' },
  { label: 'p50, p95, p99', meaning: '50, 95 or 99 of 100 runs are at or below this value' },
  {
    label: 'interval',
    meaning: 'in brackets: where the true value lies, at the stated confidence, given this number of runs',
  },
  {
    label: 'over, at least',
    meaning: 'some runs had not recovered when the simulated time was up, so only a lower bound is known',
  },
];

/** Figures that say most; the others are details. */
export const mainFigures: ReadonlySet<string> = new Set([
  'rto',
  'rpo',
  'writesLost',
  'downtime',
  'requestAvailability',
]);

/** Figures of runs of a year or longer that a reader looks for after those. */
export const yearFigures: readonly string[] = [
  'downtimePerYear',
  'incidentsPerYear',
  'yearsWithLoss',
  'writesLostPerYear',
  'worstWritesLost',
];

/** The gloss of a figure, qualified or not: `rto`, `rto of europe`; a name that is not known stands for itself. */
export function figureGloss(name: string): Gloss {
  const [, figure = name, of = ''] = /^([^ ]+)( of .+)$/s.exec(name) ?? [];
  const gloss = figureGlosses.get(figure);
  return gloss === undefined ? { label: name, meaning: '' } : { ...gloss, label: `${gloss.label}${of}` };
}

/** The names among `names` in reading order, unknown ones last in the order given. */
export function inReadingOrder(names: readonly string[]): string[] {
  const known = [...figureGlosses.keys()].filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !figureGlosses.has(name))];
}
