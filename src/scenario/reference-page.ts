import { figures } from '../data/figures.js';
import { bare, noteUnder, type Schema } from './declaration.js';
import { scenarioSchema } from './schema.js';

/** A page in Markdown of everything a scenario file may say, from the declaration itself: each key, its unit, its default. */
export function referencePage(): string {
  const { def } = bare(scenarioSchema)._zod;
  const sections = def.type === 'object' ? Object.entries(def.shape) : [];
  const plain = sections.filter(([, schema]) => rowsBelow(schema, '').length === 0);
  const deep = sections.filter(([, schema]) => rowsBelow(schema, '').length > 0);
  return [
    '# What a scenario file may say\n',
    'Generated from the declaration in `src/scenario`; the same declaration checks the file and gives the JSON Schema that',
    '`regionfall schema` prints. A key without a default must be there.\n',
    table(plain.map(([key, schema]) => rowOf(key, schema))),
    ...deep.map(([key, schema]) => sectionOf(key, schema)),
    quantities,
    units,
    figuresTable(),
  ].join('\n');
}

interface Row {
  key: string;
  what: string;
  expected: string;
  absent: string;
}

function sectionOf(key: string, schema: Schema): string {
  const { what = '', absent } = noteUnder(schema);
  const otherwise = absent === undefined ? '' : ` Default: ${absent.is}.`;
  return `## ${key}\n\n${what}: ${noteUnder(schema).expected}.${otherwise}\n\n${table(rowsBelow(schema, ''))}`;
}

/** The rows of all keys below a schema; a name of one's own stands as `<name>`, an item of a list as `-`. */
function rowsBelow(schema: Schema, path: string): Row[] {
  const { def } = bare(schema)._zod;
  const join = (step: string) => (path === '' ? step : `${path}.${step}`);
  if (noteUnder(schema).isValue) return [];
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([key, inner]) => [
        rowOf(join(key), inner),
        ...rowsBelow(inner, join(key)),
      ]);
    case 'record':
      return rowsBelow(def.valueType, join('<name>'));
    case 'array':
      return rowsBelow(def.element, join('-'));
    case 'union':
      return def.options.flatMap((option) => rowsBelow(option, path));
    default:
      return [];
  }
}

function rowOf(key: string, schema: Schema): Row {
  const { what = '', expected = '', unit, absent } = noteUnder(schema);
  const source = absent?.source === undefined ? '' : ` (${absent.source})`;
  return {
    key: `\`${key}\``,
    what,
    expected: unit === undefined ? expected : `${expected}; ${unit}`,
    absent: absent === undefined ? 'must be there' : `${absent.is}${source}`,
  };
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ key, what, expected, absent }) =>
      `| ${[key, what, expected, absent].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return `| key | what it is | expected | default |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}

const quantities = `## Quantities

A quantity that varies is given by what is known of it. It is drawn anew at each use; \`{ once: Q }\` draws it once a run,
\`{ each: Q }\` once for each entity. In a scenario that extends another, a quantity is replaced as a whole unless only keys are
stated that it had.

| written | means |
|---|---|
| \`4s\` | constant |
| \`{ p50: 90ms, p99: 2s }\` | lognormal through these two quantiles; any two from p0.1 to p99.9 |
| \`{ min: 5m, likely: 10m, max: 40m }\` | PERT: a Beta law on [min, max] with mean (min + 4 likely + max) / 6 |
| \`{ mean: 30d }\` | exponential |
| \`{ min: 10ms, mean: 15ms }\` | min plus an exponential; \`mean\` is that of the whole |
| \`{ between: [10s, 20s] }\` | uniform |
| \`{ pareto: { min: 3ms, shape: 3.35 } }\` | a power tail: beyond x lies a share (min / x)^shape; a shape above 1, so that there is a mean |
| \`{ mix: [{ share: 90%, of: 4ms }, { share: 10%, of: { mean: 30ms } }] }\` | a mixture: each value is one of the parts', in its share |
| \`{ samples: drills.csv }\` | the measured values themselves, each as likely as the others |

A table of samples has one duration a line or a column, each with its unit, or a header such as \`duration (s)\` that names the unit
of the numbers below it.
`;

const units = `## Units

| kind | written |
|---|---|
| duration | \`us\`, \`ms\`, \`s\`, \`m\`, \`h\`, \`d\`, \`w\`, joined from large to small: \`1h30m\`; at most 100 years |
| rate | \`400/s\`, \`20/min\`, \`3/h\`, \`1/d\`, \`2k/s\`, \`1M/s\`; at most a billion a second |
| share | \`20%\` |
| size | \`10KiB\`; B, kB, MB, GB, TB (powers of 1000), KiB, MiB, GiB, TiB (powers of 1024) |
| bandwidth | \`1MiB/s\`, \`100Mbit/s\` |
| place | a cloud region such as \`aws/us-east-1\`, \`gcp/europe-west1\`, \`azure/westeurope\`, \`ibm/us-south\`, or a city such as \`city/london\` |

A number without a unit is a mistake, except where things are counted.
`;

function figuresTable(): string {
  const lines = [...figures.values()].map(
    ({ name, unit, scopes, meaning }) => `| \`${name}\` | ${unit} | ${scopes.join(', ')} | ${meaning} |`,
  );
  return `## Figures in objectives

\`FIGURE [of NAME] mean|p50|p95|p99|max <=|>= QUANTITY\`, or \`share of runs with FIGURE [of NAME] OP QUANTITY <=|>= SHARE\`.

| figure | unit | of | meaning |
|---|---|---|---|
${lines.join('\n')}
`;
}
