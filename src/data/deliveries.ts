/**
 * Published numbers of how software is delivered, as scenarios write them, each with its source. Those marked "as quoted" were read in
 * quotations of the source.
 */

interface Published {
  /** As a scenario says it. */
  readonly is: string;
  readonly source: string;
}

const amazon = 'Amazon Builders’ Library, “Automating safe, hands-off deployments”, as quoted';
const codeDeploy = 'AWS CodeDeploy User Guide';

/** Batches in which the servers of a region are replaced: two thirds of them serve all the while. */
export const rollingBatches = 3;
export const rollingSource = `${amazon}: at least 66% of the capacity stays healthy`;

/** How long a version is watched after each kind of stage, before it goes on: `first` is the first whole region, `later` each after it. */
export const bakeTimes: Readonly<Record<'oneBox' | 'zone' | 'first' | 'later', Published>> = {
  oneBox: { is: '1h', source: amazon },
  zone: { is: '1h', source: `${amazon} of a one-box stage` },
  first: { is: '12h', source: amazon },
  later: { is: '2h to 4h', source: amazon },
};

/** Ends of the bake time of `later`, microseconds. */
export const laterBake: readonly [number, number] = [2 * 3.6e9, 4 * 3.6e9];

/** Requests that a version must have had in a period of an alarm for the period to count. */
export const dataPointRequests = 100;
export const dataPointSource = amazon;

/** How long an approval may wait for a person. */
export const approvalTimeout: Published = { is: '7d', source: 'AWS CodePipeline User Guide, “Quotas”' };

/** From the fault to its cause, and from there until a change that is everywhere is undone everywhere. */
export const globalPush = {
  decide: '10m',
  takes: '30m',
  source:
    'Google Cloud incident report, 12 June 2025: cause found within 10 min, kill switch rolled out within 40 min',
} as const;

/** How long requests in flight may go on at the old stack. */
export const deregistrationDelay: Published = {
  is: '300s',
  source: 'AWS, “Target groups for your Application Load Balancers”, deregistration delay',
};

/** How long the old stack is kept. */
export const oldStackKept: Published = {
  is: '48h',
  source: `${codeDeploy}, “Quotas”: at most 2,800 minutes`,
};

/** Shifts of traffic by weights: a first share, then steps of `step` each `every`. */
export const shifts: Readonly<
  Record<string, { readonly first: number; readonly step: number; readonly every: string }>
> = {
  'canary-10-5m': { first: 0.1, step: 0.9, every: '5m' },
  'canary-10-15m': { first: 0.1, step: 0.9, every: '15m' },
  'canary-10-30m': { first: 0.1, step: 0.9, every: '30m' },
  'linear-10-1m': { first: 0.1, step: 0.1, every: '1m' },
  'linear-10-3m': { first: 0.1, step: 0.1, every: '3m' },
  'linear-10-10m': { first: 0.1, step: 0.1, every: '10m' },
};
export const shiftSource = `${codeDeploy}, “Deployment configurations”`;
