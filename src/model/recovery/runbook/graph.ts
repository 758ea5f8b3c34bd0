/** Why a step is done at all: a decision chose it as its way, or another step failed for good and this one stands in for it. */
export type Condition =
  | { readonly kind: 'way'; readonly of: number }
  | { readonly kind: 'failure'; readonly of: number };

/** A step as the order of a runbook sees it; others are named by their place in the list. */
export interface Node {
  /** Steps that come before it; of those that are left out nothing is waited for. */
  readonly after: readonly number[];
  readonly onlyIf?: Condition;
  /** The step that stands in for it when it fails for good. */
  readonly otherwise?: number;
}

export type StepState = 'due' | 'under way' | 'done' | 'failed' | 'left out';

/** How far a runbook has come: the state of each step, and the way that each decision chose. */
export interface Standing {
  readonly states: readonly StepState[];
  readonly chosen: readonly (number | undefined)[];
}

/** What is to be done next: steps that begin now, and steps that are left out, in the order of the list. */
export function next(nodes: readonly Node[], standing: Standing): { begin: number[]; leaveOut: number[] } {
  const states = [...standing.states];
  const view = { states, chosen: standing.chosen };
  const leaveOut: number[] = [];
  for (let changed = true; changed; ) {
    changed = false;
    nodes.forEach((node, index) => {
      if (states[index] !== 'due' || verdictOn(nodes, node, index, view) !== 'leave out') return;
      states[index] = 'left out';
      leaveOut.push(index);
      changed = true;
    });
  }
  const begin = nodes.flatMap((node, index) =>
    states[index] === 'due' && verdictOn(nodes, node, index, view) === 'begin' ? [index] : [],
  );
  return { begin, leaveOut: leaveOut.sort((a, b) => a - b) };
}

/** How a step ended for those that come after it: one that failed ended as the step that stands in for it did. */
export function outcome(
  nodes: readonly Node[],
  { states }: Pick<Standing, 'states'>,
  index: number,
): 'done' | 'left out' | 'failed' | 'open' {
  const state = states[index]!;
  const { otherwise } = nodes[index]!;
  if (state === 'failed') return otherwise === undefined ? 'failed' : outcome(nodes, { states }, otherwise);
  return state === 'done' || state === 'left out' ? state : 'open';
}

function verdictOn(
  nodes: readonly Node[],
  node: Node,
  index: number,
  standing: Standing,
): 'begin' | 'leave out' | 'wait' {
  const condition = conditionMet(nodes, node, index, standing);
  if (condition !== 'met') return condition;
  const ends = node.after.map((one) => outcome(nodes, standing, one));
  if (ends.some((end) => end === 'open' || end === 'failed')) return 'wait';
  // A step on a way that was not taken is left out with all that came before it.
  const unreached = ends.length > 0 && ends.every((end) => end === 'left out') && !node.onlyIf;
  return unreached ? 'leave out' : 'begin';
}

function conditionMet(
  nodes: readonly Node[],
  { onlyIf }: Node,
  index: number,
  standing: Standing,
): 'met' | 'wait' | 'leave out' {
  if (!onlyIf) return 'met';
  const { kind, of } = onlyIf;
  const state = standing.states[of]!;
  if (kind === 'failure') {
    if (state === 'failed') return 'met';
    return state === 'done' || state === 'left out' ? 'leave out' : 'wait';
  }
  const end = outcome(nodes, standing, of);
  if (end === 'left out') return 'leave out';
  if (end !== 'done') return 'wait';
  return standing.chosen[of] === index ? 'met' : 'leave out';
}

/** The nodes that come directly before each. */
export function predecessors({ after, onlyIf }: Node): readonly number[] {
  return onlyIf && !after.includes(onlyIf.of) ? [onlyIf.of, ...after] : after;
}

/**
 * When each step ends if nobody has to be waited for: the longest path to it, when a step takes so long (0 for what is left out). The
 * critical path method (Kelley and Walker, 1959).
 */
export function longestPaths(nodes: readonly Node[], takes: readonly number[]): number[] {
  const ends: (number | undefined)[] = nodes.map(() => undefined);
  const endOf = (index: number): number => {
    const known = ends[index];
    if (known !== undefined) return known;
    const begins = predecessors(nodes[index]!).reduce((latest, one) => Math.max(latest, endOf(one)), 0);
    ends[index] = begins + takes[index]!;
    return ends[index]!;
  };
  return nodes.map((_, index) => endOf(index));
}
