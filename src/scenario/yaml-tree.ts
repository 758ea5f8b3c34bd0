import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from 'yaml';
import type { Mistake } from './mistake.js';
import { quote } from './mistake.js';
import { admissible, type Entry, type Origin, type Tree } from './tree.js';

/** How many values a file may come to once its aliases are followed. */
const mostValues = 50_000;
const deepest = 40;
/** The one tag that changes nothing but how a scalar is read: `!!str 2018` is a title. */
const plainTag = 'tag:yaml.org,2002:str';

/** Where the text comes from: a file, or `--set path=value`, which has no lines. */
export interface Source {
  file?: string;
  /** Lines and columns mean something. */
  lines: boolean;
}

/**
 * Reads one YAML 1.2 document into a tree. All mistakes are reported at once; without a tree when the text cannot be understood,
 * or holds nothing.
 */
export function readYaml(text: string, source: Source): { tree?: Tree; mistakes: Mistake[] } {
  try {
    return new Reader(text, source).read();
  } catch (error) {
    // The parser recurses: brackets nested a few thousand deep overflow its stack.
    if (!(error instanceof RangeError)) throw error;
    const message = 'is nested too deeply';
    return { mistakes: [{ ...fileOf(source), path: '', message, expected: 'a scenario' }] };
  }
}

function fileOf(source: Source): Origin {
  return source.file === undefined ? {} : { file: source.file };
}

class TooMuch extends Error {}

class Reader {
  private readonly mistakes: Mistake[] = [];
  private readonly counter = new LineCounter();
  private values = 0;
  private document!: Document;

  constructor(
    private readonly text: string,
    private readonly source: Source,
  ) {}

  read(): { tree?: Tree; mistakes: Mistake[] } {
    const documents = parseAllDocuments(this.text, {
      lineCounter: this.counter,
      prettyErrors: false,
      logLevel: 'silent',
    });
    if (!Array.isArray(documents)) return { mistakes: [this.mistake(0, '', 'is empty', 'a scenario')] };
    const [document, second] = documents as Document[];
    if (document === undefined) return { mistakes: [this.mistake(0, '', 'is empty', 'a scenario')] };
    this.document = document;
    if (second !== undefined)
      this.mistakes.push(
        this.mistake(second.range?.[0] ?? 0, '', 'holds several YAML documents', 'one scenario a file'),
      );
    for (const { code, message, pos } of document.errors)
      this.mistakes.push(
        this.mistake(pos[0], '', explain(code, message, this.wordAt(pos[0])), expectedOf(code)),
      );
    const broken = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY');
    if (broken) return { mistakes: this.mistakes };
    if (document.contents === null || isBlank(document.contents))
      return { mistakes: [...this.mistakes, this.mistake(0, '', 'is empty', 'a scenario')] };
    try {
      return { tree: this.tree(document.contents as Node, [], 0), mistakes: this.mistakes };
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      return { mistakes: this.mistakes };
    }
  }

  private tree(node: Node | null, path: (string | number)[], depth: number): Tree {
    const at = this.origin(node?.range?.[0]);
    if (++this.values > mostValues) this.giveUp(at, path, `comes to more than ${mostValues} values`);
    if (depth > deepest) this.giveUp(at, path, `is nested more than ${deepest} deep`);
    if (node !== null && !isAlias(node) && node.tag !== undefined && node.tag !== plainTag)
      this.mistakes.push({
        ...at,
        path: path.join('.'),
        message: 'has a YAML tag',
        expected: 'a plain value',
      });
    if (isAlias(node)) return this.follow(node, path, depth);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.tree(item as Node, [...path, index], depth + 1));
      return { kind: 'list', items, at };
    }
    if (isMap(node)) {
      const entries = new Map<string, Entry>();
      for (const { key, value } of node.items)
        this.enter(entries, key as Node, value as Node | null, path, depth);
      return { kind: 'map', entries, at };
    }
    return { kind: 'scalar', value: isScalar(node) ? scalar(node.value, node.source, node.type) : null, at };
  }

  private enter(
    entries: Map<string, Entry>,
    node: Node,
    value: Node | null,
    path: (string | number)[],
    depth: number,
  ) {
    const at = this.origin(node.range?.[0]);
    const key = isScalar(node) ? (node.source ?? String(node.value)) : undefined;
    if (key === undefined || !admissible(key) || key === '<<') {
      const [message, expected] =
        key === undefined
          ? ['a key is not plain text', 'a name or a key of the scenario language']
          : key === '<<'
            ? ['merge keys (<<) are not part of YAML 1.2', 'the keys themselves, or extends']
            : [`${quote(key)} cannot be used as a name`, 'another name'];
      this.mistakes.push({ ...at, path: path.join('.'), message, expected });
      return;
    }
    // The parser has reported a key that stands twice; the first one counts.
    if (entries.has(key)) return;
    const below = value ?? null;
    const tree = this.tree(below, [...path, key], depth + 1);
    entries.set(key, { at, value: below?.range ? tree : { ...tree, at } });
  }

  private follow(alias: Alias, path: (string | number)[], depth: number): Tree {
    const target = alias.resolve(this.document);
    const at = this.origin(alias.range?.[0]);
    if (target === undefined) {
      const message = `the alias *${alias.source} has no anchor`;
      this.mistakes.push({ ...at, path: path.join('.'), message, expected: `&${alias.source} before it` });
      return { kind: 'scalar', value: '', at };
    }
    return { ...this.tree(target as Node, path, depth + 1), at };
  }

  private wordAt(offset: number): string {
    return /^[^\s:,{}[\]#]*/.exec(this.text.slice(offset, offset + 80))?.[0] ?? '';
  }

  private giveUp(at: Origin, path: (string | number)[], what: string): never {
    this.mistakes.push({
      ...at,
      path: path.slice(0, 3).join('.'),
      message: what,
      expected: 'a scenario of a few hundred',
    });
    throw new TooMuch();
  }

  private origin(offset: number | undefined): Origin {
    if (offset === undefined || !this.source.lines) return fileOf(this.source);
    const { line, col } = this.counter.linePos(offset);
    return { ...fileOf(this.source), line: Math.max(1, line), column: Math.max(1, col) };
  }

  private mistake(offset: number, path: string, message: string, expected: string): Mistake {
    return { ...this.origin(offset), path, message, expected };
  }
}

function isBlank(contents: unknown): boolean {
  return isScalar(contents) && contents.value === null && (contents.source ?? '') === '';
}

/** Numbers that are not written in plain decimals stay text, so that no `0x1F`, `1e999` or `.inf` becomes a number. */
function scalar(
  value: unknown,
  source: string | undefined,
  type: string | undefined,
): string | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'bigint')
    return type === 'PLAIN' && /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/.test(source ?? '')
      ? Number(value)
      : (source ?? '');
  return typeof value === 'string' || typeof value === 'boolean' || value === null ? value : String(source);
}

function explain(code: string, message: string, word: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return `the key ${quote(word)} stands twice in one map`;
    case 'TAB_AS_INDENT':
      return 'a tab indents the line';
    case 'BAD_ALIAS':
      return 'an alias is malformed';
    default:
      return `is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\s+/g, ' ')}`;
  }
}

function expectedOf(code: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'each key once';
    case 'TAB_AS_INDENT':
      return 'spaces';
    default:
      return 'a scenario in YAML';
  }
}
