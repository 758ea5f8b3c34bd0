import { z } from 'zod';
import { changes } from './changes.js';
import { clients } from './clients.js';
import { credentials } from './credentials.js';
import { hasCapacity } from './facets.js';
import { failover } from './failover.js';
import { faults } from './faults.js';
import { begins, hasLoad } from './load-shape.js';
import { named } from './name.js';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { objectives } from './objectives.js';
import { pipelines } from './pipelines.js';
import { someTime, time } from './quantity.js';
import { network, regions } from './regions.js';
import { roles } from './roles.js';
import { routing } from './routing.js';
import { runbooks } from './runbooks.js';
import { services } from './services.js';
import { share } from './share.js';
import { data } from './stores.js';
import { vaults } from './vaults.js';

const never = () => false;
const text = expecting(z.string().regex(/\S/).max(1000), 'text of 1 to 1,000 characters');

const service = expecting(
  z.strictObject({
    threshold: standard(
      measured(share, { above: 0, because: 'above 0%' }),
      '95%',
      'Goodput at or above this share of what it would be with no fault is service',
      { source: 'as the figures are defined' },
    ),
    queueing: standard(
      choice(['requests', 'rates']),
      'requests',
      'How an overload is followed where capacity limits: request by request, or by mean rates, which have no chance in them and cost the same however many requests there are',
      { when: (_, scenario) => hasCapacity(scenario) },
    ),
    settle: standard(time, '60s', 'How long goodput must stay there before service counts as recovered', {
      source: 'as the figures are defined',
    }),
  }),
  'a map such as { threshold: 95%, settle: 60s }',
);

/**
 * The scenario file: one declaration that gives the types, the checks of each value, the JSON Schema and the reference page.
 * Rules across keys (an unknown region, a standby that is the primary) are in `soundness/`; `parseScenario` applies both.
 */
export const scenarioSchema = expecting(
  z
    .strictObject({
      title: required(text, 'What the scenario is called in results'),
      question: optional(text, 'The question that it asks', { is: 'none', when: never }),
      extends: optional(
        expecting(z.string().min(1), 'the path of another scenario such as ./01-active-passive.yaml'),
        'Another scenario, of which this one states what differs: maps are merged, lists replaced, null deletes a key',
        { is: 'none', when: never },
      ),
      regions: required(regions, 'Deployment sites'),
      network: standard(network, [], 'Round trips that are not those of the built-in table', {
        is: 'the table of measured round trips',
        when: never,
      }),
      clients: required(clients, 'Client populations'),
      routing: required(routing, 'DNS routing'),
      data: required(data, 'Stores'),
      vaults: standard(vaults, {}, 'Where backups are kept', { is: 'none', when: never }),
      failover: standard(failover, {}, 'What is done when a store’s primary is lost', {
        is: 'nothing',
        when: never,
      }),
      roles: standard(roles, {}, 'Who does the steps of runbooks', { is: 'none', when: never }),
      services: standard(services, {}, 'What steps of runbooks need, and that can be down too', {
        is: 'none',
        when: never,
      }),
      credentials: standard(credentials, {}, 'Credentials that steps of runbooks need', {
        is: 'none',
        when: never,
      }),
      runbooks: standard(runbooks, {}, 'What people and programs do, step by step', {
        is: 'none',
        when: never,
      }),
      pipelines: standard(pipelines, {}, 'How changes are delivered', { is: 'none', when: never }),
      changes: standard(changes, [], 'New versions that are delivered', { is: 'none', when: never }),
      faults: standard(faults, [], 'What breaks', { is: 'nothing' }),
      crews: optional(
        named(count(1, 1000), 'a map of crews such as { field: 1 }'),
        'People who repair faults, and how many at a time',
        { is: 'none: each fault is repaired at once', when: never },
      ),
      service: standard(service, {}, 'What counts as service', { is: '{ threshold: 95%, settle: 60s }' }),
      begins: optional(
        begins,
        'Time of the day at which a run begins, by the clock of the population with the most requests',
        {
          is: 'any: drawn uniformly, once a run',
          when: (_, scenario) => hasLoad(scenario),
        },
      ),
      horizon: required(someTime, 'How long a run lasts, at most 100 years'),
      objectives: standard(objectives, [], 'Promises to judge', { is: 'none', when: never }),
    })
    .transform(({ extends: _, ...given }) => ({
      ...given,
      defaults: [] as string[],
      notModelled: [] as string[],
      warnings: [] as string[],
    })),
  'a scenario: a map with title, regions, clients, routing, data, horizon',
);

/** A scenario as a file or a plain object says it. */
export type Scenario = z.input<typeof scenarioSchema>;

/** A scenario with every value normalised: microseconds, per second, fractions, bytes. */
export type Spec = z.output<typeof scenarioSchema> & {
  /** Asked of a batch, not said in a file: how rare meetings of faults are sought. */
  readonly rare?: RareOptions;
};

/** How rare meetings of faults are sought. */
export interface RareOptions {
  /** Chance that faults are pressed on in a cycle from all is well to all is well; by default that of about one cycle a run. */
  readonly chance?: number;
  /**
   * Faults in force at once from which on nothing is pressed on any more in a cycle; by default 2 or more, up to as many as regions, each as
   * likely.
   */
  readonly depth?: number;
}
