import type { faultKinds } from '../../src/scenario/faults.js';
import type { QuantityInput } from '../../src/scenario/quantity.js';
import type { Scenario } from '../../src/scenario/schema.js';

export type Part<K extends keyof Scenario> = NonNullable<Scenario[K]>;

export type Client = Part<'clients'>[string];

export type Store = Part<'data'>[string];

export type Replication = NonNullable<Store['replication']>;

export type Step = NonNullable<Scenario['failover']>[string][number];

export type Fault = Part<'faults'>[number];

export type Quantity = QuantityInput;

export type Region = Part<'regions'>[string];

/** The names that a random scenario has declared so far. */
export interface Cast {
  readonly regions: readonly string[];
  readonly sitesOf: Readonly<Record<string, readonly string[]>>;
  /** Minutes. */
  readonly horizon: number;
  readonly limits: Limits;
}

/** What random scenarios are kept to, for promises that hold only there. */
export interface Limits {
  /** How a store of so many copies ships; absent = in any way. */
  readonly replication?: (copies: number) => Replication;
  /** Kinds of faults; absent = all of them. */
  readonly faults?: readonly (typeof faultKinds)[number][];
  /** Whether stores of three copies and more check epochs; absent = some do. */
  readonly epochs?: boolean;
  /** How failovers detect; absent = in any way. */
  readonly detect?: 'lease';
  /** Whether they have backups, runbooks and what these lean on; absent = half of them do. */
  readonly recovery?: boolean;
  /** Kinds of actions that no step of a runbook does. */
  readonly without?: readonly string[];
}

export const places = [
  'aws/us-east-1',
  'aws/us-west-2',
  'aws/eu-west-1',
  'aws/eu-central-1',
  'aws/ap-southeast-2',
  'gcp/us-central1',
  'city/london',
];

/** The stores, and what is done when they fail. */
export interface Drafted {
  readonly data: Record<string, Store>;
  readonly failover: Record<string, Step[]>;
}
