import { readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type File, type Import, lineOf, readFolder, walk } from './source-files.js';

/** A rule broken somewhere, and what to do instead. */
interface Offence {
  readonly where: string;
  readonly what: string;
}

const source = readFolder('src');
const tests = readFolder('test');

function offence(file: File, line: number, what: string): Offence {
  return { where: `${file.path}:${line}`, what };
}

function expectNone(offences: readonly Offence[]): void {
  expect(offences.map(({ where, what }) => `${where} ${what}`).join('\n')).toBe('');
}

/** The folder of src that a file belongs to, or `index.ts` itself. */
function folderOf(path: string): string {
  return relative('src', path).split('/')[0]!;
}

interface Door {
  /** A folder, or one file of it. */
  readonly to: string;
  readonly typesOnly?: true;
}

/** What each folder may import of the others: the order of the house. */
const doors: Record<string, readonly Door[]> = {
  kernel: [],
  data: [],
  model: [{ to: 'kernel' }],
  // A measure sees the trace, its records and the curves that they carry, and nothing else of the model.
  measure: [
    { to: 'kernel', typesOnly: true },
    { to: 'data' },
    { to: 'model/trace.ts' },
    { to: 'model/path.ts' },
    { to: 'model/curve.ts' },
    { to: 'model/demand.ts' },
    { to: 'model/steps.ts' },
  ],
  scenario: [{ to: 'kernel/time.ts' }, { to: 'data' }],
  experiment: [{ to: 'kernel' }, { to: 'model' }, { to: 'measure' }, { to: 'data' }, { to: 'scenario' }],
  // A report sees results only: of a batch, and the account of one run.
  report: [
    { to: 'measure/result.ts' },
    { to: 'measure/account.ts', typesOnly: true },
    { to: 'experiment/explain.ts', typesOnly: true },
    { to: 'data/figures.ts' },
  ],
  cli: [{ to: 'index.ts' }],
  'index.ts': ['kernel', 'model', 'measure', 'data', 'scenario', 'experiment', 'report'].map((to) => ({
    to,
  })),
};

function isOpen(door: Door, { file, typeOnly }: Import): boolean {
  const there = relative('src', file!);
  return (there === door.to || there.startsWith(`${door.to}/`)) && (typeOnly || !door.typesOnly);
}

