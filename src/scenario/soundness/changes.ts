import { showings } from '../changes.js';
import { own } from '../declaration.js';
import { printDuration } from '../duration.js';
import { alternatives, type Path, quote } from '../mistake.js';
import { stageKinds } from '../pipelines.js';
import type { Declared } from './declared.js';
import {
  durationOf,
  type Findings,
  isZero,
  leastOf,
  listOf,
  mapOf,
  numberOf,
  shareOf,
  textOf,
  textsOf,
} from './given.js';
import { checkSite } from './stores.js';

/** Pipelines lead through every region once, and changes go through a pipeline that is there. */
export function checkChanges(declared: Declared, findings: Findings): void {
  const pipelines = mapOf(own(declared.scenario, 'pipelines'));
  for (const [name, pipeline] of Object.entries(pipelines))
    checkPipeline(['pipelines', name], pipeline, declared, findings);
  const byDns = Object.keys(pipelines).filter((name) => own(own(pipelines[name], 'switch'), 'by') === 'dns');
  for (const extra of byDns.slice(1))
    findings.add(
      ['pipelines', extra, 'switch', 'by'],
      `is dns, and so is that of ${byDns[0]}: the service has one record`,
      'balancer or weights',
    );
  const horizon = durationOf(own(declared.scenario, 'horizon'));
  const names = new Set<string>();
  for (const [index, change] of listOf(own(declared.scenario, 'changes')).entries()) {
    if (typeof change !== 'object' || change === null) continue;
    const path: Path = ['changes', index];
    const through = textOf(own(change, 'through'));
    const known = Object.keys(pipelines);
    if (through !== undefined && !known.includes(through))
      findings.unknown([...path, 'through'], 'pipeline', through, known);
    checkTimes(path, change, horizon, findings);
    const store = textOf(own(own(change, 'schema'), 'store'));
    if (store !== undefined && !declared.stores.includes(store))
      findings.unknown([...path, 'schema', 'store'], 'store', store, declared.stores);
    checkContract(path, change, through === undefined ? undefined : pipelines[through], findings);
    checkDefect([...path, 'defect'], own(change, 'defect'), findings);
    const name = textOf(own(change, 'name'));
    if (name !== undefined && names.has(name))
      findings.add([...path, 'name'], `${quote(name)} is the name of an earlier change`, 'a name of its own');
    if (name !== undefined) names.add(name);
  }
}

function checkPipeline(path: Path, pipeline: unknown, declared: Declared, findings: Findings): void {
  const home = textOf(own(pipeline, 'home'));
  if (home !== undefined && !declared.regions.includes(home))
    findings.unknown([...path, 'home'], 'region', home, declared.regions);
  const stages = own(pipeline, 'stages');
  if (stages !== undefined) {
    for (const [index, stage] of listOf(stages).entries())
      checkStage([...path, 'stages', index], stage, declared, findings);
    checkCoverage([...path, 'stages'], listOf(stages), declared, findings);
  }
  checkBake([...path, 'bake'], own(pipeline, 'bake'), listOf(stages).length, findings);
  checkSwitch(path, own(pipeline, 'switch'), pipeline, findings);
  const alarms = own(pipeline, 'alarms');
  const [bad, of] = [numberOf(own(alarms, 'datapoints')) ?? 3, numberOf(own(alarms, 'of'))];
  if (of !== undefined && of < bad)
    findings.add([...path, 'alarms', 'of'], `is less than datapoints, ${bad}`, `${bad} or more`);
}

