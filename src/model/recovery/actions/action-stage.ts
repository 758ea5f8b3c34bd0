import type { Simulation, Trace } from '../../../kernel/index.js';
import type { Congestion } from '../../congestion.js';
import type { Server, Writer } from '../../data/copy.js';
import type { Restorer } from '../../data/restore/restorer.js';
import type { SinglePrimary } from '../../data/single-primary.js';
import type { Network } from '../../network.js';
import type { Path } from '../../path.js';
import type { Draws } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { Shortages } from '../../traffic/capacity/shortages.js';
import type { NameService } from '../../traffic/name-service.js';
import { Promotion } from '../promotion.js';
import type { Flight } from '../runbook/trigger.js';
import type { StandbyRegion } from '../standby-region.js';

/** What the steps of runbooks act on in one run. */
export interface ActionStage {
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly network: Network;
  readonly draws: Draws;
  readonly names: NameService;
  readonly congestion: Congestion | undefined;
  readonly shortages: Shortages;
  /** Regions that stand by, by name; those that are ready all the time are not there. */
  readonly standbys: ReadonlyMap<string, StandbyRegion>;
  shardsOf(store: string): readonly SinglePrimary[];
  restorersOf(store: string): readonly Restorer[];
  /** Whether a step of its own points the store's name at a new primary; else a promotion does. */
  hasRecordStep(store: string): boolean;
  /** Whatever watches the primary is told that another is promoted over it. */
  supersede(shard: SinglePrimary, old: Writer): void;
  onChange(path: Path): void;
}

/** The shards of a store that are to be taken away from where their primaries are. */
export function shardsThatFlee(
  store: string,
  flight: Flight | undefined,
  { shardsOf }: ActionStage,
): SinglePrimary[] {
  return shardsOf(store).filter((shard) => !flight || flight(shard));
}

/** How a runbook promotes in a shard: a given site, or whichever lacks least of those that are not cut off from the world. */
export function promotionIn(shard: SinglePrimary, to: number | undefined, stage: ActionStage): Promotion {
  const { network } = stage;
  const sees = (site: number) => !network.isIsolated(site);
  return new Promotion(network, shard, () => ({
    sees: (site) => sees(site) && (to === undefined || site === to),
    choose: (): Server | undefined => undefined,
    supersede: (old) => stage.supersede(shard, old),
  }));
}
