import { expect, test } from 'vitest';
import { textWidth } from '../../src/report/text-width.js';
import { cutWords, overlappingWords, readDrawing } from './svg-text.js';

const svg = `<svg viewBox="0 0 100 50"><g transform="translate(10,20)"><g transform="translate(5,0)">
<text text-anchor="end" transform="translate(30,0)" font-size="12px">end</text></g>
<text text-anchor="middle" transform="translate(80,10)" font-size="12px">too far right</text></g>
<text transform="translate(40,21)" font-size="12px">on top</text></svg>`;

test('places are summed over groups', () => {
  const { words, width, height } = readDrawing(svg, 1);
  expect([width, height]).toEqual([100, 50]);
  expect(words[0]).toMatchObject({ text: 'end', right: 45, left: 45 - textWidth('end', 12) });
  expect(words[2]).toMatchObject({ text: 'on top', left: 40 });
});

test('what is cut or covered is found', () => {
  expect(cutWords(readDrawing(svg, 1))).toEqual(['too far right']);
  expect(overlappingWords(readDrawing(svg, 1))).toContain('end / on top');
});
