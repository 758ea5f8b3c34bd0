import { listDefaults } from './defaults.js';
import { explain } from './explanation.js';
import { normalise } from './file-path.js';
import { inherit, type ReadFile } from './inheritance.js';
import type { Finding, Mistake } from './mistake.js';
import { resolveModules } from './modules.js';
import { listNotModelled } from './not-modelled.js';
import { readObject } from './object-tree.js';
import {
  attribute,
  isLeftToPreset,
  listFromPresets,
  listNotModelledOfPresets,
  withPresets,
} from './presets.js';
import { readSamples } from './samples.js';
import { type Scenario, type Spec, scenarioSchema } from './schema.js';
import { applySetting } from './setting.js';
import { checkSoundness } from './soundness/check.js';
import { listInstabilities } from './static-stability.js';
import { checkText, Unreadable } from './text.js';
import { locate, plain, type Tree } from './tree.js';
import { readYaml } from './yaml-tree.js';

export interface ParseOptions {
  /** The path of the scenario: it stands before mistakes, and `extends`, `samples` and `module` are relative to it. */
  file?: string;
  /** The absolute path of the folder that `file` is relative to; the paths of modules are then absolute. */
  folder?: string;
  /** Variations such as `routing.ttl=5s`, applied in order. */
  set?: readonly string[];
  /** Reads another file, by a path relative to the same folder as `file`; throws when it cannot. */
  readFile?: ReadFile;
}

export type Parsed = Sound | { ok: false; mistakes: Mistake[] };

interface Sound {
  ok: true;
  spec: Spec;
  scenario: Scenario;
  /** Puts what is found out later at its place in the files. */
  place(finding: Finding): Mistake;
}

/**
 * Reads a scenario: YAML text, or the plain object that says the same. `spec` is what a system is built from; `scenario` is the
 * whole scenario as a plain object, with what it extends, the settings and the samples in it, so that it stands alone (of a
 * module, which is code, it has the path).
 *
 * All mistakes are reported at once, sorted by place. Never throws on a scenario, however broken.
 */
export function parseScenario(source: string | Scenario, options: ParseOptions = {}): Parsed {
  const { tree, mistakes, findings } = assemble(source, options);
  if (tree === undefined) return { ok: false, mistakes: inOrder(mistakes, options.file) };
  const given = plain(tree);
  const presets = withPresets(given);
  const { scenario: filled } = presets;
  const checked = scenarioSchema.safeParse(filled);
  const issues = checked.success ? [] : explain(checked.error.issues, scenarioSchema, filled);
  const broken = new Set(mistakes.map(({ path }) => path));
  const found = withoutEchoes(withoutEchoes(findings, issues), checkSoundness(filled, given))
    .filter(({ path }) => path.length === 0 || !broken.has(path.join('.')))
    .filter((finding) => !isLeftToPreset(finding, given))
    .map((finding) => attribute(finding, presets));
  const all = [...mistakes, ...found.map((finding) => placed(finding, tree, options.file))];
  if (all.length > 0 || !checked.success) return { ok: false, mistakes: inOrder(all, options.file) };
  const notModelled = [...listNotModelled(checked.data), ...listNotModelledOfPresets(given)];
  const spec = { ...checked.data, notModelled, warnings: listInstabilities(checked.data) };
  const scenario = given as Scenario;
  const place = (finding: Finding) => inOrder([placed(finding, tree, options.file)], options.file)[0]!;
  const defaults = [...listDefaults(filled as Scenario, spec), ...listFromPresets(presets)];
  return { ok: true, spec: { ...spec, defaults }, scenario, place };
}

interface Assembled {
  tree?: Tree;
  mistakes: Mistake[];
  findings: Finding[];
}

/** Text or object, what it extends, settings, samples and paths of modules, in one tree. */
function assemble(source: string | Scenario, options: ParseOptions): Assembled {
  const { file, folder, set = [], readFile } = options;
  const start = typeof source === 'string' ? readText(source, file) : { mistakes: [], ...readObject(source) };
  const { mistakes, findings = [] } = start as Assembled;
  if (start.tree === undefined) return { mistakes, findings };
  const atTop = findings.find(({ path }) => path.length === 0);
  if (atTop !== undefined) {
    mistakes.push({ path: '', message: atTop.message, expected: atTop.expected });
    return { mistakes, findings: [] };
  }
  if (start.tree.kind !== 'map') {
    const message = start.tree.kind === 'list' ? 'is a list' : 'is a plain value';
    mistakes.push({ ...start.tree.at, path: '', message, expected: 'a scenario: a map of keys' });
    return { mistakes, findings };
  }
  const inherited = inherit(start.tree, file, readFile);
  mistakes.push(...inherited.mistakes);
  if (inherited.tree === undefined) return { mistakes, findings };
  let tree = inherited.tree;
  for (const setting of set) {
    const applied = applySetting(tree, setting);
    tree = applied.tree;
    mistakes.push(...applied.mistakes);
  }
  const inlined = readSamples(tree, file, readFile);
  const whole = resolveModules(inlined.tree, file, folder);
  return { tree: whole, mistakes: [...mistakes, ...inlined.mistakes], findings };
}

function readText(text: string, file: string | undefined): { tree?: Tree; mistakes: Mistake[] } {
  const source = { ...(file !== undefined && { file }), lines: true };
  try {
    return readYaml(checkText(text), source);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const where = file === undefined ? {} : { file };
    return { mistakes: [{ ...where, path: '', message: error.message, expected: error.expected }] };
  }
}

/** What was found wrong at a path is not reported a second time by a later check. */
function withoutEchoes(first: Finding[], second: Finding[]): Finding[] {
  const seen = new Set(first.map(({ path }) => path.join('.')));
  return [...first, ...second.filter(({ path }) => !seen.has(path.join('.')))];
}

function placed(
  { path, aboutKey, at: shown, ...rest }: Finding,
  tree: Tree,
  file: string | undefined,
): Mistake {
  const at = shown ? locate(tree, shown, false) : locate(tree, path, aboutKey === true);
  return {
    ...(file !== undefined && at.file === undefined && { file }),
    ...at,
    path: path.join('.'),
    ...rest,
  };
}

/** The scenario's own file first, then those it extends, then settings; by line and column within each. */
function inOrder(mistakes: Mistake[], file: string | undefined): Mistake[] {
  const rank = (mistake: Mistake) => (mistake.file === file ? 0 : mistake.file?.startsWith('--set ') ? 2 : 1);
  const own = file === undefined ? undefined : normalise(file);
  return mistakes
    .map((mistake) => (file !== undefined && (mistake.file ?? own) === own ? { ...mistake, file } : mistake))
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        compare(a.file ?? '', b.file ?? '') ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
