import { constant, Draws, Job, type Scenario, Streams, worstLoss } from '../../src/index.js';
import { percent, seconds } from './amounts.js';
import type { Drawing } from './drawing.js';
import type { Builder, Experiment, SampledFigure } from './experiment.js';
import { reading } from './experiment.js';
import { listOf, numbersOf } from './oracle.js';

const secondsPerHour = 3600;

export const hours = (value: number) => seconds(value * secondsPerHour);

/** Long after the start: twenty years in which nothing happens cost nothing. */
export const lostAt = 20 * 365 * 24;

export type Backups = NonNullable<Scenario['data'][string]['backups']>;

interface Kept {
  readonly backups: Backups;
  /** Bytes of the store, and what the vault gives a second. */
  readonly size?: string;
  readonly bandwidth?: string;
  /** Hours that a restore may take. */
  readonly within?: number;
}

/** The only copy of a store is destroyed once a run, and the store is restored. */
export function restored({ backups, size, bandwidth, within = 1000 }: Kept): Experiment {
  return {
    scenario: {
      title: 'a store is restored from backups',
      regions: { near: { place: 'aws/us-east-1' }, far: { place: 'aws/us-west-2' } },
      clients: { users: { place: 'aws/us-east-1', requests: '1/d', writes: '100%' } },
      routing: {
        policy: 'failover',
        order: ['near', 'far'],
        ttl: '1s',
        health: { interval: '1s', timeout: '1s', failures: 1 },
      },
      vaults: { vault: { in: 'elsewhere', ...(bandwidth === undefined ? {} : { bandwidth }) } },
      data: { orders: { primary: 'near', backups, ...(size === undefined ? {} : { size }) } },
      faults: [{ destroy: 'orders', at: hours(lostAt) }],
      horizon: hours(lostAt + within),
    },
    readings: {
      age: reading('restorePointAge of orders'),
      stopped: reading('stoppedBackups of orders'),
      wasted: reading('wastedRestore of orders'),
    },
  };
}

const perHour = 1 / secondsPerHour;

/** How old the state is that is restored, in hours. */
function age(from: Experiment, more: Partial<SampledFigure> = {}): SampledFigure {
  return { from, reading: 'age', scale: perHour, ...more };
}

/** Snapshots at a random phase, of which some fail. */
export const snapshots: Builder = (params) => {
  const { T, ps, d } = numbersOf(params, 'T', 'ps', 'd');
  const backups = { nightly: { every: hours(T), takes: hours(d), to: 'vault', fails: percent(1 - ps) } };
  const from = restored({ backups });
  return {
    window: age(from),
    'exceeds-one-period': age(from, { statistic: { shareAbove: d + T } }),
  };
};

/** Backups that stop in silence, until the next check. */
export const silentStops: Builder = (params) => {
  const { T, V, theta } = numbersOf(params, 'T', 'V', 'theta');
  const verify = { every: hours(V), aligned: true };
  const stops = { mean: hours(1 / theta) };
  const from = restored({ backups: { nightly: { every: hours(T), to: 'vault', stops, verify } } });
  return { window: age(from), stopped: { from, reading: 'stopped', statistic: { shareAbove: 0.5 } } };
};

/** One after the other is tried, and each bad one has cost its time. */
export const walkingBack: Builder = (params) => {
  const { tau, q, N, V } = numbersOf(params, 'tau', 'q', 'N', 'V');
  const backups = { nightly: { every: hours(tau), to: 'vault', bad: percent(q), keep: N } };
  const took = V > 0 ? { size: `${V * secondsPerHour}MB`, bandwidth: '1MB/s', within: 2 * V * N + 1000 } : {};
  const from = restored({ backups, ...took });
  return {
    // Once in ten million disasters: drawn with backups that are bad more often, and weighted by the ratio of the likelihoods.
    'no-good-backup': { from: allBad(q, N, tau), reading: 'weight' },
    'loss-given-good-backup': age(from, { where: 'known' }),
    'wasted-restore': { from, reading: 'wasted', scale: perHour },
  };
};

/** The backups of a store are bad so often that mostly all of them are: the weight of a draw, or 0. */
export function allBad(q: number, count: number, every: number): Drawing {
  const corrupt = Math.max(q, 1 - 1 / (2 * count));
  const takes = { law: constant(0), drawn: 'use', statement: 'takes', fixed: 0 } as const;
  return {
    readings: ['weight'],
    draw: (stream) => {
      const draws = new Draws(new Streams(String(stream.next())).at(0));
      const job = new Job(
        {
          name: 'nightly',
          schedule: { every: every * secondsPerHour * 1e6 },
          hold: 0,
          aligned: false,
          takes,
          keep: { kind: 'count', count },
          flaws: { incomplete: 0, corrupt, unreadable: 0 },
          fails: 0,
          bytes: 0,
          vault: 'vault',
        },
        'nightly of orders',
        draws,
      );
      let weight = 1;
      for (const { flaw } of job.existing({ readyBy: 0, asOf: 0 })) {
        if (!flaw) return [0];
        weight *= q / corrupt;
      }
      return [weight];
    },
  };
}

/** A stream to a standby that stops in silence. */
export const stoppedStream: Builder = (params) => {
  const { sg, T } = numbersOf(params, 'sg', 'T');
  const stops = { mean: hours(1 / sg) };
  const from = restored({
    backups: { stream: { kind: 'standby', in: 'far', delay: '0s', stops, verify: { every: hours(T) } } },
  });
  return {
    stopped: { from, reading: 'stopped', statistic: { shareAbove: 0.5 } },
    'mean-loss-age': age(from),
  };
};

/** Levels that hand on what those before them have. */
export const recoveryPointChain: Builder = (params) => {
  const { acc } = numbersOf(params, 'acc');
  const levels = (params['hp'] as unknown[]).map((_, index) =>
    listOf({ level: (params['hp'] as unknown[])[index] }, 'level'),
  );
  const backups: Backups = {};
  let above: string | undefined;
  levels.forEach(([hold, takes], index) => {
    const name = `level${index}`;
    // Those before the last one accumulate four times as often, in step with it.
    const every = index === levels.length - 1 ? acc : acc / 4;
    backups[name] = {
      every: hours(every),
      hold: hours(hold!),
      takes: hours(takes!),
      to: index === levels.length - 1 ? 'vault' : 'lost',
      ...(above === undefined ? {} : { from: above }),
    };
    above = name;
  });
  const from = restored({ backups });
  // The levels before the last one go with the site.
  const { scenario } = from;
  scenario.vaults = { ...scenario.vaults, lost: { in: 'near' } };
  scenario.faults = [{ destroy: 'near', at: hours(lostAt) }];
  (scenario.data['orders'] as { restore?: object }).restore = { to: 'far' };
  return {
    'mean-loss': age(from),
    'worst-loss': {
      compute: () =>
        worstLoss(
          acc,
          levels.map(([hold, takes]) => ({ hold: hold!, takes: takes! })),
        ),
    },
  };
};
