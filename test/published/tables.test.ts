import { expect, it } from 'vitest';
import { publishedTables } from './tables.js';

it('the page of published tables is what the model gives', async () => {
  await expect(publishedTables()).toMatchFileSnapshot('../../reports/published-tables.md');
});
