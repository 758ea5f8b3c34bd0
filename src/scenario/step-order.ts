/** What the order of the steps of a runbook follows from; the rest of a step does not matter to it. */
export interface OrderedStep {
  readonly name: string;
  readonly after?: readonly string[];
  readonly otherwise?: string;
  readonly choose?: readonly { readonly to: string }[];
}

/** The place of a step in the graph of its runbook; others are named by their place in the list. */
export interface Place {
  readonly after: readonly number[];
  readonly onlyIf?: { readonly kind: 'way' | 'failure'; readonly of: number };
  readonly otherwise?: number;
}

/**
 * The graph of a runbook. A step comes after the one before it in the list, unless it says what it comes after, or is done only if a
 * decision chose it or another step failed. After one of the ways of a decision comes what comes after all of them. Names that no step
 * bears are left out.
 */
export function orderSteps(steps: readonly OrderedStep[]): Place[] {
  const places = new Map(steps.map(({ name }, index) => [name, index] as const).reverse());
  const placesOf = (names: readonly string[]) => names.flatMap((name) => places.get(name) ?? []);
  const conditions = steps.map((_, index) => conditionOf(steps, index));
  return steps.map(({ after, otherwise }, index) => {
    const onlyIf = conditions[index];
    const standIn = otherwise === undefined ? undefined : places.get(otherwise);
    return {
      after: after ? placesOf(after) : onlyIf ? [] : placesOf(stepsBefore(steps, conditions, index)),
      ...(onlyIf ? { onlyIf } : {}),
      ...(standIn === undefined ? {} : { otherwise: standIn }),
    };
  });
}

function conditionOf(steps: readonly OrderedStep[], index: number): Place['onlyIf'] {
  const { name } = steps[index]!;
  const decision = steps.findIndex(({ choose }) => choose?.some(({ to }) => to === name));
  if (decision >= 0) return { kind: 'way', of: decision };
  const failing = steps.findIndex(({ otherwise }) => otherwise === name);
  return failing >= 0 ? { kind: 'failure', of: failing } : undefined;
}

/** What a step without `after` comes after. */
function stepsBefore(
  steps: readonly OrderedStep[],
  conditions: readonly Place['onlyIf'][],
  index: number,
): string[] {
  let before = index - 1;
  // A step that stands in for another one ends as that one does.
  while (before >= 0 && conditions[before]?.kind === 'failure') before -= 1;
  if (before < 0) return [];
  const condition = conditions[before];
  return condition ? steps[condition.of]!.choose!.map(({ to }) => to) : [steps[before]!.name];
}

/** Places that come before themselves, in order, the first repeated at the end. */
export function findCycle(places: readonly Place[]): number[] | undefined {
  const clear = new Set<number>();
  const visit = (index: number, trail: readonly number[]): number[] | undefined => {
    const start = trail.indexOf(index);
    if (start >= 0) return [...trail.slice(start), index];
    if (clear.has(index)) return undefined;
    const { after, onlyIf } = places[index]!;
    for (const before of onlyIf ? [onlyIf.of, ...after] : after) {
      const cycle = visit(before, [...trail, index]);
      if (cycle) return cycle;
    }
    clear.add(index);
    return undefined;
  };
  for (let index = 0; index < places.length; index += 1) {
    const cycle = visit(index, []);
    if (cycle) return cycle.reverse();
  }
  return undefined;
}
