import type { Micros } from '../../../kernel/index.js';
import type { Phase } from '../../path.js';
import type { Quantity } from '../../quantity.js';
import type { ActionOptions } from '../actions/action-options.js';
import type { ItemOptions } from '../dependencies/readiness.js';
import type { Rule } from './decision.js';
import type { Node } from './graph.js';

/** What a step does while something that it needs is down. */
export type WhileDown =
  | { readonly kind: 'wait' }
  | { readonly kind: 'fail' }
  /** It looks again after so long each. */
  | { readonly kind: 'retry'; readonly every: Micros }
  /** It goes another way, which needs this instead. */
  | { readonly kind: 'use'; readonly instead: string };

/** What has to be so before a step begins. */
export type Given =
  /** A region answers. */
  { readonly kind: 'answers'; readonly region: number; readonly name: string };

export interface StepOptions extends Node {
  readonly name: string;
  readonly phase: Phase;
  /** Of one attempt, which is drawn anew each time. */
  readonly takes: Quantity;
  /** Whose people do it; absent = it goes by itself. */
  readonly role?: string;
  readonly given?: Given;
  /** Services and credentials that it needs from its beginning to its end. */
  readonly needs: readonly string[];
  readonly whileDown: WhileDown;
  /** What has to be in place in the second region. */
  readonly requires: readonly ItemOptions[];
  /** Chance that an attempt fails, which is noticed at its end. */
  readonly fails: number;
  /** Attempts in all. */
  readonly tries: number;
  readonly does?: ActionOptions;
  /** It decides: each way is a step, by its place in the list. */
  readonly ways?: readonly { readonly chance: number; readonly to: number }[];
  readonly rule?: Rule;
  /** Time to undo it when the runbook fails or is called off; absent = it is not undone, but for a fence. */
  readonly rollback?: Quantity;
}
