/** How long managed services take to fail over: what they publish, and what users measured. */

/** What a service, or a paper on it, says. */
interface Claim {
  readonly says: string;
  /** Seconds: the fewest and the most that are meant. */
  readonly within: readonly [number, number];
  /** Share of failovers that has to keep to it. */
  readonly share: number;
}

/** What somebody saw, seconds; grade C: it gives a rate, never a pass. */
interface Measured {
  readonly what: string;
  readonly times: readonly number[];
}

export interface Case {
  readonly preset: string;
  /** What is timed: from the loss of the primary, or what follows the command of a person. */
  readonly from: 'loss' | 'command';
  readonly claim: Claim;
  readonly users: readonly Measured[];
}

/** Of what is said to be typical, or a bound. */
const nearlyAll = 0.9;

const claim = (says: string, least: number, most: number, share = nearlyAll): Claim => ({
  says,
  within: [least, most],
  share,
});

const auroraForced: Measured = {
  what: 'five forced failovers of Aurora PostgreSQL, asked each second (zatoima.github.io)',
  times: [13, 11, 16, 10, 12],
};

export const cases: readonly Case[] = [
  {
    preset: 'aws/rds-multi-az',
    from: 'loss',
    claim: claim('60 to 120 s, typically', 60, 120),
    users: [
      { what: 'in production (Razorpay, 2019)', times: [110] },
      { what: 'forced (giuppo.github.io)', times: [120] },
      { what: 'until users were served again (72technologies.com)', times: [90] },
      { what: 'the change of the engine alone (the same)', times: [28] },
    ],
  },
  {
    preset: 'aws/rds-multi-az-cluster',
    from: 'loss',
    claim: claim('under 35 s, typically', 0, 35),
    users: [],
  },
  { preset: 'aws/aurora', from: 'loss', claim: claim('less than 60 s', 0, 60), users: [auroraForced] },
  { preset: 'aws/aurora', from: 'loss', claim: claim('often less than 30 s', 0, 30, 0.4), users: [] },
  {
    preset: 'aws/aurora-single',
    from: 'loss',
    claim: claim('less than 10 min, typically', 0, 600),
    users: [],
  },
  { preset: 'aws/aurora-global', from: 'command', claim: claim('under a minute', 0, 60), users: [] },
  { preset: 'gcp/cloud-sql', from: 'loss', claim: claim('60 to 120 s, as courses say', 60, 120), users: [] },
  { preset: 'gcp/spanner', from: 'loss', claim: claim('about 10 s (OSDI 2012)', 0, 10), users: [] },
  {
    preset: 'azure/sql-failover-group',
    from: 'loss',
    claim: claim('1 h', 0, 3600),
    users: [{ what: 'East US, September 2023', times: [8 * 3600] }],
  },
  { preset: 'azure/sql-failover-group-manual', from: 'command', claim: claim('30 s', 0, 30), users: [] },
  {
    preset: 'azure/sql-geo-restore',
    from: 'loss',
    claim: claim('12 h', 0, 12 * 3600),
    users: [],
  },
  {
    preset: 'azure/cosmos-db-session',
    from: 'loss',
    claim: claim('up to an hour or more', 0, 3600),
    users: [],
  },
  {
    preset: 'patroni',
    from: 'loss',
    claim: claim('20 to 42 s: 22 to 46 s less what a load balancer takes (Pigsty)', 20, 42),
    users: [],
  },
  { preset: 'cockroachdb', from: 'loss', claim: claim('1 to 9 s', 1, 9), users: [] },
  { preset: 'foundationdb', from: 'loss', claim: claim('a few seconds', 0, 10), users: [] },
];
