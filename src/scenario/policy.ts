import { z } from 'zod';
import { named, naming } from './name.js';
import { choice, count, expecting, optional, type Raw, required } from './note.js';

const never = () => false;
const target = naming('a region or a group');
const targets = expecting(z.array(target).min(1), 'a list of regions');

/** Policies that take a list of targets, all regions when it is left out. */
const listed: readonly unknown[] = ['latency', 'geoproximity', 'multivalue'];

const of = (policy: string) => (owner: Raw) => owner['policy'] === policy;

const policies = ['failover', 'weighted', 'latency', 'geolocation', 'geoproximity', 'multivalue'] as const;

/** What a group chooses by. */
export const groupPolicy = required(choice(policies), 'How a healthy region is chosen');

/** The same of the whole service, which a network may choose for. */
export const rootPolicy = required(
  choice([...policies, 'anycast']),
  'How a healthy region is chosen; anycast: all regions announce one address, and the network takes clients to the nearest',
);

/** Keys of policies, each of them of some. */
export const policyKeys = {
  order: optional(targets, 'failover: the first healthy one answers', {
    is: 'required with failover',
    when: never,
  }),
  weights: optional(
    named(count(0, 1_000_000), 'a map of regions and whole numbers such as { us-east: 3, eu-west: 1 }'),
    'weighted: whole numbers; a region that is not named has none',
    { is: 'required with weighted', when: never },
  ),
  locations: optional(
    named(target, 'a map of populations and regions such as { europe: eu-west }'),
    'geolocation: the region of each population',
    { is: 'required with geolocation', when: never },
  ),
  default: optional(target, 'geolocation: for populations without a location, or with an unhealthy one', {
    is: 'none',
    when: of('geolocation'),
  }),
  among: optional(
    targets,
    'latency, geoproximity, multivalue: what is chosen from; multivalue: regions alone',
    {
      is: 'all regions',
      when: (owner) => listed.includes(owner['policy']),
    },
  ),
  biases: optional(
    named(count(-99, 99), 'a map of regions and whole numbers such as { us-east: 25 }'),
    'geoproximity: per cent taken off a distance where above 0; where below, the distance is divided by what they leave',
    { is: '0 everywhere', source: 'Route 53, geoproximity routing', when: of('geoproximity') },
  ),
  atMost: optional(count(1, 8), 'multivalue: addresses in an answer', {
    is: '8',
    source: 'Route 53, multivalue answer routing',
    when: of('multivalue'),
  }),
  tries: optional(
    choice(['next', 'one']),
    'multivalue: whether clients try the next address of their answer where one is dead, at no cost of time',
    { is: 'next', source: 'RFC 8305, section 5', when: of('multivalue') },
  ),
};
