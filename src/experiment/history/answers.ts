import type { Stream } from '../../kernel/index.js';
import type { WriteClass } from '../../model/trace.js';
import type { Form, KeyedWrite } from './forms.js';
import type { Request } from './inflow.js';
import type { Exchange } from './operations.js';
import type { Read, Reader } from './reader.js';
import { View } from './view.js';
import type { Write } from './writes.js';

/** A write that somebody asked for. */
export interface AskedWrite extends KeyedWrite {
  readonly shard: string;
  readonly request: Request;
  /** Absent when nobody acknowledged it. */
  readonly write: Write | undefined;
}

interface Acknowledged extends AskedWrite {
  readonly write: Write;
}

/** Classes of writes that a reader finds when all is quiet. */
const kept: ReadonlySet<WriteClass> = new Set(['surviving', 'merged']);

/** What those who read are answered. */
export class Answers {
  private readonly acknowledged: readonly Acknowledged[];
  /** In order of time; every key that somebody wrote to. */
  private readonly byKey: ReadonlyMap<number, Acknowledged[]>;

  private readonly keysOf: Readonly<Record<string, number[]>>;

  constructor(
    private readonly form: Form,
    asked: readonly AskedWrite[],
    private readonly shards: readonly string[],
  ) {
    this.acknowledged = asked.filter((one): one is Acknowledged => one.write !== undefined);
    this.byKey = new Map(asked.map(({ key }) => [key, []]));
    for (const one of this.acknowledged) this.byKey.get(one.key)!.push(one);
    this.keysOf = Object.fromEntries(shards.map((shard) => [shard, []]));
    for (const [key, shard] of new Map(asked.map((one) => [one.key, one.shard])))
      this.keysOf[shard]!.push(key);
  }

  /** When the run is over and all is quiet, somebody reads everything. */
  final(reader: Request): Exchange[] {
    const left = (writes: readonly Acknowledged[]) => writes.filter(({ write }) => kept.has(write.class));
    if (this.form.read.whole) return [this.answer(reader, 0, left(this.acknowledged))];
    const keys = [...this.byKey].sort(([a], [b]) => a - b);
    return keys.map(([key, writes]) => this.answer(reader, key, left(writes)));
  }

  /** Reads of the run find what the copy that serves them has. */
  sampled({ reads, takenOver }: Reader, stream: Stream): Exchange[] {
    const view = new View(takenOver, stream);
    return reads.map((read) => {
      const [key, shards, writes] = this.form.read.whole
        ? [0, this.shards, this.acknowledged]
        : this.drawKey(read, stream);
      if (shards.some((shard) => read.seen[shard] === undefined)) return this.refuse(read, key);
      const finds = Object.fromEntries(shards.map((shard) => [shard, view.of(read, shard)]));
      const found = writes.filter(({ shard, write }) => finds[shard]!(write));
      return this.answer(read, key, found);
    });
  }

  private drawKey({ shard }: Read, stream: Stream): [number, readonly string[], readonly Acknowledged[]] {
    const keys = this.keysOf[shard]!;
    const key = keys[Math.floor(stream.next() * keys.length)] ?? 0;
    return [key, [shard], this.byKey.get(key) ?? []];
  }

  private answer({ at, population, region }: Request, key: number, found: readonly KeyedWrite[]): Exchange {
    const { f, ask, find } = this.form.read;
    return { at, until: at, population, region, f, asked: ask(key), end: 'ok', answer: find(key, found) };
  }

  /** A read that nobody answers changes nothing, whatever became of it. */
  private refuse({ at, population, region }: Request, key: number): Exchange {
    const { f, ask } = this.form.read;
    return { at, until: at, population, region, f, asked: ask(key), end: 'fail', answer: ask(key) };
  }
}
