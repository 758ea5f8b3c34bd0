/** Charts made of rows: words, and under them a bar. Words stand in the plot, so that any width has room for both. */

/** A vertical position that `field` gives in pixels from the top of a panel `height` pixels high. */
export function pixels(field: string, height: number) {
  return {
    field,
    type: 'quantitative' as const,
    scale: { domain: [0, height], range: [0, height], nice: false, zero: false },
    axis: null,
  };
}

/** The field `words` of each row, `wordsAt` pixels from the top and `left` from the plot, on a halo that keeps grid lines off the letters. */
export function wordLayers(height: number, left = 0) {
  const encoding = { y: pixels('wordsAt', height), x: { value: left }, text: { field: 'words' } };
  return ['halo', 'words'].map((style) => ({ mark: { type: 'text', style }, encoding }));
}
