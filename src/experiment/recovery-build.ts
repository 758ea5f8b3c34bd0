import type { RunStreams, Simulation, Trace } from '../kernel/index.js';
import type { Clock } from '../model/data/clocks/clock.js';
import type { Shard } from '../model/data/shard.js';
import { SinglePrimary } from '../model/data/single-primary.js';
import type { Network } from '../model/network.js';
import type { Path } from '../model/path.js';
import type { Draws } from '../model/quantity.js';
import { Checks } from '../model/recovery/checks.js';
import type { Detection, OnSuspect } from '../model/recovery/detection.js';
import { Elections } from '../model/recovery/elections.js';
import { Failover } from '../model/recovery/failover.js';
import { Lease } from '../model/recovery/lease.js';
import { Observers } from '../model/recovery/observers.js';
import { ProviderMonitor } from '../model/recovery/provider-monitor.js';
import type { TraceRecord } from '../model/trace.js';
import type { NameService } from '../model/traffic/name-service.js';
import type { Blueprint } from './blueprint.js';

/** What failovers and runbooks are put together from. */
export interface RecoveryParts {
  readonly blueprint: Blueprint;
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly network: Network;
  readonly names: NameService;
  readonly draws: Draws;
  readonly streams: RunStreams;
  readonly clocks: readonly Clock[];
  readonly onChange: (path?: Path) => void;
}

/** What is done about the primary of a shard; nothing where the scenario says nothing. */
export function buildFailover(parts: RecoveryParts, shard: Shard, index: number): Failover | undefined {
  const recovery = parts.blueprint.recovery[index];
  if (!recovery?.failover || !(shard instanceof SinglePrimary)) return undefined;
  const { simulation, trace, network, draws, onChange } = parts;
  const failover = new Failover(simulation, trace, network, shard, recovery.failover, draws, onChange);
  failover.edit = (action) => parts.names.edit(action);
  failover.detection = buildDetection(parts, shard, index, (path) => failover.start(path));
  return failover;
}

/** Whatever finds out that the primary of a shard is gone. */
export function buildDetection(
  parts: RecoveryParts,
  shard: SinglePrimary,
  index: number,
  onSuspect: OnSuspect,
): Detection {
  const { blueprint, simulation, trace, network, names, draws, clocks, onChange } = parts;
  const { detection } = blueprint.recovery[index]!;
  switch (detection.by) {
    case 'checks': {
      const { health } = blueprint.routing;
      return new Checks(simulation, trace, network, names, shard, health, draws, onSuspect, onChange);
    }
    case 'lease':
      return new Lease(simulation, trace, network, shard, detection, draws, clocks, onSuspect, onChange);
    case 'election':
      return new Elections(simulation, trace, network, shard, detection, draws, onSuspect, onChange);
    case 'observers':
      return new Observers(simulation, trace, network, shard, detection, draws, onSuspect);
    case 'provider':
      return new ProviderMonitor(simulation, trace, network, shard, detection.rule, draws, onSuspect);
  }
}
