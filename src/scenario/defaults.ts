import { bare, isMap, noteUnder, optionFor, own, type Schema } from './declaration.js';
import { linkBetween } from './network.js';
import type { Raw } from './note.js';
import { type Scenario, type Spec, scenarioSchema } from './schema.js';
import { printShare } from './share.js';

/** Every default that a scenario leans on, as `path = value`, with the source of the value where there is one. */
export function listDefaults(scenario: Scenario, spec: Spec): string[] {
  return [
    ...absentKeys(scenarioSchema, scenario, '', scenario as Raw),
    ...absentShares(scenario, spec),
    ...absentFailovers(spec),
    ...roundTrips(spec),
  ];
}

function absentKeys(schema: Schema, value: unknown, path: string, scenario: Raw): string[] {
  const { def } = bare(schema)._zod;
  const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([key, inner]) => {
        const given = own(value, key);
        if (given !== undefined) return absentKeys(inner, given, below(key), scenario);
        const { absent } = noteUnder(inner);
        if (absent === undefined || absent.when?.(value as Raw, scenario) === false) return [];
        const source = absent.source === undefined ? '' : ` (${absent.source})`;
        return [`${below(key)} = ${absent.used ?? absent.is}${source}`];
      });
    case 'record':
      return isMap(value)
        ? Object.entries(value).flatMap(([key, item]) =>
            absentKeys(def.valueType, item, below(key), scenario),
          )
        : [];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, index) => absentKeys(def.element, item, below(index), scenario))
        : [];
    case 'union': {
      const option = optionFor(schema, value);
      return option === undefined ? [] : absentKeys(option, value, path, scenario);
    }
    default:
      return [];
  }
}

function absentShares(scenario: Scenario, spec: Spec): string[] {
  return Object.entries(spec.data).flatMap(([name, { share }]) =>
    scenario.data[name]?.share === undefined
      ? [`data.${name}.share = ${printShare(share)} (equal parts)`]
      : [],
  );
}

/** Steps that are not taken, and stores that nobody fails over. */
function absentFailovers(spec: Spec): string[] {
  return Object.entries(spec.data).flatMap(([name, store]) => {
    if (store.homes === undefined && store.standbys.length === 0) return [];
    const steps = Object.hasOwn(spec.failover, name) ? spec.failover[name] : undefined;
    const path = `failover.${name}`;
    if (steps === undefined) return [`${path} = none: nobody promotes a standby`];
    return [
      ...(steps.detect.by === 'checks' ? [`${path}.detect = checks`] : []),
      ...(steps.decide === undefined ? [`${path}.decide = at once`] : []),
      ...(steps.fence === undefined ? [`${path}.fence = none: the old primary may go on`] : []),
      ...(steps.record === undefined ? [`${path}.record = at once`] : []),
    ];
  });
}

/** Round trips that the scenario leaves to the table: between regions, and from each population to each region. */
function roundTrips(spec: Spec): string[] {
  const regions = Object.keys(spec.regions);
  const pairs = [
    ...regions.flatMap((a, index) => regions.slice(index + 1).map((b) => [a, b] as const)),
    ...Object.keys(spec.clients).flatMap((population) =>
      regions.map((region) => [population, region] as const),
    ),
  ];
  return pairs.flatMap(([a, b]) => {
    const { roundTrip, source } = linkBetween(spec, a, b);
    return source === undefined || roundTrip.kind !== 'constant'
      ? []
      : [`network.${a}~${b} = ${roundTrip.value / 1000}ms (${source})`];
  });
}
