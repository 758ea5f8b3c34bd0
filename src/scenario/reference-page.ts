import { figures } from '../data/figures.js';
import { presets } from '../data/presets/presets.js';
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
    mergeFunctions,
    quantities,
    units,
    presetsTable(),
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

const mergeFunctions = `## Merge functions

\`conflicts: { policy: merge, module: ./merge.mjs, export: mergeCarts }\` asks a function of the application about each key that
several sides of a split wrote without seeing each other:

\`\`\`js
/** The last writer wins, by what the clocks said; the same function as a policy of its own. */
export function mergeCarts({ versions, sides }) {
  return { keep: versions.reduce((a, b) => (b.stamp.time > a.stamp.time ? b : a)) };
}
\`\`\`

| of a version | is |
|---|---|
| \`side\` | the number of the side that wrote it; versions come in this order |
| \`region\` | the region of the writer of its last write |
| \`writes\` | how many writes the side acknowledged since the sides parted |
| \`stamp\` | \`time\`, \`counter\`, \`writer\` of its last write: what that writer’s clock said, in microseconds from the start of the run |
| \`writtenAt\` | the true time of that write, which no application knows |

\`sides\` has the \`regions\` of each \`side\`, also of those that did not write the key. A version has no content: the simulation
counts writes and does not know what is in them. Outside of splits, where there are no \`sides\`, the function is asked about single
writes that crossed on their way: about at most 100 pairs a run, whose answers stand for all.

| answer | the writes behind the versions |
|---|---|
| \`{ keep: V }\`, a version or its place from 0 | of that version survive, of the others are lost in conflict |
| \`'merged'\` | are merged into one value |
| \`'siblings'\` | are kept side by side for a reader to merge |
| \`'pending'\` | wait for a person; with \`rate\` people settle so many keys |

- The path is relative to the file that names it. The module is loaded, and so executed, whenever the scenario is opened, also by
  \`check\`, and once more in each worker: open only scenarios that you trust. Node must be able to load it as it is.
- The same conflict must get the same answer. \`Math.random\`, \`Date\` and anything remembered from one call to the next make results
  differ from run to run and with the number of workers; nothing warns of it.
- A function that throws, gives another answer or a promise ends the runs with the number of the run; exit code 64.
- A function that never comes back is not stopped by anything. Interrupt the program; where runs are made in the main thread
  (\`--workers 0\`, \`explain\`), end its process.
- A program may give functions instead: \`run(file, { merges: { carts: ({ versions }) => 'merged' } })\`, by name of the store. They
  cannot be sent to worker threads: all runs are made in the calling thread.

`;

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

function presetsTable(): string {
  const lines = [...presets.values()].map(({ name, of, what }) => {
    const key = of === 'routing' ? 'routing.preset' : 'data.<name>.preset';
    return `| \`${name}\` | \`${key}\` | ${what} |`;
  });
  return `## Presets

What vendors' mechanisms do unless they are told otherwise. A scenario that names one states only what differs; a result lists each
number that it took with its source, as \`regionfall presets NAME\` does.

| preset | named in | is |
|---|---|---|
${lines.join('\n')}
`;
}