describe('imports', () => {
  it('go one way through the house', () => {
    const folders = new Set(source.map(({ path }) => folderOf(path)));
    expect([...folders].filter((folder) => !(folder in doors))).toEqual([]);
    expectNone(
      source.flatMap((file) => {
        const folder = folderOf(file.path);
        const open = doors[folder]!;
        const said =
          open.map(({ to, typesOnly }) => (typesOnly ? `types of ${to}` : to)).join(', ') || 'nothing';
        return file.imports
          .filter((one) => one.file?.startsWith('src/') && folderOf(one.file) !== folder)
          .filter((one) => !open.some((door) => isOpen(door, one)))
          .map(({ line, file: there }) =>
            offence(file, line, `imports ${there}: ${folder} may import ${said}; move what both need down`),
          );
      }),
    );
  });

  it('lead to nobody but us and packages', () => {
    const known = new Set([...source, ...tests].map(({ path }) => path));
    expectNone(
      [...source, ...tests].flatMap((file) =>
        file.imports
          .filter(
            (one) => one.file?.endsWith('.ts') && !known.has(one.file) && !known.has(declarationOf(one.file)),
          )
          .map(({ line, from }) =>
            offence(file, line, `imports ${from}, which is not there: name the file itself`),
          ),
      ),
    );
  });

  it('never go round in a circle', () => {
    const byPath = new Map(source.map((file) => [file.path, file]));
    const done = new Set<string>();
    const offences: Offence[] = [];
    const visit = (file: File, trail: readonly string[]): void => {
      const index = trail.indexOf(file.path);
      if (index >= 0) {
        const circle = [...trail.slice(index), file.path].join(' -> ');
        offences.push(
          offence(file, 1, `is in a circle: ${circle}; move what both need to a file of its own`),
        );
      }
      if (index >= 0 || done.has(file.path)) return;
      for (const { file: to, dynamic } of file.imports) {
        // What is loaded when it is called is behind a door, not part of the circle.
        const next = to === undefined || dynamic ? undefined : byPath.get(to);
        if (next) visit(next, [...trail, file.path]);
      }
      done.add(file.path);
    };
    for (const file of source) visit(file, []);
    expectNone(offences);
  });

  it('of the library load in a browser', () => {
    const byPath = new Map(source.map((file) => [file.path, file]));
    const loaded = new Set<string>();
    const offences: Offence[] = [];
    const load = (file: File): void => {
      if (loaded.has(file.path)) return;
      loaded.add(file.path);
      for (const { from, file: to, line, typeOnly, dynamic } of file.imports) {
        if (typeOnly || dynamic) continue;
        if (from.startsWith('node:') || from === 'piscina') {
          offences.push(offence(file, line, `imports ${from} as it loads: import it when it is needed`));
        }
        const next = to === undefined ? undefined : byPath.get(to);
        if (next) load(next);
      }
    };
    load(byPath.get('src/index.ts')!);
    expectNone(offences);
  });

  it('reach every file', () => {
    const scripts = readFileSync('package.json', 'utf8');
    const all = [...source, ...tests];
    const imported = new Set(all.flatMap(({ imports }) => imports.map(({ file }) => file)));
    const named = new Set(
      all.flatMap(({ path, tree }) => namedFiles(tree).map((name) => normalize(join(dirname(path), name)))),
    );
    const isEntry = (path: string) =>
      path.endsWith('.test.ts') ||
      path.endsWith('.d.ts') ||
      path === 'src/index.ts' ||
      scripts.includes(path) ||
      scripts.includes(path.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js'));
    const unused = all.filter(({ path }) => !isEntry(path) && !imported.has(path) && !named.has(path));
    expectNone(unused.map((file) => offence(file, 1, 'is imported by nobody: use it or delete it')));
    // What only tests import is not part of the product.
    const inSource = new Set(source.flatMap(({ imports }) => imports.map(({ file }) => file)));
    const forTests = source.filter(({ path }) => !isEntry(path) && !inSource.has(path) && !named.has(path));
    expectNone(
      forTests.map((file) => offence(file, 1, 'is imported by tests only: move it to test, or delete it')),
    );
  });
});

/** A declaration beside plain JavaScript. */
function declarationOf(path: string): string {
  return path.replace(/\.ts$/, '.d.ts');
}

/** Files named in texts rather than imported, as workers are: `./worker.js`. */
function namedFiles(tree: ts.SourceFile): string[] {
  const found: string[] = [];
  walk(tree, (node) => {
    if (ts.isStringLiteralLike(node) && /^\.{1,2}\/.*\.(js|ts)$/.test(node.text)) {
      found.push(node.text.replace(/\.js$/, '.ts'));
    }
  });
  return found;
}

/** Functions of Math that differ between engines in the last bit, and where their portable twins are. */
const engineMaths = new Set(
  [
    'exp',
    'expm1',
    'log',
    'log1p',
    'log2',
    'log10',
    'pow',
    'sin',
    'cos',
    'tan',
    'asin',
    'acos',
    'atan',
    'atan2',
  ]
    .concat(['sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'cbrt', 'hypot', 'random'])
    .map((name) => `Math.${name}`),
);

const clocks = new Set(['Date', 'performance', 'setTimeout', 'setInterval', 'crypto']);

/** Where the clock and the engine's own numbers may show: they decide nothing that a result holds. */
const free = new Set(['report', 'cli']);

describe('a result', () => {
  const bound = source.filter(({ path }) => !free.has(folderOf(path)));

  it('knows no clock and no chance but those of its run', () => {
    expectNone(
      bound.flatMap((file) => {
        const offences: Offence[] = [];
        walk(file.tree, (node) => {
          if (!ts.isIdentifier(node) || !clocks.has(node.text) || !isGlobal(node)) return;
          offences.push(
            offence(
              file,
              lineOf(file.tree, node),
              `uses ${node.text}: take time from Simulation.now, chance from RunStreams.open`,
            ),
          );
        });
        return offences;
      }),
    );
  });

  it('is calculated with what is the same in every engine', () => {
    expectNone(
      bound.flatMap((file) => {
        const offences: Offence[] = [];
        walk(file.tree, (node) => {
          const name = ts.isPropertyAccessExpression(node) ? node.getText(file.tree) : undefined;
          const power =
            ts.isBinaryExpression(node) && isPower(node.operatorToken.kind) && !isWholePower(node);
          if (!power && !(name && engineMaths.has(name))) return;
          const what = power ? node.getText(file.tree) : name!;
          offences.push(
            offence(file, lineOf(file.tree, node), `uses ${what}: take exp, ln, pow from kernel/mathematics`),
          );
        });
        return offences;
      }),
    );
  });
});

/** A name used as itself: not a property, a key or a type. */
function isGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !(ts.isPropertyAssignment(parent) && parent.name === node) && !ts.isTypeReferenceNode(parent);
}

function isPower(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.AsteriskAsteriskToken || kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken;
}

/** A constant power of 2 or 1024: exact. */
function isWholePower({ left, right }: ts.BinaryExpression): boolean {
  return /^(2|1024)$/.test(left.getText()) && /^-?\d+$/.test(right.getText());
}

describe('the text', () => {
  it('leaves nothing for later', () => {
    const later = new RegExp(
      `\\b(${['TO', 'FIX', 'XX'].map((a, i) => a + ['DO', 'ME', 'X'][i]).join('|')})\\b`,
    );
    expectNone(
      [...source, ...tests].flatMap((file) =>
        linesWith(file, later).map((line) =>
          offence(file, line, 'is unfinished: do it now, or write an issue'),
        ),
      ),
    );
  });

  it('skips no test and runs none alone', () => {
    const words = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails']);
    const suites = new Set(['it', 'test', 'describe']);
    expectNone(
      tests.flatMap((file) => {
        const offences: Offence[] = [];
        walk(file.tree, (node) => {
          if (!ts.isPropertyAccessExpression(node) || !words.has(node.name.text)) return;
          if (!suites.has(node.expression.getText(file.tree).split('.')[0]!)) return;
          offences.push(
            offence(
              file,
              lineOf(file.tree, node),
              `says .${node.name.text}: run it, or delete it; where it cannot run, let it say so loudly`,
            ),
          );
        });
        return offences;
      }),
    );
  });

  it('gives every property its seed', () => {
    expectNone(
      tests.flatMap((file) => {
        const offences: Offence[] = [];
        walk(file.tree, (node) => {
          if (!ts.isCallExpression(node)) return;
          const called = node.expression.getText(file.tree);
          if (called !== 'fc.assert' && called !== 'fc.check' && called !== 'fc.sample') return;
          if (/\bseed\b/.test(node.arguments[1]?.getText(file.tree) ?? '')) return;
          offences.push(
            offence(file, lineOf(file.tree, node), `calls ${called} without { seed: N }: add one`),
          );
        });
        return offences;
      }),
    );
  });

  it('names files in small letters and dashes', () => {
    const named = [...source, ...tests].filter(({ path }) => !/^[a-z0-9/.-]+$/.test(path));
    expectNone(
      named.map((file) => offence(file, 1, 'has other letters in its name: small-letters-and-dashes.ts')),
    );
  });
});

function linesWith({ text }: File, pattern: RegExp): number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}
