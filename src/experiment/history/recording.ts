import type {
  Committing,
  DemandChanged,
  FaultBegan,
  FaultEnded,
  KeysDecided,
  Reconciled,
  Routed,
  TimelineClosed,
  TraceRecord,
  WritesClassified,
} from '../../model/trace.js';

/** The records of a run that the history of one store is made of. */
export class Recording {
  readonly routed: Routed[] = [];
  readonly demands: DemandChanged[] = [];
  readonly committing: Committing[] = [];
  readonly classified: WritesClassified[] = [];
  readonly timelines: TimelineClosed[] = [];
  readonly reconciled: Reconciled[] = [];
  readonly decided: KeysDecided[] = [];
  readonly faults: (FaultBegan | FaultEnded)[] = [];

  constructor(private readonly store: string) {}

  note(record: TraceRecord): void {
    if ('store' in record && record.store !== this.store) return;
    switch (record.type) {
      case 'routed':
        this.routed.push(record);
        break;
      case 'demand':
        this.demands.push(record);
        break;
      case 'committing':
        this.committing.push(record);
        break;
      case 'writes-classified':
        this.classified.push(record);
        break;
      case 'timeline-closed':
        this.timelines.push(record);
        break;
      case 'keys-decided':
        this.decided.push(record);
        break;
      case 'reconciled':
        this.reconciled.push(record);
        break;
      case 'fault-began':
      case 'fault-ended':
        this.faults.push(record);
    }
  }
}
