import { z } from 'zod';
import { calendar, lasts } from './fault-times.js';
import { name, naming } from './name.js';
import { choice, expecting, measured, optional, standard } from './note.js';
import { quantity } from './quantity.js';
import { share } from './share.js';

const never = () => false;
const where = naming('a region, one of its zones, or a store (its primary)');
const site = naming('a region or one of its zones');
const side = expecting(
  z.union([site.transform((one) => [one]), expecting(z.array(site).min(1), 'a list of regions and zones')]),
  'a region, or a list of regions and zones',
);
const several = (what: z.ZodType<string>, expected: string) =>
  expecting(
    z.union([
      what.transform((one) => [one]),
      expecting(z.array(what).min(2).max(100), `a list of ${expected}`),
    ]),
    `${expected}, or a list of them that are struck at once`,
  );
const struck = several(where, 'a region, one of its zones, or a store (its primary)');
const pair = (what: z.ZodType<string>) =>
  expecting(z.tuple([what, what]), 'two ends such as [us-east, eu-west]');

/** The kinds of faults, each the key that names what it strikes. */
export const faultKinds = [
  'lose',
  'destroy',
  'crash',
  'pause',
  'partition',
  'isolate',
  'slow',
  'alarm',
  'promote',
  'step',
  'dns',
  'throttle',
  'starve',
  'degrade',
  'surge',
  'corrupt',
] as const;

const absent = { is: 'another kind of fault', when: never };

const fault = expecting(
  z
    .strictObject({
      lose: optional(
        struck,
        'Stopped and unreachable at once, messages in flight gone; its disks come back',
        absent,
      ),
      destroy: optional(struck, 'The same, disks too', absent),
      crash: optional(struck, 'Processes only: what was sent arrives, what was not flushed is gone', absent),
      pause: optional(
        struck,
        'Processes or machines that stand still: they answer nobody, lose nothing, and on waking believe what they believed',
        absent,
      ),
      partition: optional(
        expecting(z.tuple([side, side]), 'two sides such as [us-east, [us-west, cloud]]'),
        'Two sides that cannot reach each other',
        absent,
      ),
      isolate: optional(
        several(site, 'a region or one of its zones'),
        'It reaches nobody and nobody reaches it',
        absent,
      ),
      slow: optional(pair(site), 'The link between two regions takes longer', absent),
      alarm: optional(
        naming('a store'),
        'A false alarm: the failover of the store starts though its primary lives',
        absent,
      ),
      promote: optional(
        naming('a store'),
        'Somebody promotes a copy by hand and does not stop the old primary: the region of the copy uses it, the others the old one',
        absent,
      ),
      surge: optional(
        naming('a population, or all'),
        'Its clients ask for more than usual: a flash crowd',
        absent,
      ),
      to: optional(
        expecting(z.string(), 'a site, or a percentage such as 300%'),
        'promote: the site of the copy. surge: so much of what is asked for otherwise',
        { is: 'required with promote and surge', when: never },
      ),
      step: optional(naming('a region'), 'Its clock is set forward, or back', absent),
      throttle: optional(
        naming('a region, or a store'),
        'Its servers run at a part of their speed (a throttled processor, a noisy neighbour); work under way slows down too',
        absent,
      ),
      speed: optional(
        measured(share, { above: 0, below: 1, because: 'above 0% and below 100%' }),
        'throttle: what is left of the speed',
        { is: 'required with throttle', when: never },
      ),
      starve: optional(
        naming('a region'),
        'No more servers can be had there: the provider has none left, or its control plane is down; those that run are well',
        absent,
      ),
      corrupt: optional(
        naming('a store'),
        'Its data are harmed: a bad delete, a bad migration, ransomware. Copies follow, as with any write; only an earlier state helps',
        absent,
      ),
      harm: standard(
        choice(['altered', 'deleted', 'encrypted']),
        'altered',
        'corrupt: whether rows hold something else, are gone, or can be read by nobody, as by ransomware, which makes backups useless too in vaults of the same account that are not immutable',
        { when: (owner) => 'corrupt' in owner },
      ),
      noticed: optional(quantity, 'corrupt: until people notice, and have the store restored', {
        is: 'nobody notices',
        when: (owner) => 'corrupt' in owner,
      }),
      degrade: optional(
        site,
        'A gray failure: a share of the requests fails there, each by chance, though it answers the others',
        absent,
      ),
      share: optional(
        measured(share, { above: 0, because: 'above 0%' }),
        'degrade: the share of the requests that fails. corrupt: the share that needs rows which are harmed',
        { is: 'required with degrade and corrupt', when: never },
      ),
      probes: standard(
        choice(['affected', 'spared']),
        'affected',
        'degrade: whether health probes fail as requests do, or ask for something that is not touched',
        { when: (owner) => 'degrade' in owner },
      ),
      dns: optional(
        choice(['unanswered', 'empty', 'frozen']),
        'The name servers answer nobody; the record is empty by mistake; or records cannot be edited',
        absent,
      ),
      checks: standard(
        choice(['act', 'wait']),
        'act',
        'dns frozen: whether verdicts of the health checks still change what is answered',
        {
          source:
            'health checks and the failover of records are part of the data plane of Route 53: its developer guide',
          when: (owner) => owner['dns'] === 'frozen',
        },
      ),
      by: optional(quantity, 'slow: added to the round trip. step: by how much the clock is set', {
        is: 'required with slow and step',
        when: never,
      }),
      back: standard(expecting(z.boolean(), 'true or false'), false, 'step: the clock is set back', {
        when: (owner) => 'step' in owner,
      }),
      inFlight: standard(
        choice(['lost', 'delivered']),
        'lost',
        'partition: what becomes of what was on its way at the cut; what is lost is sent again after it',
        { source: 'as when routes or links go down', when: never },
      ),
      oneWay: standard(
        expecting(z.boolean(), 'true or false'),
        false,
        'partition: only from the first side to the second',
        {
          when: (owner) => 'partition' in owner,
        },
      ),
      at: optional(quantity, 'When it starts', {
        is: 'required, unless every or calendar is given',
        when: never,
      }),
      every: optional(quantity, 'It recurs: up time before each occurrence', { is: 'once', when: never }),
      from: optional(
        choice(['end', 'start']),
        'every: from the end of an occurrence (mean time to failure), or from its start (mean time between failures); then occurrences may overlap',
        { is: 'end', when: never },
      ),
      starts: optional(
        choice(['any', 'up']),
        'every: whether a run begins in the middle of an up time, or with a whole one, as when all is new',
        { is: 'any', when: never },
      ),
      calendar: optional(
        calendar,
        'It is planned: it comes every so often by the clock, from a random day on (maintenance)',
        { is: 'none', when: never },
      ),
      for: optional(lasts, 'How long it lasts; the parts of a list add up', {
        is: 'until the horizon',
        when: (owner) => !('corrupt' in owner),
      }),
      crew: optional(
        naming('a crew'),
        'Who repairs it: it waits until the crew is free, first come first served',
        {
          is: 'nobody in particular: it is repaired at once',
          when: never,
        },
      ),
      strikes: optional(
        choice(['all', 'standing']),
        'Whether it also strikes what is down already, which is then back when all that holds it is over; or passes over it, as in models where what is down does not fail',
        { is: 'all', when: never },
      ),
      name: optional(name, 'Its own name for random streams and reports', {
        is: 'kind, target and occurrence',
        when: never,
      }),
    })
    .meta({ oneOf: faultKinds.map((kind) => ({ required: [kind] })) }),
  'a fault such as { lose: us-east, at: 10m, for: 1h }',
);

