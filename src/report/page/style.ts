/** The look of a page: light and dark by the reader's setting, light on paper, from 360 pixels up. */
import { darkPalette, lightPalette, paletteDeclarations } from '../theme.js';

export const pageFont = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export const pageStyle = `
:root { color-scheme: light dark; ${paletteDeclarations(lightPalette)} }
@media screen and (prefers-color-scheme: dark) { :root { ${paletteDeclarations(darkPalette)} } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 ${pageFont}; overflow-wrap: break-word; }
h1, .question, tbody th, code, dt, figcaption, .aside { overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p, ul, dl { margin: .5rem 0; max-width: 46rem; }
ul { padding-left: 1.25rem; }
li { margin: .25rem 0; }
small, figcaption, .aside { color: var(--muted); font-size: .85em; }
caption.aside, p.aside, figcaption { font-size: .85rem; }
.question { font-size: 1.1rem; }
.notice { border-left: 4px solid var(--missed); padding: .25rem .75rem; }
.verdict { font-weight: 600; }
.verdict, .value { white-space: nowrap; }
.met, .better { color: var(--met); }
.missed, .worse { color: var(--missed); }
code { background: var(--card); padding: .1rem .3rem; border-radius: 4px; font-size: .9em; }
pre { background: var(--card); padding: .75rem; border-radius: 6px; white-space: pre-wrap; margin: .5rem 0; }
pre code { padding: 0; background: none; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
thead th { font-size: .85rem; color: var(--muted); font-weight: 600; }
tbody th { font-weight: 600; min-width: 11rem; }
th small { display: block; font-weight: 400; }
td small { display: block; }
.charts { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 2.5rem; }
.charts > div { min-width: 0; }
figure { margin: 0; }
.plot { overflow-x: auto; overflow-y: hidden; min-height: 2rem; padding-bottom: 2px; }
.plot svg { display: block; overflow: visible; }
details { margin: .75rem 0; }
summary { cursor: pointer; font-weight: 600; }
dt { font-weight: 600; margin-top: .5rem; }
dd { margin: 0; }
:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
#vg-tooltip-element.vg-tooltip { background: var(--card); color: var(--ink); border-color: var(--line);
  font-family: inherit; font-size: .8rem; }
@media (min-width: 62rem) {
  .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .charts > .wide { grid-column: 1 / -1; }
}
@media screen and (max-width: 62rem) {
  table, tbody, th, td, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); column-gap: 1rem;
    border-bottom: 1px solid var(--line); padding: .5rem 0; }
  tbody th { grid-column: 1 / -1; }
  tbody th, tbody td { border: 0; padding: .1rem 0; }
  tbody td::before { content: attr(data-column) ": "; color: var(--muted); }
  td small { display: inline; }
}
@media print {
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .plot svg { max-width: 100%; height: auto; }
}
`;
