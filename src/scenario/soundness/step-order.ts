import { own } from '../declaration.js';
import { type Path, quote } from '../mistake.js';
import { findCycle, type OrderedStep, orderSteps } from '../step-order.js';
import { type Findings, listOf, textOf, textsOf } from './given.js';

/** Steps have names of their own, speak of steps that are there, and can be put in order. */
export function checkOrder(path: Path, given: readonly unknown[], findings: Findings): void {
  const names = given.map((step) => textOf(own(step, 'name')));
  const known = names.flatMap((name) => name ?? []);
  const targets = new Map<string, number>();
  for (const [index, step] of given.entries()) {
    const here = [...path, index];
    const name = names[index];
    if (name !== undefined && names.indexOf(name) < index)
      findings.add([...here, 'name'], `${quote(name)} is the name of an earlier step`, 'a name of its own');
    findings.repeated([...here, 'after'], own(step, 'after'));
    for (const [at, other] of textsOf(own(step, 'after')))
      if (!known.includes(other)) findings.unknown([...here, 'after', at], 'step', other, known);
    for (const [target, where] of targetsOf(step, here)) {
      if (!known.includes(target)) findings.unknown(where, 'step', target, known);
      else if (targets.has(target))
        findings.add(where, `${quote(target)} is what another step leads to already`, 'a step of its own');
      targets.set(target, index);
    }
  }
  checkCycle(path, given, findings);
}

/** Steps that are done only because of this one. */
function targetsOf(step: unknown, path: Path): [name: string, where: Path][] {
  const otherwise = textOf(own(step, 'otherwise'));
  const ways = listOf(own(step, 'choose')).flatMap((way, index): [string, Path][] => {
    const to = textOf(own(way, 'to'));
    return to === undefined ? [] : [[to, [...path, 'choose', index, 'to']]];
  });
  return [
    ...(otherwise === undefined ? [] : [[otherwise, [...path, 'otherwise']] as [string, Path]]),
    ...ways,
  ];
}

function checkCycle(path: Path, given: readonly unknown[], findings: Findings): void {
  const steps = given.map(readStep);
  const cycle = findCycle(orderSteps(steps));
  if (!cycle) return;
  const trail = cycle.map((index) => steps[index]!.name).join(', then ');
  const [first] = cycle;
  const key = steps[first!]!.after ? 'after' : 'name';
  findings.add([...path, first!, key], `makes a cycle: ${trail}`, 'steps that can be put in an order');
}

function readStep(step: unknown, index: number): OrderedStep {
  const after = own(step, 'after');
  const otherwise = textOf(own(step, 'otherwise'));
  const ways = listOf(own(step, 'choose')).flatMap((way) => {
    const to = textOf(own(way, 'to'));
    return to === undefined ? [] : [{ to }];
  });
  return {
    name: textOf(own(step, 'name')) ?? `step ${index + 1}`,
    ...(Array.isArray(after) ? { after: textsOf(after).map(([, name]) => name) } : {}),
    ...(otherwise === undefined ? {} : { otherwise }),
    ...(ways.length > 0 ? { choose: ways } : {}),
  };
}
