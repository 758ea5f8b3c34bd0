import { drawPoisson, type RunStreams, type Stream } from '../../kernel/index.js';
import type { Operation } from '../../measure/history/operation.js';
import type { WriteClass } from '../../model/trace.js';
import type { Spec } from '../../scenario/schema.js';
import { type Blueprint, draw } from '../blueprint.js';
import { Flows } from './flows.js';
import type { Form, KeyedWrite } from './forms.js';
import { HistoryError } from './history-error.js';
import type { Inflow, Request } from './inflow.js';
import { type Exchange, listOperations } from './operations.js';
import type { Recording } from './recording.js';
import { drawWrites, type Write } from './writes.js';

/** Operations of a history at most: some 50 MB of text. */
export const mostOperations = 200_000;

/** On average, a key has as many writes: so that a list is short, and most keys see more than one write. */
const writesPerKey = 20;

/** Classes of writes that a reader finds when all is quiet. */
const kept: ReadonlySet<WriteClass> = new Set(['surviving', 'merged']);

/** A write that somebody asked for, acknowledged or not. */
interface Asked extends Request, KeyedWrite {
  /** Absent when nobody acknowledged it. */
  readonly class?: WriteClass;
}

/** Draws the single requests of a run, given its records, and says them as operations. */
export class Teller {
  private readonly blueprint: Blueprint;
  private readonly flows: Flows;
  private readonly horizon: number;

  constructor(
    spec: Spec,
    private readonly store: string,
    private readonly recording: Recording,
    private readonly streams: RunStreams,
  ) {
    this.blueprint = draw(spec);
    this.horizon = Math.ceil(spec.horizon);
    this.flows = new Flows(this.blueprint, store, recording, this.horizon);
  }

  /** Throws HistoryError when the operations would be too many. */
  tell(form: Form, keys: number | undefined): Operation[] {
    const asked = this.drawAsked(keys);
    const written = asked.map((one): Exchange => {
      const value = form.write.say(one);
      return { ...one, f: form.write.f, asked: value, end: one.class ? 'ok' : 'info', answer: value };
    });
    const { populations, sites } = this.blueprint;
    return listOperations([...written, ...this.finalReads(form, asked)], this.recording.faults, {
      populations: populations.map(({ options }) => options.name),
      regions: sites.regionNames,
    });
  }

  /** All writes in order of time, each with its value and the key that it goes to. */
  private drawAsked(keys: number | undefined): Asked[] {
    const { shards } = this.flows;
    const refused = shards.map((shard) => this.countRefused(shard));
    const count = this.countAcknowledged() + refused.reduce((total, one) => total + one.count, 0);
    const spread = keys ?? Math.max(1, Math.ceil(count / writesPerKey / shards.length));
    checkLength(count + spread * shards.length);
    const stream = this.open('keys');
    const all = shards.flatMap((shard, index) => {
      const { inflow, count: unheard } = refused[index]!;
      const requests = inflow.draw(unheard, 0, this.horizon, this.open(`refused by ${shard}`));
      // Keys of one shard are not those of another.
      return [...this.drawAcknowledged(shard), ...requests].map((one) => ({ ...one, shard: index }));
    });
    return all
      .sort((a, b) => a.at - b.at)
      .map(({ shard, ...one }, value) => {
        return { ...one, value, key: Math.floor(stream.next() * spread) * shards.length + shard };
      });
  }

  private countAcknowledged(): number {
    return this.recording.timelines.reduce((total, { spans, scattered, rest }) => {
      return total + rest + [...spans, ...scattered].reduce((sum, { count }) => sum + count, 0);
    }, 0);
  }

  private countRefused(shard: string): { inflow: Inflow; count: number } {
    const inflow = this.flows.refusedBy(shard);
    const mass = inflow.mass(0, this.horizon);
    return { inflow, count: drawPoisson(mass, this.open(`number refused by ${shard}`)) };
  }

  private drawAcknowledged(shard: string): Write[] {
    const { timelines, classified } = this.recording;
    const own = classified.filter((one) => one.shard === shard);
    return timelines
      .filter((one) => one.shard === shard)
      .flatMap((closed) => {
        const stream = this.open(`timeline ${closed.timeline}`);
        return drawWrites(closed, own, this.flows.committedOn(closed), stream);
      });
  }

  /** When the run is over and all is quiet, somebody reads everything. */
  private finalReads({ read }: Form, asked: readonly Asked[]): Exchange[] {
    const left = asked.filter((one) => one.class !== undefined && kept.has(one.class));
    const reader = { at: this.horizon, population: 0, region: this.flows.lastRegionOf(0) };
    const exchange = (key: number, seen: readonly Asked[]): Exchange => {
      return { ...reader, f: read.f, asked: read.ask(key), end: 'ok', answer: read.find(key, seen) };
    };
    if (read.whole) return [exchange(0, left)];
    const byKey = new Map<number, Asked[]>(asked.map(({ key }) => [key, []]));
    for (const one of left) byKey.get(one.key)!.push(one);
    return [...byKey].sort(([a], [b]) => a - b).map(([key, seen]) => exchange(key, seen));
  }

  private open(purpose: string): Stream {
    return this.streams.open(`history of ${this.store}: ${purpose}`);
  }
}

function checkLength(count: number): void {
  if (count <= mostOperations) return;
  throw new HistoryError(
    `the history would have ${count} operations, more than ${mostOperations}; ` +
      'give the scenario a shorter horizon or fewer requests, such as --set horizon=10m',
  );
}
