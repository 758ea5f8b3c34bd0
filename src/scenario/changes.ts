import { z } from 'zod';
import { name, naming } from './name.js';
import { choice, expecting, measured, optional, required, standard } from './note.js';
import { quantity } from './quantity.js';
import { rate } from './rate.js';
import { share } from './share.js';

const never = () => false;
const some = measured(share, { above: 0, because: 'above 0%' });

/** When a defect shows, each the key that says it. */
export const showings = ['above', 'after', 'with'] as const;

const shows = expecting(
  z.union([
    choice(['at once']).transform(() => ({ when: 'at once' as const })),
    expecting(
      z
        .strictObject({
          above: optional(
            measured(rate, { above: 0, because: 'above 0' }),
            'While more requests than this reach the region',
            { is: 'not under load', when: never },
          ),
          after: optional(quantity, 'This long after the version came to the region', {
            is: 'not late',
            when: never,
          }),
          with: optional(some, 'With certain data: this share of the requests touches them', {
            is: 'with all data',
            when: never,
          }),
        })
        .meta({ oneOf: showings.map((key) => ({ required: [key] })) })
        .transform(({ above, after, with: touched }) =>
          above !== undefined
            ? { when: 'under load' as const, above }
            : after !== undefined
              ? { when: 'late' as const, after }
              : { when: 'with data' as const, share: touched ?? 1 },
        ),
      'a map such as { after: 2h }, { above: 500/s } or { with: 5% }',
    ),
  ]),
  'at once, { above: 500/s }, { after: 2h } or { with: 5% }',
);

const defect = expecting(
  z.strictObject({
    chance: standard(some, '100%', 'Share of the changes of this kind that have the defect', {}),
    fails: standard(measured(share), '0%', 'Share of the requests to the new version that fail', {
      when: (owner) => !('damages' in owner),
    }),
    shows: standard(shows, 'at once', 'When it shows', { is: 'at once' }),
    damages: standard(
      measured(share),
      '0%',
      'Share of the writes acknowledged by the new version that are damaged, which no rollback undoes',
      { when: never },
    ),
  }),
  'a map such as { fails: 30%, shows: { after: 2h } }',
);

const schema = expecting(
  z.strictObject({
    store: required(naming('a store'), 'The store whose schema changes'),
    expand: standard(quantity, '0s', 'Before the deployment: the new format is put beside the old one', {}),
    migrate: standard(
      quantity,
      '0s',
      'Once the version is everywhere: old data is brought to the new format',
      {},
    ),
    contract: optional(quantity, 'How long after that the old format is dropped: the point of no return', {
      is: 'never: there is always a way back',
    }),
    dualWrites: standard(
      expecting(z.boolean(), 'true or false'),
      true,
      'The version writes both formats until then; if not, a rollback loses what it wrote',
      { source: 'parallel change: expand, migrate, contract' },
    ),
    afterContract: standard(
      choice(['refuse', 'lose']),
      'refuse',
      'A rollback after that is refused, or done all the same: what was written since is lost',
      { when: (owner) => 'contract' in owner },
    ),
  }),
  'a map such as { store: orders, migrate: 1h, contract: 24h }',
);

const change = expecting(
  z.strictObject({
    through: required(naming('a pipeline'), 'The pipeline that delivers it'),
    name: optional(name, 'Its own name for random streams and reports', {
      is: 'pipeline and occurrence',
      when: never,
    }),
    at: optional(quantity, 'When it enters the pipeline', {
      is: 'required, unless every is given',
      when: never,
    }),
    every: optional(quantity, 'Changes keep coming: time between one and the next', {
      is: 'once',
      when: never,
    }),
    defect: optional(defect, 'What is wrong with it', { is: 'nothing', when: never }),
    schema: optional(schema, 'It changes the schema of a store', { is: 'it does not', when: never }),
    undo: optional(quantity, 'Somebody rolls it back this long after it entered, whatever alarms say', {
      is: 'nobody does',
      when: never,
    }),
  }),
  'a change such as { through: web, at: 1h, defect: { fails: 30% } }',
);

type GivenChange = z.output<typeof change>;

/** New versions of software or configuration: once, or again and again. */
export const changes = expecting(
  z.array(change).transform((list) => {
    const seen = new Map<string, number>();
    return list.map((given) => withName(given, seen));
  }),
  'a list of changes such as - through: web',
);

function withName({ name, ...rest }: GivenChange, seen: Map<string, number>) {
  const count = (seen.get(rest.through) ?? 0) + 1;
  if (name === undefined) seen.set(rest.through, count);
  return { name: name ?? `${rest.through} #${count}`, ...rest };
}
