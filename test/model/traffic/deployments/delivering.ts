import type { Scenario } from '../../../../src/scenario/schema.js';
import { type Told, tell } from '../../recovery/told.js';

export type Pipeline = NonNullable<Scenario['pipelines']>[string];
export type Change = NonNullable<Scenario['changes']>[number];
export type Fault = NonNullable<Scenario['faults']>[number];

/** Requests a second of the clients of each region below. */
export const rate = 100;

/** Three regions alike, each with clients of its own that stay with it, and a pipeline to all of them. */
export function threeRegions(more: {
  pipeline: Partial<Pipeline>;
  changes: Change[];
  faults?: Fault[];
  horizon?: string;
  writes?: string;
}): Scenario {
  const names = ['one', 'two', 'three'];
  const places = ['aws/us-east-1', 'aws/eu-west-1', 'aws/ap-northeast-1'];
  return {
    title: 'Three regions',
    regions: Object.fromEntries(names.map((name, i) => [name, { place: places[i]!, zones: ['a', 'b'] }])),
    clients: Object.fromEntries(
      names.map((name, i) => [
        `near-${name}`,
        { place: places[i]!, requests: `${rate}/s`, writes: more.writes ?? '0%' },
      ]),
    ),
    routing: {
      policy: 'geolocation',
      locations: Object.fromEntries(names.map((name) => [`near-${name}`, name])),
      ttl: '60s',
      health: { interval: '10s', timeout: '4s', failures: 3 },
    },
    data: {
      orders: { homes: names, replication: { mode: 'async', lag: '100ms' } },
    },
    pipelines: {
      web: {
        deploy: '9m',
        stages: [{ region: 'one' }, { wave: ['two', 'three'] }],
        bake: '1h',
        ...more.pipeline,
      },
    },
    changes: more.changes,
    faults: more.faults ?? [],
    horizon: more.horizon ?? '6h',
  };
}

/** The share of a region's requests that meets a change, as time goes by: minutes and values, told when they change. */
export function reachOf(told: Told, change: string): [minutes: number, share: number][] {
  return told
    .of('version-reached')
    .filter((one) => one.change === change)
    .map(({ at, share }): [number, number] => [at / 6e7, Number(share.base.toFixed(6))])
    .filter(([, share], i, all) => share !== all[i - 1]?.[1]);
}

export function one(scenario: Scenario, seed = '1'): Told {
  return tell(scenario, 1, seed)[0]!;
}