type GivenFault = z.output<typeof fault>;

/** What breaks: once, or again and again. */
export const faults = expecting(
  z.array(fault).transform((list) => {
    const seen = new Map<string, number>();
    return list.map((given) => specify(given, seen));
  }),
  'a list of faults such as - lose: us-east',
);

function specify(given: GivenFault, seen: Map<string, number>) {
  const {
    lose,
    destroy,
    crash,
    pause,
    partition,
    isolate,
    slow,
    alarm,
    promote,
    step,
    throttle,
    starve,
    degrade,
    surge,
    corrupt,
    dns,
    name,
    ...rest
  } = given;
  const kind = faultKinds.find((kind) => given[kind] !== undefined) ?? 'lose';
  const targets = [
    lose ?? destroy ?? crash ?? pause ?? isolate ?? [],
    alarm ?? promote ?? step ?? throttle ?? starve ?? degrade ?? surge ?? corrupt ?? dns ?? [],
  ].flat();
  const target = targets.length === 0 ? undefined : targets.join(', ');
  const sides: [string[], string[]] | undefined = partition ?? (slow && [[slow[0]], [slow[1]]]);
  const struck = `${kind} ${target ?? sides?.map((side) => side.join(',')).join(' | ')}`;
  if (name === undefined) seen.set(struck, (seen.get(struck) ?? 0) + 1);
  return {
    kind,
    name: name ?? `${struck} #${seen.get(struck)}`,
    ...(target !== undefined && { target }),
    ...(targets.length > 1 && { targets }),
    ...(sides !== undefined && { sides }),
    ...rest,
  };
}
