import { describe, expect, it } from 'vitest';
import { pageOf, sectionOf, tables } from './tables.js';

describe('the page of published tables', () => {
  const sections: string[] = [];

  // One after the other, so that a busy machine has its time for each.
  it.each(tables)('has a section: $title', (table) => {
    sections.push(sectionOf(table));
    expect(sections.at(-1)).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('is what the model gives', async () => {
    await expect(pageOf(sections)).toMatchFileSnapshot('../../reports/published-tables.md');
  });
});
