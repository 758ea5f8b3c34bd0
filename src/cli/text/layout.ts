/** Columns and paragraphs of plain text. */
import Table from 'cli-table3';

export type Cell = string | { content: string; colSpan: number; hAlign: 'left' };

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows with aligned columns, two spaces between them and no lines; a column is left-aligned unless named `right`. */
export function layOut(rows: readonly (readonly Cell[])[], align: readonly ('left' | 'right')[]): string {
  const table = new Table({
    chars: noLines,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colAligns: [...align],
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Whether no line is longer than `width` columns. */
export function fits(text: string, width: number): boolean {
  return text.split('\n').every((line) => columnsOf(line) <= width);
}

/** Colours take no room. */
function columnsOf(line: string): number {
  let columns = 0;
  for (const letter of line.replaceAll(colours, '')) columns += isWide(letter.codePointAt(0)!) ? 2 : 1;
  return columns;
}

/** East Asian scripts and symbols fill two columns; the punctuation and blocks of 2000 to 2E7F do not. */
function isWide(code: number): boolean {
  return code >= 0x1100 && !(code >= 0x1160 && code < 0x2e80);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal takes for a colour begins with Escape
const colours = /\u001b\[[\d;]*m/g;

/**
 * Breaks a paragraph at spaces so that no line is longer than `width`, all but the first indented by `indent`. A number stays with
 * its unit.
 */
export function wrap(text: string, width: number, indent = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(breaks)) {
    const room = width - (lines.length === 0 ? 0 : indent);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

/** Spaces, but not those between a number and its unit. */
const breaks = /(?<!\d) | (?!(?:µs|ms|s|min|h|d|%)(?!\w))/;

/** The sections that there are, an empty line between them. */
export function sections(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
