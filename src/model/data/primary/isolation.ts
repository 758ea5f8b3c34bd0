import type { Micros } from '../../../kernel/index.js';
import type { Writer } from '../copy.js';

interface Span {
  readonly writer: Writer;
  readonly from: Micros;
  to?: Micros;
}

/** When primaries were cut off from the majority that says who is primary, and what they acknowledged meanwhile. */
export class Isolation {
  private readonly spans: Span[] = [];

  /** From now on those of the writers are cut off for which this holds. */
  follow(now: Micros, writers: readonly Writer[], isCutOff: (writer: Writer) => boolean): void {
    for (const span of this.spans) {
      if (span.to === undefined && !(writers.includes(span.writer) && isCutOff(span.writer))) span.to = now;
    }
    for (const writer of writers) {
      const open = this.spans.some((span) => span.writer === writer && span.to === undefined);
      if (!open && isCutOff(writer)) this.spans.push({ writer, from: now });
    }
  }

  /** Counts them, when every write that has another fate has its class. */
  count(now: Micros): number {
    return this.spans.reduce((sum, { writer, from, to = now }) => sum + writer.timeline.count(from, to), 0);
  }
}
