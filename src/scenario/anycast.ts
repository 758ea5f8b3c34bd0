import { naming } from './name.js';
import { measured, optional, type Raw } from './note.js';
import { quantity, someTime } from './quantity.js';
import { share } from './share.js';

const isAnycast = (owner: Raw) => owner['policy'] === 'anycast';
const hasRoutes = (owner: Raw) => isAnycast(owner) || owner['by'] === 'hybrid';

/** Keys of a service whose regions announce one address. */
export const anycastKeys = {
  hold: optional(
    someTime,
    'anycast, hybrid: after hearing nothing for this long, the neighbours of a region drop its route; they hear from it every third of that',
    { is: '90s', source: 'RFC 4271, section 10', when: hasRoutes },
  ),
  convergence: optional(
    quantity,
    'anycast, hybrid: from a change of routes until a client goes the new way, over all clients',
    {
      is: '{ p80: 10s, p99: 3m }',
      source:
        '80 % in about 10 s: An Empirical Characterization of Anycast Convergence Time, ANRW 2024; a tail of minutes: Labovitz et al., SIGCOMM 2000, its 99 % assumed',
      when: hasRoutes,
    },
  ),
  misrouted: optional(
    measured(share),
    'anycast: clients that the network takes to the second nearest region',
    {
      is: '20%',
      source: 'Calder et al., Analyzing the Performance of an Anycast CDN, IMC 2015',
      when: isAnycast,
    },
  ),
  origin: optional(
    naming('a region'),
    'anycast: a region whose own checks find that it cannot ask this one takes its route back',
    { is: 'none: regions stand for themselves', when: isAnycast },
  ),
};
