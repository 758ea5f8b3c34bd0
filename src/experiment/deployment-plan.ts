import { bakeTimes, globalPush, laterBake, shifts } from '../data/deliveries.js';
import { second, uniform } from '../kernel/index.js';
import type { Quantity } from '../model/quantity.js';
import type { DefectOptions, Showing } from '../model/traffic/deployments/defect.js';
import type { ChangeOptions } from '../model/traffic/deployments/delivery.js';
import type { DeploymentPlan } from '../model/traffic/deployments/deployments.js';
import type { PipelineOptions, StageOptions, Target } from '../model/traffic/deployments/pipeline.js';
import type { SchemaOptions } from '../model/traffic/deployments/schema.js';
import type { SwitchOptions } from '../model/traffic/deployments/switch.js';
import { parseDuration } from '../scenario/duration.js';
import type { Spec } from '../scenario/schema.js';
import { buildQuantity, fixedQuantity } from './quantity.js';
import type { Sites } from './sites.js';

type Given = Spec['pipelines'][string];
type GivenStage = NonNullable<Given['stages']>[number];
type GivenChange = Spec['changes'][number];

/** Pipelines and what goes through them; nothing where no change ever comes. */
export function planDeployments(spec: Spec, sites: Sites): { deployments?: DeploymentPlan } {
  if (spec.changes.length === 0) return {};
  const names = Object.keys(spec.pipelines);
  return {
    deployments: {
      pipelines: names.map((name) => planPipeline(name, spec.pipelines[name]!, sites)),
      changes: spec.changes.map((change) => planChange(change, names, spec)),
      horizon: Math.ceil(spec.horizon),
    },
  };
}

function planPipeline(name: string, given: Given, sites: Sites): PipelineOptions {
  const { home, stages, deploy, batches, alarms, rollback } = given;
  const everywhere = stages === undefined;
  const takes = rollback.takes
    ? buildQuantity(rollback.takes, `rollback of ${name}`)
    : everywhere
      ? published(globalPush.takes)
      : buildQuantity(deploy, `rollback of ${name}`);
  const decide = rollback.decide
    ? buildQuantity(rollback.decide, `decision of ${name}`)
    : everywhere
      ? published(globalPush.decide)
      : undefined;
  return {
    name,
    ...(home === undefined ? {} : { home: sites.regionNumber(home) }),
    stages: everywhere ? [planPush(name, given, sites)] : planStages(name, stages, given.bake, sites),
    deploy: buildQuantity(deploy, `deployment of ${name}`),
    batches,
    ...(given.switch ? { switch: planSwitch(given.switch, name) } : {}),
    ...(alarms
      ? {
          alarm: {
            errors: alarms.errors,
            period: Math.round(alarms.period),
            datapoints: alarms.datapoints,
            of: alarms.of ?? alarms.datapoints,
            requests: alarms.requests,
            delay: buildQuantity(alarms.delay, `alarm of ${name}`),
          },
        }
      : {}),
    rollback: {
      automatic: rollback.automatic,
      ...(decide ? { decide } : {}),
      takes,
      serial: rollback.order === 'serial',
    },
  };
}

function planSwitch(
  { by, shift, inFlight, deregistration, keep, cold }: NonNullable<Given['switch']>,
  name: string,
): SwitchOptions {
  const { first, step, every } = typeof shift === 'string' ? preset(shift) : shift;
  return {
    by,
    shifts: by === 'weights' ? stepsOf(first, step) : [1],
    every: Math.round(every),
    inFlight: buildQuantity(inFlight, `requests in flight of ${name}`),
    drainAtMost: Math.round(deregistration),
    keep: buildQuantity(keep, `keeping of ${name}`),
    ...(cold ? { cold: { fails: cold.fails, lasts: buildQuantity(cold.for, `warm-up of ${name}`) } } : {}),
  };
}

function preset(name: string): { first: number; step: number; every: number } {
  const { first, step, every } = shifts[name]!;
  return { first, step, every: durationOf(every) };
}

/** Shares from the first one up to all. */
function stepsOf(first: number, step: number): number[] {
  const count = Math.ceil((1 - first) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => (i === count ? 1 : first + i * step));
}

/** A published duration. */
function published(text: string): Quantity {
  return fixedQuantity(durationOf(text));
}

function durationOf(text: string): number {
  const reading = parseDuration(text);
  return 'value' in reading ? reading.value : 0;
}

