import type { Micros, Stream } from '../../kernel/index.js';
import type { Server, Writer } from './copy.js';
import type { Timeline } from './timeline.js';

/**
 * What a reader finds of the writes of a timeline: those that had reached the copy by a time. Of several, the first is that of the
 * copy itself, or of the primary that it follows.
 */
export interface Sight {
  readonly timeline: Timeline;
  readonly upTo: Micros;
  /** A later reader may find less: other replicas answer him. */
  readonly unsteady?: true;
  /** How long after its commit one item reaches the copy, from a uniform number; absent: at once. */
  readonly lag?: (u: number) => Micros;
}

/** What a copy has that has the timeline of a primary up to a commit time: that, and what this primary took over. */
export function lineOf(writer: Writer, upTo: Micros, lag?: (u: number) => Micros): Sight[] {
  const { timeline, ancestor } = writer;
  const own: Sight = lag ? { timeline, upTo, lag } : { timeline, upTo };
  return ancestor ? [own, ...lineOf(ancestor.writer, Math.min(upTo, ancestor.upTo))] : [own];
}

/** What a copy holds while `writer` is the primary; undefined for one that has joined no primary yet, of which nobody knows. */
export function sightOn(copy: Server, writer: Writer, now: Micros, stream: Stream): Sight[] | undefined {
  if (copy.channel && copy !== writer.copy) {
    const { upTo, lag } = copy.channel.glimpse(writer.timeline, now, stream);
    return lineOf(writer, upTo, lag);
  }
  for (let one: Writer | undefined = writer; one; one = one.ancestor?.writer) {
    if (one.copy === copy) return lineOf(one, now);
  }
  return undefined;
}
