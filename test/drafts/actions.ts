import type { Part, Store } from './cast.js';
import type { Choices } from './choices.js';

export type Action = NonNullable<Part<'runbooks'>[string]['steps'][number]['does']>;

/** What steps of runbooks can be done to. */
export interface Subjects {
  readonly regions: readonly string[];
  /** Regions whose servers are counted. */
  readonly scaled: readonly string[];
  readonly data: Readonly<Record<string, Store>>;
  /** Stores that something else fails over. */
  readonly taken: readonly string[];
}

/** Everything that a step may do, planned or in flight. */
export function actionsOn(
  pick: Choices,
  { regions, scaled, data, taken }: Subjects,
  planned: boolean,
): Action[] {
  const stores = Object.keys(data);
  const movable = stores.filter((name) => copiesOf(data[name]!).length > 1);
  const shipping = movable.filter((name) => !shipsInSteps(data[name]!));
  const open = movable.filter((name) => !taken.includes(name));
  const restorable = stores.filter((name) => Object.keys(data[name]!.backups ?? {}).length > 0);
  const to = (name: string) => pick.one(copiesOf(data[name]!));
  return [
    ...(planned ? [] : open.flatMap((store) => flights(store, pick.oneIn(3) ? { to: to(store) } : {}))),
    ...open.map((store) => ({ record: store })),
    ...movable.map((store) => ({ readOnly: store })),
    ...shipping.flatMap((store) => [{ switchover: store, to: to(store) }, { failback: store }]),
    ...restorable.map((store) => ({ restore: store })),
    ...regions.flatMap((region) => [{ leave: region }, { return: region }]),
    ...scaled.map((region) => ({ scale: region, to: `${pick.whole(50, 400)}%` })),
    { announce: 'customers' },
    { ttl: pick.seconds(1, 300) },
  ];
}

/** Promotions more often than the rest. */
function flights(store: string, to: { to?: string }): Action[] {
  const promotion = { promote: store, ...to };
  return [promotion, promotion, { fence: store }];
}

/** Sites of a store that can have its primary. */
export function copiesOf({ primary, standbys = [], homes = [] }: Store): string[] {
  return primary === undefined ? [...homes] : [primary, ...standbys];
}

function shipsInSteps({ replication }: Store): boolean {
  return replication?.every !== undefined || replication?.archive !== undefined;
}
