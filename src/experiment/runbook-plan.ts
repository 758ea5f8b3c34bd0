import { hour, second } from '../kernel/index.js';
import type { Phase } from '../model/path.js';
import type { ActionOptions } from '../model/recovery/actions/action-options.js';
import type { CredentialOptions } from '../model/recovery/dependencies/credential.js';
import type { DependencyOptions } from '../model/recovery/dependencies/dependency.js';
import type { ItemOptions } from '../model/recovery/dependencies/readiness.js';
import { type Rule, worthFailingOver } from '../model/recovery/runbook/decision.js';
import type { RoleOptions } from '../model/recovery/runbook/role.js';
import type { RunbookOptions } from '../model/recovery/runbook/stage.js';
import type { StepOptions } from '../model/recovery/runbook/step.js';
import type { TriggerOptions } from '../model/recovery/runbook/trigger.js';
import { printDuration } from '../scenario/duration.js';
import type { Spec } from '../scenario/schema.js';
import { parseMultiple } from '../scenario/share.js';
import { orderSteps } from '../scenario/step-order.js';
import { Contradiction } from './contradiction.js';
import { buildLaw, buildQuantity } from './quantity.js';
import type { Sites } from './sites.js';

type Given = Spec['runbooks'][string];
type GivenStep = Given['steps'][number];

/** What people and programs do, and what they depend on. */
export interface RunbookPlan {
  readonly roles: readonly RoleOptions[];
  readonly services: readonly DependencyOptions[];
  readonly credentials: readonly (CredentialOptions & { readonly from?: string })[];
  readonly runbooks: readonly RunbookOptions[];
  /** Stores for which a step points their name at a new primary. */
  readonly recorded: ReadonlySet<string>;
}

/** Nothing where there are no runbooks. */
export function planRunbooks(spec: Spec, sites: Sites): { runbooks?: RunbookPlan } {
  const books = Object.entries(spec.runbooks);
  if (books.length === 0) return {};
  const recorded = books.flatMap(([, { steps }]) => steps.flatMap(({ does }) => does?.record ?? []));
  return {
    runbooks: {
      roles: Object.entries(spec.roles).map(([name, role]) => planRole(name, role)),
      services: Object.entries(spec.services).map(([name, service]) => planService(name, service, sites)),
      credentials: Object.entries(spec.credentials).map(([name, one]) => planCredential(name, one)),
      runbooks: books.map(([name, book]) => planRunbook(name, book, sites)),
      recorded: new Set(recorded),
    },
  };
}

function planRole(
  name: string,
  { page, acknowledge, neverDone, ...rest }: Spec['roles'][string],
): RoleOptions {
  return {
    name,
    ...rest,
    page: buildQuantity(page, `page of ${name}`),
    acknowledge: buildQuantity(acknowledge, `acknowledgement of ${name}`),
    ...(neverDone ? { neverDone: planPractice(name, neverDone) } : {}),
  };
}

function planPractice(
  name: string,
  { drilled, ...rest }: NonNullable<Spec['roles'][string]['neverDone']>,
): NonNullable<RoleOptions['neverDone']> {
  return { ...rest, ...(drilled ? { drilled: buildQuantity(drilled, `drills of ${name}`) } : {}) };
}

function planService(
  name: string,
  { home = [], recovers }: Spec['services'][string],
  sites: Sites,
): DependencyOptions {
  return {
    name,
    homes: home.map(sites.regionNumber),
    recovers: buildQuantity(recovers, `return of ${name}`),
  };
}

/** A mean lifetime below this would be a renewal at every step of the clock: none that are issued live so short. */
const shortestLife = second;

function planCredential(name: string, { lasts, breakGlass, ...rest }: Spec['credentials'][string]) {
  const lifetime = buildQuantity(lasts, `lifetime of ${name}`);
  if (lifetime.law.mean < shortestLife)
    throw new Contradiction({
      path: ['credentials', name, 'lasts'],
      message: `is so short that whoever works for an hour would need some ${Math.round(hour / lifetime.law.mean)} of them`,
      expected: `a mean of at least ${printDuration(shortestLife)}`,
    });
  return {
    name,
    ...rest,
    lasts: lifetime,
    ...(breakGlass ? { breakGlass: buildQuantity(breakGlass, `break-glass of ${name}`) } : {}),
  };
}

function planRunbook(name: string, given: Given, sites: Sites): RunbookOptions {
  const order = orderSteps(given.steps);
  const items = new Map(Object.entries(given.readiness).map(([item, one]) => [item, planItem(item, one)]));
  return {
    name,
    trigger: planTrigger(name, given.when, sites),
    steps: given.steps.map((step, index) => ({
      ...order[index]!,
      ...planStep(name, step, given, sites),
      requires: step.requires.map((item) => items.get(item)!),
    })),
    callsOff: given.callOff,
  };
}

