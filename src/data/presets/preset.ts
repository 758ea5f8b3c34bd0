/**
 * How sure a number is: the vendor's own documentation says so; someone else, a translation or a code sample says so; it was measured,
 * by those who the source names; nobody says so, and it is ours, for the reason given as its source.
 */
export type Mark = 'documented' | 'second-hand' | 'measured' | 'assumed';

/** A value as a scenario writes it. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** One number of a preset, as a scenario would say it. */
export interface PresetValue {
  /**
   * Where it stands: of a preset of routing below `routing`, as in `health.interval`; of one of a store as `data.` and the key of the
   * store, or as `failover.` and the step.
   */
  readonly key: string;
  readonly value: Plain;
  readonly mark: Mark;
  /** Page and year, or the reason of an assumption. */
  readonly source: string;
}

interface Common {
  readonly name: string;
  /** In a line. */
  readonly what: string;
  readonly values: readonly PresetValue[];
}

/** What a vendor's health checks and name service do unless they are told otherwise. */
export interface RoutingPreset extends Common {
  readonly of: 'routing';
  /** Given where the vendor refuses a timeout longer than the interval, or as long: who says so. */
  readonly timeoutWithinInterval?: { readonly atMost: boolean; readonly source: string };
}

/** How a managed service, or a database as it comes, copies its data and fails over. */
export interface StorePreset extends Common {
  readonly of: 'store';
  readonly copies: Copies;
  /** What the service does and the model cannot say, or says otherwise. */
  readonly notModelled: readonly string[];
}

/** The copies that a service has; which sites they are is for the scenario to say. */
export interface Copies {
  /** The key of the store under which they stand. */
  readonly under: 'primary' | 'writers' | 'replicas';
  /** Copies in all: the fewest and the most. */
  readonly least: number;
  readonly most: number;
  /** Zones of one region, or regions; absent = either. */
  readonly across?: 'zones' | 'regions';
  /** A site nearby that holds the log has to be named too. */
  readonly log?: true;
  /** Why, as a page says it. */
  readonly source: string;
}

export type Preset = RoutingPreset | StorePreset;

type Row = readonly [key: string, value: Plain, mark: Mark, source: string];

export function valuesOf(rows: readonly Row[]): PresetValue[] {
  return rows.map(([key, value, mark, source]) => ({ key, value, mark, source }));
}

/** The numbers of another preset with some replaced, and some more. */
export function valuesBut(values: readonly PresetValue[], rows: readonly Row[]): PresetValue[] {
  const others = valuesOf(rows);
  const known = new Set(values.map(({ key }) => key));
  return [
    ...values.map((one) => others.find(({ key }) => key === one.key) ?? one),
    ...others.filter(({ key }) => !known.has(key)),
  ];
}

/** A value as one would write it in a line of YAML. */
export function printPlain(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(printPlain).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${printPlain(inner as Plain)}`)
    .join(', ')} }`;
}
