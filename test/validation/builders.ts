import { siteAvailability } from './availability.js';
import { recoveryPointChain, silentStops, snapshots, stoppedStream, walkingBack } from './backups.js';
import { clockError } from './clock-error.js';
import { lognormalRoundTrips, semiSync, semiSyncOutages, shiftedRoundTrips } from './commit.js';
import {
  crossingWrites,
  discardedWithSkew,
  discardedWrites,
  excessPairs,
  keysOnBothSides,
  threeRegions,
} from './conflicts.js';
import {
  falseAlarm,
  flapping,
  isolatedHolder,
  leaderLease,
  oneChecker,
  quorumOfCheckers,
} from './detection.js';
import { alwaysAsked, askedOnDemand, cachedTwice, clientOutage, redrawnLives, stretched } from './dns.js';
import type { Builder } from './experiment.js';
import { intervals } from './intervals.js';
import { catchUp, linkInBalance, lossInCatchUp } from './link.js';
import { generalService, lossSystem, manyServers, overload, retries, singleServer } from './queues.js';
import { productionFits, quorumOperation, quorumSweep } from './quorum.js';
import { allDown, copiesLost, noGoodBackup } from './rare.js';
import {
  batches,
  exponentialLag,
  filledArchive,
  fixedLag,
  lognormalLag,
  steadyArchive,
} from './replication.js';
import { criticalPath, decisionTree, escalatedStep, retriedStep } from './runbooks.js';
import { lateReplica } from './staleness.js';
import {
  activePassive,
  alternating,
  commonCause,
  firstLoss,
  longOutages,
  partOfTheRegions,
  quorumLoss,
} from './years.js';

/** The oracles that are built, by id. */
export const builders: ReadonlyMap<string, Builder> = new Map([
  ['I.D1', alwaysAsked],
  ['I.D2', askedOnDemand],
  ['I.D3', stretched],
  ['I.D4', clientOutage],
  ['I.D5', cachedTwice],
  ['I.D6', redrawnLives],
  ['I.H1', oneChecker],
  ['I.H2', quorumOfCheckers],
  ['I.H3', falseAlarm],
  ['I.H4', flapping],
  ['I.L1', leaderLease],
  ['I.R1', fixedLag],
  ['I.R2', exponentialLag],
  ['I.R3', lognormalLag],
  ['I.R4', batches],
  ['I.R5a', steadyArchive],
  ['I.R5b', filledArchive],
  ['I.R6', snapshots],
  ['I.R7', silentStops],
  ['I.C1', shiftedRoundTrips],
  ['I.C2', lognormalRoundTrips],
  ['I.C3', semiSync],
  ['I.C4', semiSyncOutages],
  ['I.Q1', linkInBalance],
  ['I.Q2', catchUp],
  ['I.Q3', lossInCatchUp],
  ['I.X1', intervals],
  ['II.C1', keysOnBothSides],
  ['II.C1z', keysOnBothSides],
  ['II.C2', discardedWrites],
  ['II.C2s', discardedWithSkew],
  ['II.C3', clockError],
  ['II.C4', crossingWrites],
  ['II.C5', threeRegions],
  ['II.C6', isolatedHolder],
  ['II.C7', excessPairs],
  ['II.S1', quorumOperation],
  ['II.S1f', quorumSweep],
  ['II.S2', productionFits],
  ['II.S3', lateReplica],
  ['II.Q1', siteAvailability],
  ['II.R4', walkingBack],
  ['II.R5', stoppedStream],
  ['II.K1', recoveryPointChain],
  ['II.U1', singleServer],
  ['II.U2', manyServers],
  ['II.U3', generalService],
  ['II.U4', overload],
  ['II.U5', retries],
  ['II.U6', lossSystem],
  ['II.R1', criticalPath],
  ['II.R2', retriedStep],
  ['II.R2c', escalatedStep],
  ['II.R3', decisionTree],
  ['II.Q2', quorumLoss],
  ['II.A1', alternating],
  ['II.A2', activePassive],
  ['II.A3', partOfTheRegions],
  ['II.A4', commonCause],
  ['II.A5', firstLoss],
  ['II.A6', longOutages],
  ['II.E1', allDown],
  ['II.E2', noGoodBackup],
  ['II.F1', copiesLost],
]);
