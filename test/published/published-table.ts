/** A published table beside what the model gives: a section of the page of published tables. */
export interface PublishedTable {
  readonly title: string;
  /** In Markdown: the source, the tables, what agrees and what does not, and why. */
  readonly render: () => string;
}

/** A table in Markdown. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