function planPush(name: string, { bake }: Given, sites: Sites): StageOptions {
  const targets = sites.regionNames.map((region) => targetOf(region, sites));
  return {
    name: 'everywhere',
    targets,
    ...(bake ? { bake: buildQuantity(bake[0]!, `bake of ${name}`) } : {}),
  };
}

function planStages(
  name: string,
  stages: readonly GivenStage[],
  bake: Given['bake'],
  sites: Sites,
): StageOptions[] {
  const firstWhole = stages.findIndex(({ region, wave }) => region !== undefined || wave !== undefined);
  return stages.map((stage, index) => {
    const stated = bake && (bake[index] ?? bake[0]!);
    const { approve, closed } = stage;
    return {
      name: nameOf(stage),
      targets: targetsOf(stage, sites),
      bake: stated
        ? buildQuantity(stated, `bake ${index} of ${name}`)
        : usualBake(stage, index === firstWhole),
      ...(approve
        ? {
            approve: {
              takes: buildQuantity(approve.takes, `approval ${index} of ${name}`),
              timeout: Math.round(approve.timeout),
            },
          }
        : {}),
      ...(closed
        ? { closed: { from: Math.round(closed.from), to: Math.round(closed.from + closed.for) } }
        : {}),
    };
  });
}

function usualBake({ oneBox, zone }: GivenStage, first: boolean): Quantity {
  if (oneBox !== undefined) return published(bakeTimes.oneBox.is);
  if (zone !== undefined) return published(bakeTimes.zone.is);
  if (first) return published(bakeTimes.first.is);
  return { law: uniform(...laterBake), drawn: 'use', statement: 'bake of later waves' };
}

function nameOf({ oneBox, zone, region, wave }: GivenStage): string {
  if (oneBox !== undefined) return `one box of ${oneBox}`;
  return zone ?? region ?? wave!.join(' and ');
}

function targetsOf({ oneBox, zone, region, wave, share }: GivenStage, sites: Sites): Target[] {
  if (oneBox !== undefined) return [{ ...targetOf(oneBox, sites), share }];
  if (zone !== undefined) return [targetOf(zone, sites)];
  return (wave ?? [region!]).map((one) => targetOf(one, sites));
}

/** All of a region or a zone. */
function targetOf(name: string, sites: Sites): Target {
  const numbers = sites.numbersOf(name);
  const region = sites.network.regions.findIndex((one) => one.sites.includes(numbers[0]!));
  return { name, region, sites: numbers, share: 1 };
}

function planChange(change: GivenChange, pipelines: readonly string[], spec: Spec): ChangeOptions {
  const { name, through, at, every, defect, undo, schema } = change;
  return {
    name,
    pipeline: pipelines.indexOf(through),
    ...(at ? { at: buildQuantity(at, `start of ${name}`) } : {}),
    ...(every ? { every: buildQuantity(every, `time between changes of ${name}`) } : {}),
    ...(defect ? { defect: planDefect(defect, name) } : {}),
    ...(schema ? { schema: planSchema(schema, name, spec) } : {}),
    ...(undo ? { undo: buildQuantity(undo, `undoing of ${name}`) } : {}),
  };
}

function planSchema(
  { store, expand, migrate, contract, dualWrites, afterContract }: NonNullable<GivenChange['schema']>,
  change: string,
  { data, horizon }: Spec,
): SchemaOptions {
  return {
    store,
    storeShare: data[store]!.share,
    expand: buildQuantity(expand, `expand of ${change}`),
    migrate: buildQuantity(migrate, `migrate of ${change}`),
    contract: contract
      ? buildQuantity(contract, `contract of ${change}`)
      : fixedQuantity(Math.ceil(horizon) + 1),
    dualWrites,
    loses: afterContract === 'lose',
  };
}

function planDefect(
  { chance, fails, damages, shows }: NonNullable<GivenChange['defect']>,
  change: string,
): DefectOptions {
  return { chance, fails, damages, shows: planShowing(shows, change) };
}

function planShowing(shows: NonNullable<GivenChange['defect']>['shows'], change: string): Showing {
  switch (shows.when) {
    case 'under load':
      return { when: 'under load', above: shows.above / second };
    case 'late':
      return { when: 'late', after: buildQuantity(shows.after, `lateness of ${change}`) };
    default:
      return shows;
  }
}
