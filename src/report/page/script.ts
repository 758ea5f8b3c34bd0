/**
 * What a page runs in the browser: it draws each chart at the width of its place, again when that changes, and opens
 * what is folded before printing. Colours are CSS variables, so the theme needs nothing from here.
 */
export const pageScript = `
'use strict';
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const pictures = read('pictures');
  const config = read('chart-config');
  const atWidth = (spec, width) =>
    spec.vconcat ? { ...spec, vconcat: spec.vconcat.map((panel) => ({ ...panel, width })) } : { ...spec, width };
  const draw = (place) => {
    const { spec, gutter } = pictures[place.dataset.picture];
    const width = Math.max(80, place.clientWidth - gutter);
    if (place.dataset.width === String(width)) return;
    place.dataset.width = String(width);
    vegaEmbed(place.firstElementChild, atWidth(spec, width), { mode: 'vega-lite', renderer: 'svg', actions: false, config }).catch(
      (error) => { place.textContent = 'This picture could not be drawn: ' + error.message; },
    );
  };
  const resized = new ResizeObserver((entries) => {
    requestAnimationFrame(() => { for (const { target } of entries) draw(target); });
  });
  for (const place of document.querySelectorAll('[data-picture]')) resized.observe(place);
  addEventListener('beforeprint', () => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  });
})();
`;
