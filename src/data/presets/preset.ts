/**
 * How sure a number is: the vendor's own documentation says so; someone else, a translation or a code sample says so; nobody does, and
 * it is ours, for the reason given as its source.
 */
export type Mark = 'documented' | 'second-hand' | 'assumed';

/** One number of a preset, as a scenario would say it. */
export interface PresetValue {
  /** Where it stands below `routing`: `ttl`, `health.interval`. */
  readonly key: string;
  readonly value: string | number;
  readonly mark: Mark;
  /** Page and year, or the reason of an assumption. */
  readonly source: string;
}

/** What a vendor's mechanism does unless it is told otherwise. */
export interface Preset {
  readonly name: string;
  /** In a line. */
  readonly what: string;
  readonly values: readonly PresetValue[];
  /** Given where the vendor refuses a timeout longer than the interval, or as long: who says so. */
  readonly timeoutWithinInterval?: { readonly atMost: boolean; readonly source: string };
}

type Row = readonly [key: string, value: string | number, mark: Mark, source: string];

export function valuesOf(rows: readonly Row[]): PresetValue[] {
  return rows.map(([key, value, mark, source]) => ({ key, value, mark, source }));
}

/** The numbers of another preset with some replaced. */
export function valuesBut(values: readonly PresetValue[], rows: readonly Row[]): PresetValue[] {
  const others = valuesOf(rows);
  return values.map((one) => others.find(({ key }) => key === one.key) ?? one);
}
