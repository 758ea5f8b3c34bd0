import { expect, it } from 'vitest';
import { agrees, cases, rowOf } from './recovery-point-chains.js';

it('chains of backups lose what was published, in the worst case, and half a period less in the mean', () => {
  for (const one of cases) expect(agrees(rowOf(one)), `${one.design} (${one.scope})`).toBe(true);
});
