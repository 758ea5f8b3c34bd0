import { isMap, own } from '../declaration.js';
import { parseDuration } from '../duration.js';
import { alternatives, type Finding, nearest, type Path, quote } from '../mistake.js';
import { parseShare } from '../share.js';
import { size } from '../size.js';

/**
 * Rules across keys read the scenario as it was given, before it is known to be well formed, so that they report their mistakes
 * together with those of single values. What is malformed reads as absent here: the declaration has reported it.
 */

export function mapOf(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The texts of a list with their indices. */
export function textsOf(value: unknown): [index: number, text: string][] {
  return listOf(value).flatMap((item, index) => (typeof item === 'string' ? [[index, item]] : []));
}

/** Microseconds, if it is a plain duration. */
export function durationOf(value: unknown): number | undefined {
  const reading = typeof value === 'string' ? parseDuration(value) : undefined;
  return reading !== undefined && 'value' in reading ? reading.value : undefined;
}

/** Bytes, if it is a size. */
export function sizeOf(value: unknown): number | undefined {
  const reading = typeof value === 'string' ? size.read(value) : undefined;
  return reading !== undefined && 'value' in reading ? reading.value : undefined;
}

export function shareOf(value: unknown): number | undefined {
  const reading = typeof value === 'string' ? parseShare(value) : undefined;
  return reading !== undefined && 'value' in reading ? reading.value : undefined;
}

/** The least value of a quantity as given, in microseconds; 0 where the law has none or it cannot be told. */
export function leastOf(quantity: unknown): number {
  const inner = own(quantity, 'once') ?? own(quantity, 'each') ?? quantity;
  const parts = listOf(own(inner, 'mix'));
  if (parts.length > 0) return Math.min(...parts.map((part) => leastOf(own(part, 'of'))));
  const ends = [
    inner,
    own(inner, 'min'),
    own(own(inner, 'between'), 0),
    own(own(inner, 'logBetween'), 0),
    own(own(inner, 'triangle'), 0),
    own(own(inner, 'pareto'), 'min'),
  ].map(durationOf);
  const samples = listOf(own(inner, 'samples')).map(durationOf);
  const least = ends.find((end) => end !== undefined);
  if (least !== undefined) return least;
  return samples.length === 0
    ? 0
    : samples.reduce<number>((a, b) => Math.min(a, b ?? 0), Number.POSITIVE_INFINITY);
}

/** True of a quantity that can only be zero. */
export function isZero(quantity: unknown): boolean {
  const inner = own(quantity, 'once') ?? own(quantity, 'each') ?? quantity;
  const parts = listOf(own(inner, 'mix'));
  if (parts.length > 0) return parts.every((part) => isZero(own(part, 'of')));
  const samples = listOf(own(inner, 'samples'));
  return samples.length > 0 ? samples.every((one) => durationOf(one) === 0) : durationOf(inner) === 0;
}

/** Collects what is found. */
export class Findings {
  readonly all: Finding[] = [];

  add(path: Path, message: string, expected: string, didYouMean?: string): void {
    this.all.push({ path, message, expected, ...(didYouMean !== undefined && { didYouMean }) });
  }

  /** A key that does not belong where it stands. */
  key(path: Path, message: string, expected: string, didYouMean?: string): void {
    this.all.push({
      path,
      message,
      expected,
      aboutKey: true,
      ...(didYouMean !== undefined && { didYouMean }),
    });
  }

  /** A name that nothing bears. */
  unknown(path: Path, what: string, name: string, known: readonly string[], aboutKey = false): void {
    const meant = nearest(name, known);
    const expected = known.length === 0 ? `${what} that is declared` : alternatives(known);
    if (aboutKey) this.key(path, `unknown ${what} ${quote(name)}`, expected, meant);
    else this.add(path, `unknown ${what} ${quote(name)}`, expected, meant);
  }

  /** Names that stand more than once in a list. */
  repeated(path: Path, value: unknown): void {
    const seen = new Set<string>();
    for (const [index, text] of textsOf(value)) {
      if (seen.has(text)) this.add([...path, index], `${quote(text)} stands here twice`, 'each once');
      seen.add(text);
    }
  }
}
