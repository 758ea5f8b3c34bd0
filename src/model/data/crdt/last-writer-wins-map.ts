import type { Stamp } from '../clocks/stamp.js';
import { LastWriterWinsRegister } from './last-writer-wins-register.js';

type Registers<K, V> = ReadonlyMap<K, LastWriterWinsRegister<V | undefined>>;

/**
 * Map of registers in which the last writer wins, key by key. A deleted key keeps its stamp, so that an older write cannot bring
 * it back. Never changes: each method gives a new one.
 */
export class LastWriterWinsMap<K, V> {
  private constructor(private readonly registers: Registers<K, V>) {}

  static empty<K, V>(): LastWriterWinsMap<K, V> {
    return new LastWriterWinsMap<K, V>(new Map());
  }

  get(key: K): V | undefined {
    return this.registers.get(key)?.value;
  }

  /** Stamp of the last write or deletion of a key that is known. */
  stamp(key: K): Stamp | undefined {
    return this.registers.get(key)?.stamp;
  }

  /** What is there, in no order. */
  get entries(): ReadonlyMap<K, V> {
    const there = new Map<K, V>();
    for (const [key, { value }] of this.registers) if (value !== undefined) there.set(key, value);
    return there;
  }

  set(key: K, value: V, stamp: Stamp): LastWriterWinsMap<K, V> {
    return this.with([[key, new LastWriterWinsRegister<V | undefined>(value, stamp)]]);
  }

  delete(key: K, stamp: Stamp): LastWriterWinsMap<K, V> {
    return this.with([[key, new LastWriterWinsRegister<V | undefined>(undefined, stamp)]]);
  }

  merge(other: LastWriterWinsMap<K, V>): LastWriterWinsMap<K, V> {
    return this.with(other.registers);
  }

  private with(
    others: Iterable<readonly [K, LastWriterWinsRegister<V | undefined>]>,
  ): LastWriterWinsMap<K, V> {
    const registers = new Map(this.registers);
    for (const [key, register] of others) {
      registers.set(key, registers.get(key)?.merge(register) ?? register);
    }
    return new LastWriterWinsMap(registers);
  }
}
