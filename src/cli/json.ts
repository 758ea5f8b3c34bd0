/** Documents as JSON text. */
import type { Comparison, RareResult, Result } from '../index.js';

/** Letters that are handed over at a time. */
const portion = 65_536;

/**
 * The text of a document in parts, none of them long: a million runs make more text than one string holds. Lists and maps of plain
 * values stand in one line. A summary leaves out the values of single runs and the bands over time.
 */
export function* jsonText(
  document: Result | Comparison | RareResult,
  kind: 'full' | 'summary',
): Generator<string> {
  let text = '';
  for (const part of partsOf(kind === 'full' ? document : summaryOf(document), '')) {
    text += part;
    if (text.length < portion) continue;
    yield text;
    text = '';
  }
  yield `${text}\n`;
}

function summaryOf(document: Result | Comparison | RareResult): Result | Comparison | RareResult {
  // Weighed runs come without the values of each.
  if ('events' in document) return document;
  if (!('first' in document)) return withoutRuns(document);
  const { first, second, others } = document;
  return {
    ...document,
    first: withoutRuns(first),
    second: withoutRuns(second),
    ...(others
      ? { others: others.map(({ design, figures }) => ({ design: withoutRuns(design), figures })) }
      : {}),
  };
}

function withoutRuns({ columns: _columns, overTime: _overTime, ...summary }: Result): Result {
  return summary;
}

function* partsOf(value: unknown, indent: string): Generator<string> {
  if (!isNested(value)) yield JSON.stringify(value);
  else if (Array.isArray(value)) yield* itemsOf('[]', value.entries(), value.some(isNested), indent);
  else {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const spread = entries.some(([, item]) => isNested(item));
    yield* itemsOf('{}', entries, spread, indent);
  }
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The items between brackets: an item a line where they are spread, else all in one. */
function* itemsOf(
  brackets: '[]' | '{}',
  items: Iterable<[string | number, unknown]>,
  spread: boolean,
  indent: string,
): Generator<string> {
  const inner = `${indent}  `;
  const start = spread ? `\n${inner}` : '';
  let separator = brackets[0]! + start;
  let empty = true;
  for (const [key, item] of items) {
    yield typeof key === 'string' ? `${separator}${JSON.stringify(key)}: ` : separator;
    yield* partsOf(item, inner);
    separator = spread ? `,${start}` : ', ';
    empty = false;
  }
  yield (empty ? brackets[0]! : spread ? `\n${indent}` : '') + brackets[1]!;
}
