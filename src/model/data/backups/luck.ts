import type { RunStreams } from '../../../kernel/index.js';

/** Ordinals that share a stream. */
const blockLength = 32;

/**
 * A uniform number for each ordinal of a series (the n-th backup, the n-th verification), before the start of the run too, drawn
 * when it is first asked for. What happens to one of them thus depends on nobody having asked for others.
 */
export class Luck {
  private readonly blocks = new Map<number, Float64Array>();

  constructor(
    private readonly series: string,
    private readonly streams: RunStreams,
  ) {}

  of(ordinal: number): number {
    const block = Math.floor(ordinal / blockLength);
    let numbers = this.blocks.get(block);
    if (!numbers) {
      const stream = this.streams.open(`${this.series} ${block}`);
      numbers = Float64Array.from({ length: blockLength }, () => stream.next());
      this.blocks.set(block, numbers);
    }
    return numbers[ordinal - block * blockLength]!;
  }
}
