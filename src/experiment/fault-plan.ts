import type { Effect, FaultOptions, Recurrence } from '../model/fault.js';
import type { Quantity } from '../model/quantity.js';
import type { Path } from '../scenario/mistake.js';
import type { Spec } from '../scenario/schema.js';
import { parseMultiple } from '../scenario/share.js';
import { isSafe } from './backup-plan.js';
import { Contradiction } from './contradiction.js';
import { buildQuantity, fixedQuantity } from './quantity.js';
import type { Sites } from './sites.js';

type Fault = Spec['faults'][number];

/** What a shard is called, and which store it belongs to. */
interface ShardName {
  readonly store: string;
  readonly name: string;
}

/** @throws Contradiction when it recurs beyond measure */
export function planFault(
  fault: Fault,
  index: number,
  sites: Sites,
  shards: readonly ShardName[],
  spec: Pick<Spec, 'horizon' | 'vaults' | 'services' | 'runbooks'>,
): FaultOptions {
  const struck = fault.targets?.map((target) => ({ ...fault, target })) ?? [fault];
  const recurs = planRecurrence(fault);
  const planned: FaultOptions = {
    name: fault.name,
    strikes: struck.map((one) => ({ on: onOf(one), effect: planEffect(one, sites, shards, spec) })),
    ...(fault.at ? { at: buildQuantity(fault.at, `start of ${fault.name}`) } : {}),
    ...(recurs ? { recurs } : {}),
    ...(fault.for ? { lasts: planParts(fault.for, fault.name) } : {}),
    ...(fault.crew === undefined ? {} : { crew: fault.crew }),
    sparesDown: fault.strikes === 'standing',
  };
  checkRecurrence(planned, ['faults', index, fault.calendar ? 'calendar' : 'every'], spec.horizon);
  return planned;
}

function planParts(parts: NonNullable<Fault['for']>, name: string): Quantity[] {
  return [parts]
    .flat()
    .map((part, index) =>
      buildQuantity(part, index === 0 ? `duration of ${name}` : `duration ${index + 1} of ${name}`),
    );
}

function planRecurrence({
  every,
  calendar,
  from = 'end',
  starts = 'any',
  name,
}: Fault): Recurrence | undefined {
  if (calendar) {
    const { every: period, at } = calendar;
    const timeOfDay = at === undefined ? {} : { timeOfDay: at };
    return { every: fixedQuantity(period), from: 'start', starts: 'any', ...timeOfDay };
  }
  const isMemoryless = every?.kind === 'exponential' && every.draw === 'use';
  const rate = isMemoryless ? { rate: 1 / every.mean } : {};
  return every && { every: buildQuantity(every, `up time of ${name}`), from, starts, ...rate };
}

/** What it hits, for people. */
function onOf({ kind, target, to, sides }: Fault): string {
  if (kind === 'promote') return `${to} in ${target}`;
  if (kind === 'surge') return `${target === 'all' ? 'all populations' : target} to ${to}`;
  return target ?? sides!.map((side) => side.join(' and ')).join(' from ');
}

/** How many times as much a surge asks for. */
export function surgeOf({ to }: Pick<Fault, 'to'>): number {
  const reading = parseMultiple(to!);
  return 'value' in reading ? reading.value : 1;
}

function planEffect(
  fault: Fault,
  sites: Sites,
  shards: readonly ShardName[],
  { vaults, services, runbooks }: Pick<Spec, 'vaults' | 'services' | 'runbooks'>,
): Effect {
  if (fault.kind === 'lose' && services[fault.target!]) return { kind: 'unserve', service: fault.target! };
  const side = (names: readonly string[]) => names.flatMap(sites.numbersOf);
  switch (fault.kind) {
    case 'lose':
    case 'destroy':
    case 'crash':
    case 'pause':
      return {
        kind: fault.kind,
        sites: sites.numbersOf(fault.target!),
        shards: shardsOf(fault.target!, shards),
      };
    case 'partition':
      return {
        kind: 'partition',
        sides: [side(fault.sides![0]), side(fault.sides![1])],
        oneWay: fault.oneWay,
        delivers: fault.inFlight === 'delivered',
      };
    case 'dns':
      return {
        kind: 'dns',
        state: fault.target as 'unanswered' | 'empty' | 'frozen',
        withChecks: fault.checks === 'wait',
      };
    case 'isolate':
      return { kind: 'isolate', sites: sites.numbersOf(fault.target!) };
    case 'alarm':
      return {
        kind: 'alarm',
        shards: shardsOf(fault.target!, shards),
        ...(runbooks[fault.target!] ? { runbook: fault.target! } : {}),
      };
    case 'promote':
      return {
        kind: 'promote',
        shards: shardsOf(fault.target!, shards),
        to: sites.numberOf(fault.to!),
      };
    case 'corrupt':
      return planCorruption(fault, shards, vaults);
    case 'step':
      return {
        kind: 'step',
        region: sites.regionNumber(fault.target!),
        by: buildQuantity(fault.by!, `step of ${fault.name}`),
        back: fault.back,
      };
    case 'degrade':
      return {
        kind: 'degrade',
        sites: sites.numbersOf(fault.target!),
        share: fault.share!,
        sparesProbes: fault.probes === 'spared',
      };
    case 'throttle':
      return { kind: 'throttle', subject: fault.target!, speed: fault.speed! };
    case 'starve':
      return { kind: 'starve', subject: fault.target! };
    case 'surge': {
      const populations = fault.target === 'all' ? {} : { population: fault.target! };
      return { kind: 'surge', ...populations, factor: surgeOf(fault) };
    }
    case 'slow':
      return {
        kind: 'slow',
        sides: [side(fault.sides![0]), side(fault.sides![1])],
        by: buildQuantity(fault.by!, `delay of ${fault.name}`),
      };
  }
}

function planCorruption(fault: Fault, shards: readonly ShardName[], vaults: Spec['vaults']): Effect {
  const { name, share, harm, noticed } = fault;
  const reached = Object.entries(vaults).filter(([, vault]) => harm === 'encrypted' && !isSafe(vault));
  return {
    kind: 'corrupt',
    shards: shardsOf(fault.target!, shards),
    share: share!,
    harm,
    ...(noticed ? { noticed: buildQuantity(noticed, `noticing of ${name}`) } : {}),
    vaults: reached.map(([vault]) => vault),
  };
}

/** More occurrences in a run than anybody means, and than could be simulated. */
const mostOccurrences = 100_000;

function checkRecurrence({ name, recurs, lasts = [] }: FaultOptions, path: Path, horizon: number): void {
  if (!recurs) return;
  const down = recurs.from === 'end' ? lasts.reduce((sum, { law }) => sum + law.mean, 0) : 0;
  const occurrences = horizon / (recurs.every.law.mean + down);
  if (occurrences <= mostOccurrences) return;
  throw new Contradiction({
    path,
    message: `fault "${name}" would recur some ${Math.round(occurrences)} times a run, more than ${mostOccurrences}`,
    expected: 'a longer up time, or a shorter horizon',
  });
}

function shardsOf(target: string, shards: readonly ShardName[]): string[] {
  return shards.filter(({ store }) => store === target).map(({ name }) => name);
}
