import type { Micros } from '../kernel/index.js';
import type { DataRecord } from './data/record.js';
import type { RestoreRecord } from './data/restore/record.js';
import type { FailoverRecord } from './recovery/failover-record.js';
import type { RunbookRecord } from './recovery/record.js';
import type { DeploymentRecord } from './traffic/deployments/record.js';
import type { TrafficRecord } from './traffic/record.js';

export type * from './data/record.js';
export { writeClasses } from './data/record.js';
export type * from './data/restore/record.js';
export type * from './recovery/failover-record.js';
export type * from './traffic/deployments/record.js';
export type * from './traffic/record.js';

export interface FaultBegan {
  type: 'fault-began';
  at: Micros;
  fault: string;
  kind: string;
  on: string;
}
export interface FaultEnded {
  type: 'fault-ended';
  at: Micros;
  fault: string;
  kind: string;
  on: string;
}
/** The run begins at this time of the day (microseconds) by the clock of a population. */
export interface ClockRead {
  type: 'clock-read';
  at: Micros;
  timeOfDay: Micros;
  clockOf: string;
}

export type TraceRecord =
  | FaultBegan
  | FaultEnded
  | ClockRead
  | TrafficRecord
  | DeploymentRecord
  | DataRecord
  | RestoreRecord
  | FailoverRecord
  | RunbookRecord;
