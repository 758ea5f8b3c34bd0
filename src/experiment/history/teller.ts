import { drawPoisson, type RunStreams, type Stream } from '../../kernel/index.js';
import type { Operation } from '../../measure/history/operation.js';
import type { Blueprint } from '../blueprint.js';
import { Answers, type AskedWrite } from './answers.js';
import { type DealtWrite, dealKeys } from './deal.js';
import { Extremes } from './extremes.js';
import { Flows } from './flows.js';
import type { Form } from './forms.js';
import { HistoryError } from './history-error.js';
import type { Inflow } from './inflow.js';
import { assignLateFates } from './late-fates.js';
import { type Exchange, listOperations } from './operations.js';
import type { Reader } from './reader.js';
import type { Recording } from './recording.js';
import { drawWrites } from './writes.js';

/** Operations of a history at most: some 50 MB of text. */
const mostOperations = 200_000;

/** Elements in all that reads of a whole set may return. */
const mostElements = 10_000_000;

/** On average, a key has as many writes: so that a list is short, and most keys see more than one write. */
const writesPerKey = 20;

/** What a history is made of. */
export interface Material {
  readonly blueprint: Blueprint;
  readonly store: string;
  readonly horizon: number;
  readonly recording: Recording;
  readonly reader: Reader | undefined;
  /** Of the run; those that a history opens are its own. */
  readonly streams: RunStreams;
}

/** Draws the single requests of a run, given its records, and says them as operations. */
export class Teller {
  private readonly flows: Flows;

  constructor(private readonly material: Material) {
    const { blueprint, store, recording, horizon } = material;
    this.flows = new Flows(blueprint, store, recording, horizon);
  }

  /** Throws HistoryError when the operations would be too many. */
  tell(form: Form, keys: number | undefined): Operation[] {
    const { blueprint, recording, reader, horizon } = this.material;
    const asked = this.drawAsked(form, keys);
    const written = asked.map(({ request, write, ...keyed }): Exchange => {
      const value = form.write.say(keyed);
      const until = write?.acknowledgedAt ?? request.at;
      return { ...request, until, f: form.write.f, asked: value, end: write ? 'ok' : 'info', answer: value };
    });
    const answers = new Answers(form, asked, this.flows.shards);
    const read = reader ? answers.sampled(reader, this.open('reads')) : [];
    const last = answers.final({ at: horizon, population: 0, region: this.flows.lastRegionOf(0) });
    return listOperations([...written, ...read, ...last], recording.faults, {
      populations: blueprint.populations.map(({ options }) => options.name),
      regions: blueprint.sites.regionNames,
    });
  }

  /** All writes in order of time, each with its value and the key that it goes to. */
  private drawAsked(form: Form, keys: number | undefined): AskedWrite[] {
    const { shards } = this.flows;
    const refused = shards.map((shard) => this.countRefused(shard));
    const count = this.countAcknowledged() + refused.reduce((total, one) => total + one.count, 0);
    const spread = keys ?? Math.max(1, Math.ceil(count / writesPerKey / shards.length));
    this.checkLength(form, count, spread * shards.length + this.countDecidedKeys());
    const stream = this.open('keys');
    const all = shards.flatMap((shard, index) => {
      const { inflow, count: unheard } = refused[index]!;
      const requests = inflow.draw(unheard, 0, this.material.horizon, this.open(`refused by ${shard}`));
      return [
        ...this.drawAcknowledged(shard).map((write) => ({ index, shard, request: write, write })),
        ...requests.map((request) => ({ index, shard, request, write: undefined })),
      ];
    });
    return all
      .sort((a, b) => a.request.at - b.request.at)
      .map(({ index, ...one }, value): AskedWrite => {
        const known = one.write?.key;
        const number = known === undefined ? Math.floor(stream.next() * spread) : spread + known;
        // Keys of one shard are not those of another.
        return { ...one, value, key: number * shards.length + index };
      });
  }

  private countAcknowledged(): number {
    return this.material.recording.timelines.reduce((total, { spans, scattered, rest }) => {
      return total + rest + [...spans, ...scattered].reduce((sum, { count }) => sum + count, 0);
    }, 0);
  }

  private countDecidedKeys(): number {
    const groups = this.material.recording.decided.flatMap((one) => one.groups);
    return groups.reduce((total, { keys }) => total + keys, 0);
  }

  private countRefused(shard: string): { inflow: Inflow; count: number } {
    const inflow = this.flows.refusedBy(shard);
    const mass = inflow.mass(0, this.material.horizon);
    return { inflow, count: drawPoisson(mass, this.open(`number refused by ${shard}`)) };
  }

  private drawAcknowledged(shard: string): DealtWrite[] {
    const { recording } = this.material;
    const own = <T extends { shard: string }>(records: readonly T[]) =>
      records.filter((one) => one.shard === shard);
    const [timelines, classified] = [own(recording.timelines), own(recording.classified)];
    const extremes = new Extremes(classified);
    const reconciled = own(recording.reconciled).map(({ at }) => at);
    const writes = timelines.flatMap((closed) => {
      const stream = this.open(`timeline ${closed.timeline}`);
      const inflow = this.flows.acknowledgedOn(closed);
      return drawWrites(closed, { extremes, reconciled, inflow, stream });
    });
    const dealt = dealKeys(writes, own(recording.decided), timelines);
    return assignLateFates(dealt, classified, this.open(`late fates of ${shard}`));
  }

  private checkLength(form: Form, writes: number, keys: number): void {
    const reads = this.material.reader?.reads.length ?? 0;
    const count = writes + reads + (form.read.whole ? 1 : keys);
    if (count > mostOperations) {
      throw new HistoryError(
        `the history would have ${count} operations, more than ${mostOperations}; ` +
          'give the scenario a shorter horizon or fewer requests, such as --set horizon=10m',
      );
    }
    if (form.read.whole && reads * writes > mostElements) {
      throw new HistoryError(
        `${reads} reads of a set of up to ${writes} elements are more than a file should hold; ` +
          'ask for fewer reads, or for lists, which are read one by one',
      );
    }
  }

  private open(purpose: string): Stream {
    return this.material.streams.open(`history of ${this.material.store}: ${purpose}`);
  }
}
