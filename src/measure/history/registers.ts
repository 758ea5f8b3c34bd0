import type { MicroOperation, Operation } from './operation.js';

/**
 * The histories of the single registers of an `rw-register` history, by key, for {@link checkRegister}: linearizability is local,
 * a history has it if that of each register does (Herlihy and Wing 1990).
 *
 * @throws TypeError if a transaction is not one read or one write of a register.
 */
export function registersOf(history: Iterable<Operation>): Map<number, Operation[]> {
  const registers = new Map<number, Operation[]>();
  for (const operation of history) {
    if (operation.process === 'nemesis') continue;
    const [f, key, value] = onlyStep(operation);
    const register = registers.get(key) ?? [];
    registers.set(key, register);
    register.push({ ...operation, f: f === 'w' ? 'write' : 'read', value });
  }
  return registers;
}

function onlyStep({ index, value }: Operation): Exclude<MicroOperation, readonly ['append', ...unknown[]]> {
  const step = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : undefined;
  if (Array.isArray(step) && (step[0] === 'w' || step[0] === 'r')) return step as ['w', number, number];
  throw new TypeError(`operation ${index} is not one read or one write of a register`);
}
