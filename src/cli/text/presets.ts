/** Presets for people: what each is, and its numbers with their sources. */
import { type Copies, type Preset, printPlain, type StorePreset } from '../../index.js';
import { layOut, sections, wrap } from './layout.js';
import { heading, quiet } from './style.js';

const groups: readonly {
  readonly of: Preset['of'];
  readonly title: string;
  readonly use: string;
}[] = [
  {
    of: 'routing',
    title: 'Health checks and name services',
    use: 'routing.preset: NAME takes the numbers that a scenario does not state itself.',
  },
  {
    of: 'store',
    title: 'Stores',
    use: 'data.STORE.preset: NAME takes those that neither the store nor its failover states.',
  },
];

export function presetList(presets: readonly Preset[], width: number): string {
  return sections(
    groups.flatMap(({ of, title, use }) => {
      const own = presets.filter((preset) => preset.of === of);
      return [heading(title), ...own.map((preset) => presetText(preset, width)), quiet(wrap(use, width))];
    }),
  );
}

/** A line a number: where it stands, its value, how sure it is, and below them the source. */
export function presetText(preset: Preset, width: number): string {
  const { name, what, values } = preset;
  // A value that is a map of its own would push the marks of all others out of sight.
  const rows = values.map(({ key, value, mark }) => [`  ${key}`, short(printPlain(value)), mark]);
  const lines = layOut(rows, ['left', 'right', 'left']).split('\n');
  const told = lines.flatMap((line, i) => {
    const { value, source } = values[i]!;
    const whole = printPlain(value);
    return [
      line,
      ...(whole === short(whole) ? [] : [`      ${wrap(whole, width - 6, 6)}`]),
      quiet(`      ${wrap(source, width - 6, 6)}`),
    ];
  });
  const about = preset.of === 'store' ? aboutStore(preset, width) : [];
  return [wrap(`${heading(name)}: ${what}`, width), ...told, ...about].join('\n');
}

function short(value: string): string {
  return value.length > 28 ? '{ .. }' : value;
}

function aboutStore({ copies, notModelled }: StorePreset, width: number): string[] {
  const listed = notModelled.map((one) => `      ${wrap(one, width - 6, 6)}`);
  return [
    `  copies: ${copiesInWords(copies)}`,
    quiet(`      ${wrap(copies.source, width - 6, 6)}`),
    ...(listed.length > 0 ? ['  not modelled:', ...listed.map(quiet)] : []),
  ];
}

function copiesInWords({ under, least, most, across, log }: Copies): string {
  const number = least === most ? `${least}` : most >= 99 ? `${least} or more` : `${least} to ${most}`;
  const kind = under === 'primary' ? 'the primary among them' : `as ${under}`;
  const where =
    across === 'zones' ? ', in zones of one region' : across === 'regions' ? ', in different regions' : '';
  return `${number}, ${kind}${where}${log ? '; and a log' : ''}`;
}