function planTrigger(name: string, when: Given['when'], sites: Sites): TriggerOptions {
  if (when.lost !== undefined) return { kind: 'lost', region: sites.regionNumber(when.lost) };
  if (when.failing !== undefined) return { kind: 'failing', region: sites.regionNumber(when.failing) };
  if (when.unhealthy !== undefined) return { kind: 'unhealthy', region: sites.regionNumber(when.unhealthy) };
  if (when.primaryLost !== undefined) return { kind: 'primary lost', store: when.primaryLost };
  if (when.corrupt !== undefined) return { kind: 'corrupt', store: when.corrupt };
  return { kind: 'planned', at: buildQuantity(when.at!, `start of ${name}`) };
}

function planItem(
  name: string,
  { missing, drifts, drilled, repair }: Given['readiness'][string],
): ItemOptions {
  const drill = drilled ? { drilled: buildQuantity(drilled, `drills of ${name}`) } : {};
  return {
    name,
    missing: missing === undefined ? { drift: drifts!, ...drill } : { chance: missing },
    repair: buildQuantity(repair, `repair of ${name}`),
  };
}

function planStep(
  runbook: string,
  given: GivenStep,
  { steps }: Given,
  sites: Sites,
): Omit<StepOptions, 'after' | 'requires'> {
  const { name, role, takes, phase, needs, whileDown, fails, tries, rollback, does, choose, rule } = given;
  const statement = `${name} in ${runbook}`;
  const places = new Map(steps.map((one, index) => [one.name, index]));
  const action = does ? planAction(does, sites) : undefined;
  const { answers } = given.given ?? {};
  return {
    name,
    phase: phase ?? (action ? phaseOf(action) : choose || rule ? 'decide' : 'act'),
    takes: buildQuantity(takes, `duration of ${statement}`),
    ...(role === undefined ? {} : { role }),
    ...(answers === undefined
      ? {}
      : { given: { kind: 'answers', region: sites.regionNumber(answers), name: answers } as const }),
    needs,
    whileDown,
    fails,
    tries: tries ?? Number.POSITIVE_INFINITY,
    ...(action ? { does: action } : {}),
    ...(choose ? { ways: choose.map(({ chance, to }) => ({ chance, to: places.get(to)! })) } : {}),
    ...(rule ? { rule: planRule(rule) } : {}),
    ...(rollback ? { rollback: buildQuantity(rollback, `rollback of ${statement}`) } : {}),
  };
}

function phaseOf({ kind }: ActionOptions): Phase {
  return kind === 'record' || kind === 'leave' || kind === 'return' || kind === 'ttl' ? 'propagate' : 'act';
}

function planAction(does: NonNullable<GivenStep['does']>, sites: Sites): ActionOptions {
  const {
    promote,
    fence,
    readOnly,
    record,
    leave,
    switchover,
    failback,
    restore,
    scale,
    activate,
    standDown,
    announce,
    ttl,
    to,
  } = does;
  if (promote !== undefined)
    return { kind: 'promote', store: promote, ...(to === undefined ? {} : { to: sites.numberOf(to) }) };
  if (fence !== undefined) return { kind: 'fence', store: fence };
  if (readOnly !== undefined) return { kind: 'readOnly', store: readOnly };
  if (record !== undefined) return { kind: 'record', store: record };
  if (leave !== undefined) return { kind: 'leave', region: sites.regionNumber(leave) };
  if (does.return !== undefined) return { kind: 'return', region: sites.regionNumber(does.return) };
  if (switchover !== undefined) return { kind: 'switchover', store: switchover, to: sites.numberOf(to!) };
  if (failback !== undefined) return { kind: 'failback', store: failback };
  if (restore !== undefined) return { kind: 'restore', store: restore };
  if (scale !== undefined) return { kind: 'scale', region: scale, factor: factorOf(to!) };
  if (activate !== undefined) return { kind: 'activate', region: activate };
  if (standDown !== undefined) return { kind: 'standDown', region: standDown };
  if (announce !== undefined) return { kind: 'announce' };
  return { kind: 'ttl', to: ttl! };
}

function factorOf(text: string): number {
  const reading = parseMultiple(text);
  return 'value' in reading ? reading.value : 1;
}

function planRule({ elapsed, lossAtMost, worth, atLatest, wrong }: NonNullable<GivenStep['rule']>): Rule {
  return {
    ...(elapsed === undefined ? {} : { elapsed: Math.ceil(elapsed) }),
    ...(lossAtMost
      ? {
          loss: {
            store: lossAtMost.of,
            ...(lossAtMost.time === undefined ? {} : { time: lossAtMost.time }),
            ...(lossAtMost.writes === undefined ? {} : { writes: lossAtMost.writes }),
          },
        }
      : {}),
    ...(worth ? { worthIt: worthFailingOver(buildLaw(worth.outage), priceOf(worth)) } : {}),
    ...(atLatest === undefined ? {} : { atLatest: Math.ceil(atLatest) }),
    wrong,
  };
}

/** What a failover takes, and what comes with it as outage that it is worth. */
function priceOf({
  failover,
  loss,
  failback,
  splitBrain,
}: NonNullable<NonNullable<GivenStep['rule']>['worth']>): number {
  return failover + loss + failback + (splitBrain ? splitBrain.chance * splitBrain.costs : 0);
}
