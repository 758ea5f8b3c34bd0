import type { Batch } from '../../src/experiment/simulate.js';
import type { TraceRecord } from '../../src/model/trace.js';

/** What a run of the fast model drew, and the twin is told: when things break, are found out and are promoted. Seconds. */
export interface Given {
  readonly horizon: number;
  readonly faults: readonly { kind: string; on: string; from: number; to: number }[];
  /** Changes of the DNS record: which region it names from then on. */
  readonly records: readonly { at: number; region: string }[];
  readonly promotions: readonly { at: number; region: string }[];
  /** Requests that fail, as the fast model expects for this very run. */
  readonly expected: number;
}

/** Simulates one run and keeps of its trace what an onlooker could note. */
export function observeRun(batch: Batch, run: number): Given {
  const horizon = batch.spec.horizon / 1e6;
  const faults: { kind: string; on: string; from: number; to: number }[] = [];
  const records: { at: number; region: string }[] = [];
  const promotions: { at: number; region: string }[] = [];
  const note = (record: TraceRecord) => {
    const at = record.at / 1e6;
    switch (record.type) {
      case 'fault-began':
        faults.push({ kind: record.kind, on: record.on, from: at, to: horizon });
        break;
      case 'fault-ended':
        faults.find(({ kind, on, to }) => kind === record.kind && on === record.on && to === horizon)!.to =
          at;
        break;
      case 'record-changed':
        records.push({ at, region: record.regions[0]! });
        break;
      case 'promoted':
        promotions.push({ at, region: record.to });
        break;
    }
  };
  const row = batch.simulate(run, note);
  const column = batch.columns.findIndex(({ name }) => name === 'failedRequests');
  return { horizon, faults, records, promotions, expected: row.values[column]! };
}
