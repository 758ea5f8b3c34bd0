import { expect, test } from 'vitest';
import { relativeTo } from '../../src/scenario/file-path.js';

test.each([
  ['scenarios/a.yaml', './b.yaml', 'scenarios/b.yaml'],
  ['scenarios/a.yaml', '../b.yaml', 'b.yaml'],
  ['a.yaml', '../../b.yaml', '../../b.yaml'],
  ['a.yaml', '/tmp/./b.yaml', '/tmp/b.yaml'],
  // A message that names it has something to name.
  ['a.yaml', '.', '.'],
  ['scenarios/a.yaml', '..', '.'],
])('what %s calls %s is %s', (file, path, found) => {
  expect(relativeTo(file, path)).toBe(found);
});
