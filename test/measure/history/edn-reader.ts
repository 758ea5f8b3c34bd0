/** What a form of EDN stands for; keywords keep their colon, maps with keywords as keys are objects without it. */
export type Form = null | boolean | number | string | Form[] | { [key: string]: Form };

/** Reads the part of EDN that histories use, as github.com/edn-format/edn defines it: one form after the other. */
export function readEdn(text: string): Form[] {
  const forms: Form[] = [];
  const reader = new Reader(text);
  while (!reader.atEnd()) forms.push(reader.form());
  return forms;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    // Commas are white space.
    while (/[\s,]/.test(this.text[this.at] ?? '')) this.at += 1;
    return this.at === this.text.length;
  }

  form(): Form {
    if (this.atEnd()) throw new Error('the text ends within a form');
    const first = this.text[this.at]!;
    if (first === '[') return this.until(']');
    if (first === '{') return this.map();
    if (first === '"') return this.string();
    return atom(this.take(/[^\s,[\]{}"]+/y));
  }

  private until(end: string): Form[] {
    this.at += 1;
    const forms: Form[] = [];
    while (!this.atEnd() && this.text[this.at] !== end) forms.push(this.form());
    if (this.atEnd()) throw new Error(`${end} is missing`);
    this.at += 1;
    return forms;
  }

  private map(): Form {
    const forms = this.until('}');
    if (forms.length % 2 !== 0) throw new Error('a key of a map has no value');
    const entries: [string, Form][] = [];
    for (let i = 0; i < forms.length; i += 2) {
      const key = forms[i];
      if (typeof key !== 'string' || !key.startsWith(':')) throw new Error(`${key} is no keyword`);
      entries.push([key.slice(1), forms[i + 1]!]);
    }
    return Object.fromEntries(entries);
  }

  private string(): string {
    return JSON.parse(this.take(/"(?:[^"\\]|\\.)*"/y));
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined)
      throw new Error(`nothing is written like ${this.text.slice(this.at, this.at + 20)}`);
    this.at += found.length;
    return found;
  }
}

function atom(token: string): Form {
  if (token === 'nil') return null;
  if (token === 'true' || token === 'false') return token === 'true';
  if (/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(token)) return Number(token);
  if (/^:[a-z][a-z-]*$/.test(token)) return token;
  throw new Error(`${token} is no form that a history uses`);
}
