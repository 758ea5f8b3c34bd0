/** HTML that is safe by construction: whatever is put into the template is escaped unless it is HTML itself. */
import { escapeHtml } from '../escape.js';

/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

export type Content = string | number | Html | undefined | readonly Content[];

/** A template literal: strings and numbers are escaped, HTML stands as it is, lists are joined, undefined is empty. */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(parts.map((part, i) => part + textOf(contents[i])).join(''));
}

/** Marks text as HTML that needs no escaping; only for text of our own. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** Keeps a number and its unit on one line. */
export function unbroken(text: string): string {
  return text.replace(/(\d) (?=(?:µs|ms|s|min|h|d|%)(?![a-z]))/g, '$1\u00a0');
}

function textOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return escapeHtml(unbroken(String(content)));
}
