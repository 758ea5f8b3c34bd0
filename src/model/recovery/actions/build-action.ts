import type { Path } from '../../path.js';
import type { Action } from '../action.js';
import type { Flight } from '../runbook/trigger.js';
import type { ActionOptions } from './action-options.js';
import { type ActionStage, shardsThatFlee } from './action-stage.js';
import { Activate } from './activate.js';
import { Grow } from './grow.js';
import { Promote } from './promote.js';
import { RestoreStore } from './restore-store.js';
import { Switchover } from './switchover.js';

/** How an action comes about in one runbook: what is fled, what led to it, and who is asked again after changes. */
export interface ActionContext {
  readonly stage: ActionStage;
  readonly flight: Flight | undefined;
  readonly runbook: string;
  path(): Path;
  /** The function is called after anything changed, until the one returned is. */
  watch(again: () => void): () => void;
}

type Builders = {
  readonly [K in ActionOptions['kind']]: (
    options: Extract<ActionOptions, { kind: K }>,
    context: ActionContext,
  ) => Action;
};

const builders: Builders = {
  promote: ({ store, to }, { stage, flight, watch }) => new Promote(store, to, flight, stage, watch),
  fence: ({ store }, { stage, flight }) =>
    atOnce('act', () => {
      const shards = shardsThatFlee(store, flight, stage);
      for (const shard of shards) shard.fence();
      return () => {
        for (const shard of shards) shard.reinstate();
      };
    }),
  readOnly: ({ store }, { stage }) =>
    atOnce('act', () => {
      const primaries = stage.shardsOf(store).map((shard) => ({ shard, writer: shard.writer }));
      for (const { shard, writer } of primaries) shard.demote(writer);
      return () => {
        // One that has handed over meanwhile stays what it is.
        for (const { shard, writer } of primaries) if (shard.writer === writer) shard.reinstate();
      };
    }),
  record: ({ store }, { stage }) =>
    edited(stage, () => {
      for (const shard of stage.shardsOf(store)) shard.announce();
      return () => {};
    }),
  leave: ({ region }, { stage, path }) =>
    edited(stage, () => {
      stage.names.name(region, false, path());
      return () => stage.names.name(region, true, []);
    }),
  return: ({ region }, { stage, path }) =>
    edited(stage, () => {
      stage.names.name(region, true, path());
      return () => stage.names.name(region, false, []);
    }),
  switchover: ({ store, to }, { stage, watch }) => new Switchover(store, to, stage, watch),
  failback: ({ store }, { stage, watch }) => new Switchover(store, undefined, stage, watch),
  restore: ({ store }, { stage, path }) => new RestoreStore(store, stage, path),
  scale: ({ region, factor }, { stage, watch }) =>
    new Grow(region, factor, stage.congestion!, stage.shortages, watch),
  activate: ({ region }, { stage, watch }) => {
    const standby = stage.standbys.get(region);
    return standby ? new Activate(standby, watch) : atOnce('act', () => () => {});
  },
  standDown: ({ region }, { stage }) =>
    atOnce('act', () => {
      stage.standbys.get(region)?.standDown();
      return () => {};
    }),
  announce: (_, { stage: { trace, simulation }, runbook }) =>
    atOnce('act', () => {
      trace.emit({ type: 'announced', at: simulation.now, runbook });
      return () => {};
    }),
  ttl: ({ to }, { stage }) =>
    edited(stage, () => {
      stage.names.changeTtl(to);
      return () => {};
    }),
};

/** An action by its kind. */
export function buildAction(options: ActionOptions, context: ActionContext): Action {
  const builder = builders[options.kind] as (options: ActionOptions, context: ActionContext) => Action;
  return builder(options, context);
}

function atOnce(phase: Action['phase'], act: () => () => void): Action {
  return {
    phase,
    begin(done) {
      const undo = act();
      done(true);
      return undo;
    },
  };
}

/** An edit of a DNS record, which waits while none can be made. */
function edited({ names }: ActionStage, act: () => () => void): Action {
  return {
    phase: 'propagate',
    begin(done) {
      let undo = () => {};
      let calledOff = false;
      names.edit(() => {
        if (calledOff) return;
        undo = act();
        done(true);
      });
      return () => {
        calledOff = true;
        undo();
      };
    },
  };
}