/** Only whole regions have a stack beside another, and a record has one name to point with. */
function checkSwitch(path: Path, given: unknown, pipeline: unknown, findings: Findings): void {
  if (given === undefined) return;
  const by = textOf(own(given, 'by'));
  for (const [index, stage] of listOf(own(pipeline, 'stages')).entries())
    for (const kind of ['oneBox', 'zone'])
      if (own(stage, kind) !== undefined)
        findings.key(
          [...path, 'stages', index, kind],
          'has no stack of its own to switch to',
          'regions and waves, with a switch',
        );
  if (own(pipeline, 'batches') !== undefined)
    findings.key([...path, 'batches'], 'has no meaning with a switch', 'either batches or a switch');
  if (own(given, 'shift') !== undefined && by !== undefined && by !== 'weights')
    findings.key([...path, 'switch', 'shift'], `has no meaning by ${by}`, 'it only by weights');
  if (own(given, 'deregistration') !== undefined && own(given, 'inFlight') === undefined)
    findings.key(
      [...path, 'switch', 'deregistration'],
      'has no meaning where no request is in flight',
      'it only with inFlight',
    );
}

function checkStage(path: Path, stage: unknown, declared: Declared, findings: Findings): void {
  if (typeof stage !== 'object' || stage === null) return;
  const kinds = stageKinds.filter((kind) => own(stage, kind) !== undefined);
  if (kinds.length === 0) findings.add(path, 'has no kind', alternatives(stageKinds));
  for (const extra of kinds.slice(1))
    findings.key([...path, extra], `is a second kind beside ${kinds[0]}`, 'one kind a stage');
  for (const [here, region] of regionsOf(path, stage))
    if (!declared.regions.includes(region)) findings.unknown(here, 'region', region, declared.regions);
  const zone = textOf(own(stage, 'zone'));
  if (zone !== undefined && declared.regions.includes(zone))
    findings.add([...path, 'zone'], `${quote(zone)} is a region`, 'one of its zones, or region');
  else if (zone !== undefined) checkSite([...path, 'zone'], zone, declared, findings);
  if (own(stage, 'share') !== undefined && own(stage, 'oneBox') === undefined)
    findings.key([...path, 'share'], `has no meaning with ${kinds[0] ?? 'no kind'}`, 'it only with oneBox');
}

/** Regions that a stage deploys to whole, or to a few servers of. */
function regionsOf(path: Path, stage: unknown): [Path, string][] {
  const single = (['oneBox', 'region'] as const).flatMap((kind): [Path, string][] => {
    const region = textOf(own(stage, kind));
    return region === undefined ? [] : [[[...path, kind], region]];
  });
  const wave = textsOf(own(stage, 'wave')).map(([index, region]): [Path, string] => [
    [...path, 'wave', index],
    region,
  ]);
  return [...single, ...wave];
}

/** Every region is deployed to whole by exactly one stage; what comes before is a part of it. */
function checkCoverage(path: Path, stages: readonly unknown[], declared: Declared, findings: Findings): void {
  const before = new Map<string, number>();
  for (const [index, stage] of stages.entries()) {
    const whole = regionsOf([...path, index], stage).filter(([here]) => !here.includes('oneBox'));
    for (const [here, region] of whole) {
      const earlier = before.get(region);
      if (earlier !== undefined)
        findings.add(
          here,
          earlier === index
            ? `${quote(region)} stands here twice`
            : `${quote(region)} is in stage ${earlier + 1} already`,
          'each region in one stage',
        );
      else before.set(region, index);
    }
    for (const kind of ['oneBox', 'zone']) {
      const part = textOf(own(stage, kind));
      const earlier = part === undefined ? undefined : before.get(part.split('/')[0]!);
      if (earlier !== undefined)
        findings.add(
          [...path, index, kind],
          `${quote(part)} has the change since stage ${earlier + 1}`,
          'a part of a region before the whole of it',
        );
    }
  }
  const left = declared.regions.filter((region) => !before.has(region));
  const unread = stages.some(
    (stage) => regionsOf(path, stage).length === 0 && own(stage, 'zone') === undefined,
  );
  if (left.length > 0 && before.size > 0 && !unread)
    findings.add(path, `never reach ${alternatives(left)}`, 'each region in one stage');
}

