/** Text from people, made harmless for the formats that it goes into. */

/** For HTML and SVG text and for attribute values in quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(controls, '\ufffd');
}

/** JSON that may stand inside a script element: no end of the script and no start of a comment can hide in it. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** One line of Markdown text: nothing in it is read as markup, HTML or a column of a table. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(controls, '\ufffd')
    .replace(/[ \t\n\r\f\v\u2028\u2029]+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~!&$@]/g, '\\$&')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what HTML, XML and Markdown cannot hold
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
