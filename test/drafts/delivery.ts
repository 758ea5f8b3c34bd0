import type { Scenario } from '../../src/scenario/schema.js';
import type { Choices } from './choices.js';

/** A pipeline through all regions, and what goes through it. */
export function draftDelivery(
  pick: Choices,
  { regions, data }: Scenario,
  horizon: number,
): Pick<Scenario, 'pipelines' | 'changes'> {
  const names = pick.some(Object.keys(regions), 99);
  const first = pick.whole(1, names.length);
  const waves = [names.slice(0, first), names.slice(first)].filter((wave) => wave.length > 0);
  const quantity = () => pick.quantity(0, horizon * 10_000);
  const ways = [
    {},
    { batches: pick.whole(1, 5) },
    { switch: { by: pick.one(['balancer', 'weights', 'dns'] as const), keep: quantity() } },
  ];
  const schema = {
    store: pick.one(Object.keys(data)),
    contract: quantity(),
    dualWrites: pick.oneIn(2),
    afterContract: pick.one(['refuse', 'lose'] as const),
  };
  return {
    pipelines: {
      web: {
        ...(pick.oneIn(2) ? { home: pick.one(names) } : {}),
        ...(pick.oneIn(3) ? {} : { stages: waves.map((wave) => ({ wave })) }),
        deploy: quantity(),
        bake: quantity(),
        ...pick.one(ways),
        ...(pick.oneIn(2) ? { alarms: { errors: `${pick.whole(1, 20)}%` } } : {}),
        rollback: { takes: quantity(), order: pick.one(['serial', 'parallel'] as const) },
      },
    },
    changes: Array.from({ length: pick.whole(1, 3) }, () => ({
      through: 'web',
      at: pick.quantity(0, horizon * 30_000),
      defect: {
        fails: `${pick.whole(0, 100)}%`,
        damages: `${pick.whole(1, 100)}%`,
        shows: pick.one(['at once', { after: quantity() }, { with: '5%' }]),
      },
      ...(pick.oneIn(2) ? { undo: { between: ['1s', `${horizon}m`] } } : {}),
      ...(pick.oneIn(3) ? { schema } : {}),
    })),
  } as Pick<Scenario, 'pipelines' | 'changes'>;
}
