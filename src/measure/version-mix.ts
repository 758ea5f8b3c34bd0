import type { Trace } from '../kernel/index.js';
import { valueAt } from '../model/curve.js';
import type { TraceRecord, VersionReached } from '../model/trace.js';

/** The share of all requests that meets a version which came during the run; seconds since the first of them did. */
export interface VersionMix {
  readonly times: Float64Array;
  /** NaN beyond the end of the run. */
  readonly share: Float64Array;
}

/** Points on the axis. */
const points = 121;

/** Keeps, in one run, which share of the requests met new versions. */
export class VersionMixFold {
  private readonly reached = new Map<string, VersionReached[]>();
  private first: number | undefined;

  constructor(trace: Trace<TraceRecord>) {
    trace.subscribe('version-reached', (record) => {
      this.first ??= record.at;
      this.reached.set(record.change, [...(this.reached.get(record.change) ?? []), record]);
    });
  }

  /** Undefined where no version ever came. Steps grow with the cube of the distance, as around an incident. */
  sample(horizon: number): VersionMix | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    const offsets = Float64Array.from({ length: points }, (_, i) => cubeOf(i / (points - 1)) * horizon);
    const share = offsets.map((offset) =>
      first + offset > horizon ? Number.NaN : this.shareAt(first + offset),
    );
    return { times: offsets.map((offset) => offset / 1e6), share };
  }

  private shareAt(at: number): number {
    let total = 0;
    for (const records of this.reached.values()) {
      const last = records.findLast((record) => record.at <= at);
      if (last) total += valueAt(last.share, at);
    }
    // Versions of several pipelines may meet the same requests.
    return Math.max(0, Math.min(1, total));
  }
}

function cubeOf(part: number): number {
  return part * part * part;
}
