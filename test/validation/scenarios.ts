import type { Scenario } from '../../src/index.js';
import { perSecond, seconds } from './amounts.js';

/** Parts that the scenarios of several oracles share. */

/** Long after the start: what a run begins with no longer matters. */
export const faultAt = 3600;

type Health = NonNullable<Scenario['routing']['health']>;

/** Checks that find a lost region soon. */
export const promptHealth: Health = { interval: '1s', timeout: '1s', failures: 1 };

interface TrafficOptions {
  readonly client: Partial<Scenario['clients'][string]>;
  readonly routing: Partial<Scenario['routing']> & { ttl: string };
  readonly fault: Record<string, unknown>;
  readonly horizon: number;
}

/** Clients of a region that fails, and another one to go to. Data is not touched by the fault. */
export function traffic({ client, routing, fault, horizon }: TrafficOptions): Scenario {
  return {
    title: 'clients move to another region',
    regions: { near: { place: 'aws/us-east-1' }, far: { place: 'aws/us-west-2' } },
    clients: { users: { place: 'aws/us-east-1', requests: '100/s', ...client } },
    routing: { policy: 'failover', order: ['near', 'far'], health: promptHealth, ...routing },
    data: { orders: { primary: 'far' } },
    faults: [{ ...fault, at: seconds(faultAt) }],
    service: { settle: '0s' },
    horizon: seconds(horizon),
  } as Scenario;
}

interface DataOptions {
  /** Writes per second. */
  readonly writes: number;
  readonly replication: NonNullable<Scenario['data'][string]['replication']>;
  readonly faults: Scenario['faults'];
  readonly horizon: number;
}

/** A store with one standby in another region, as near as can be: what delays its log is said in `replication`. */
export function replicated({ writes, replication, faults, horizon }: DataOptions): Scenario {
  return {
    title: 'a primary and its standby',
    regions: { near: { place: 'aws/us-east-1' }, far: { place: 'aws/us-west-2' } },
    network: [{ between: ['near', 'far'], roundTrip: '1us' }],
    clients: { users: { place: 'aws/us-east-1', requests: perSecond(writes), writes: '100%' } },
    routing: { policy: 'failover', order: ['near', 'far'], ttl: '1s', health: promptHealth },
    data: { orders: { primary: 'near', standbys: ['far'], replication } },
    failover: { orders: [{ promote: '0s' }] },
    faults,
    horizon: seconds(horizon),
  };
}

/** A primary and n standbys in zones of one region: `z0` and `z1` to `zn`. */
export function zoneNames(standbys: number): string[] {
  return Array.from({ length: standbys + 1 }, (_, i) => `z${i}`);
}
