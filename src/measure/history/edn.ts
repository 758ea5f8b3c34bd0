import type { MicroOperation, Operation } from './operation.js';

/**
 * A history in EDN (github.com/edn-format/edn), one map a line, as Jepsen, Elle and elle-cli read it: types, functions and the
 * heads of micro-operations are keywords.
 */
export function historyEdn(operations: Iterable<Operation>): string {
  const lines: string[] = [];
  for (const operation of operations) lines.push(`${map(operation)}\n`);
  return lines.join('');
}

function map({ index, time, type, process, f, value, population, region }: Operation): string {
  const who = typeof process === 'number' ? `${process}` : `:${process}`;
  const entries = [
    `:index ${index}`,
    `:time ${time}`,
    `:type :${type}`,
    `:process ${who}`,
    `:f :${f}`,
    `:value ${form(value)}`,
  ];
  if (population !== undefined) entries.push(`:population ${text(population)}`);
  if (region !== undefined) entries.push(`:region ${text(region)}`);
  return `{${entries.join(', ')}}`;
}

type Value = Operation['value'] | MicroOperation;

function form(value: Value): string {
  if (value === null) return 'nil';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return text(value);
  const [head, ...rest] = value;
  // A micro-operation is the only list that begins with a word.
  if (typeof head === 'string') return `[:${head} ${rest.map((one) => form(one as Value)).join(' ')}]`;
  return `[${value.map((one) => form(one as Value)).join(' ')}]`;
}

/** A text in EDN is written as in JSON. */
function text(value: string): string {
  return JSON.stringify(value);
}
