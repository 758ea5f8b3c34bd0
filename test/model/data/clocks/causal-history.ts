import fc from 'fast-check';

/** What happens at one node: something of its own, or the arrival of what an earlier event sent. */
export interface Happening {
  readonly node: number;
  /** Index of the event whose message arrives, if it is an arrival. */
  readonly from?: number;
}

/** Some events at some nodes; a message may arrive late, twice, or never. */
export function happenings(nodes: number, length: number): fc.Arbitrary<readonly Happening[]> {
  const drawn = fc.record({ node: fc.nat({ max: nodes - 1 }), from: fc.option(fc.nat({ max: length })) });
  return fc.array(drawn, { maxLength: length, size: 'max' }).map((events) =>
    events.map(({ node, from }, index) => {
      // An arrival of what was not yet sent, or comes from the node itself, is an event of its own.
      const sent = from !== null && from < index && events[from]!.node !== node;
      return sent ? { node, from } : { node };
    }),
  );
}

/** For each event the events that happened before it (Lamport 1978), as their indices, and itself. */
export function pasts(events: readonly Happening[]): ReadonlySet<number>[] {
  const all: Set<number>[] = [];
  events.forEach(({ node, from }, index) => {
    const previous = events.findLastIndex((event, i) => i < index && event.node === node);
    all.push(new Set([...(all[previous] ?? []), ...(from === undefined ? [] : all[from]!), index]));
  });
  return all;
}
