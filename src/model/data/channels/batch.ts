import type { Distribution, Micros, Stream } from '../../../kernel/index.js';
import type { Ending } from './channel.js';
import { TailChannel } from './channel.js';

export interface BatchOptions {
  /** From the cut of one batch to that of the next. */
  readonly every: Micros;
  /** From the cut of a batch until the standby has it; drawn for the batch asked about. */
  readonly transfer: () => Micros;
  /** The law of that time. */
  readonly transferLaw: Distribution;
  readonly stream: () => Stream;
}

/** The log ships in batches; one transfer at a time, so the period is never shorter than the transfer. */
export class BatchChannel extends TailChannel {
  /** A time at which a batch is cut. */
  private cut: Micros | undefined;
  /** As far as readers know. */
  private glimpsedCut: Micros | undefined;

  constructor(private readonly options: BatchOptions) {
    super();
  }

  /** When what was committed by now will be on the standby: with the batch that is cut next. */
  arrival(at: Micros): Micros {
    const transfer = this.options.transfer();
    const period = Math.max(this.options.every, transfer);
    this.cut ??= at - this.options.stream().next() * period;
    return at + (period - modulo(at - this.cut, period)) + transfer;
  }

  /** The cut of the last batch that has arrived, or, where what is on its way arrives, that was sent. */
  protected position(at: Micros, ending: Ending): Micros {
    const transfer = this.options.transfer();
    const period = Math.max(this.options.every, transfer);
    const until = ending === 'arrives' ? at : at - transfer;
    this.cut ??= until - this.options.stream().next() * period;
    return until - modulo(until - this.cut, period);
  }

  protected glimpsePosition(at: Micros, stream: Stream): Micros {
    const { every, transferLaw } = this.options;
    const transfer = transferLaw.quantile(stream.next());
    const period = Math.max(every, transfer);
    const until = at - transfer;
    this.glimpsedCut ??= this.cut ?? until - stream.next() * period;
    return until - modulo(until - (this.cut ?? this.glimpsedCut), period);
  }
}

function modulo(value: number, period: number): number {
  return value - Math.floor(value / period) * period;
}