function checkBake(path: Path, bake: unknown, stages: number, findings: Findings): void {
  const list = listOf(bake);
  if (list.length === 0) return;
  if (stages === 0 && list.length > 1)
    findings.add(path, `has ${list.length} times, but a push everywhere is one stage`, 'one time');
  else if (stages > 0 && list.length !== stages)
    findings.add(
      path,
      list.length < stages
        ? `is missing for stage ${list.length + 1}: it has ${list.length} of ${stages}`
        : `has ${list.length} times for ${stages} stages`,
      'one time for each stage, or one for all of them',
    );
}

/** What only matters once the old format is gone. */
function checkContract(path: Path, change: unknown, pipeline: unknown, findings: Findings): void {
  const schema = own(change, 'schema');
  if (schema === undefined) return;
  const after = own(schema, 'afterContract');
  if (own(schema, 'contract') === undefined) {
    if (after !== undefined)
      findings.key(
        [...path, 'schema', 'afterContract'],
        'has no meaning where the old format is never dropped',
        'it only with contract',
      );
    return;
  }
  const undo = durationOf(own(change, 'undo'));
  const contracted = noReturnAfter(schema, pipeline);
  if (after !== 'lose' && undo !== undefined && contracted !== undefined && undo > contracted)
    findings.add(
      [...path, 'undo'],
      `comes after the point of no return, ${printDuration(contracted)} after the change, and would be refused`,
      'less, or schema.afterContract lose',
    );
}

/** From the entry of a change to its point of no return when nothing holds it up; undefined where that varies. */
function noReturnAfter(schema: unknown, pipeline: unknown): number | undefined {
  const stages = listOf(own(pipeline, 'stages'));
  const plain = stages.every((stage) =>
    ['approve', 'closed', 'oneBox'].every((key) => own(stage, key) === undefined),
  );
  if (!plain || own(own(pipeline, 'switch'), 'by') === 'weights') return undefined;
  const count = Math.max(1, stages.length);
  const bake = own(pipeline, 'bake') ?? (stages.length === 0 ? '0s' : undefined);
  const bakes = Array.isArray(bake) ? bake : new Array<unknown>(count).fill(bake);
  const deploys = new Array<unknown>(count).fill(own(pipeline, 'deploy'));
  const steps = [own(schema, 'expand') ?? '0s', own(schema, 'migrate') ?? '0s', own(schema, 'contract')];
  return [...bakes, ...deploys, ...steps]
    .map(durationOf)
    .reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
}

function checkTimes(path: Path, change: unknown, horizon: number | undefined, findings: Findings): void {
  const at = own(change, 'at');
  const every = own(change, 'every');
  if (at === undefined && every === undefined)
    findings.add([...path, 'at'], 'is missing', 'when it comes, or every for changes that keep coming');
  if (at !== undefined && every !== undefined)
    findings.key([...path, 'at'], 'stands beside every', 'either at or every');
  if (isZero(every))
    findings.add([...path, 'every'], 'is 0s, so there would be no end of them', 'a time above 0s');
  if (horizon !== undefined && at !== undefined && leastOf(at) >= horizon)
    findings.add(
      [...path, 'at'],
      `is ${printDuration(leastOf(at))} at the earliest, beyond the horizon`,
      `less than the horizon, ${printDuration(horizon)}`,
    );
}

function checkDefect(path: Path, defect: unknown, findings: Findings): void {
  if (defect === undefined) return;
  const harm = ['fails', 'damages'].map(
    (key) => shareOf(own(defect, key)) ?? (own(defect, key) === undefined ? 0 : 1),
  );
  if (harm.every((share) => share === 0))
    findings.add(path, 'harms nobody', 'a share of requests that fails, or of writes that are damaged');
  const shows = own(defect, 'shows');
  const given = showings.filter((key) => own(shows, key) !== undefined);
  for (const extra of given.slice(1))
    findings.key([...path, 'shows', extra], `stands beside ${given[0]}`, 'one way to show');
}
