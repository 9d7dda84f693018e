// How all pages look: on a screen by day and by night, and on A4 paper.

import { dark, light, type Palette } from "./palette.ts";

function variables(palette: Palette): string {
  const lines = Object.entries(palette).map(([name, colour]) => `--${name}: ${colour};`);
  return `:root { ${lines.join(" ")} }`;
}

export const styles = `
${variables(light)}
@media screen and (prefers-color-scheme: dark) { ${variables(dark)} }
:root { color-scheme: light dark; }
body { background: var(--background); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 60rem; padding: 1rem; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.5em 0 0.5em; }
h1 { font-size: 1.9rem; } h2 { font-size: 1.5rem; } h3 { font-size: 1.2rem; } h4 { font-size: 1rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, Consolas, monospace; font-size: 0.9em; }
pre { background: var(--panel); border: 1px solid var(--line); padding: 0.75rem; white-space: pre-wrap; tab-size: 2; }
code { background: var(--panel); }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: 0.25rem 0.6rem; text-align: left; vertical-align: top; }
figure { margin: 1rem 0; }
figcaption, .muted { color: var(--muted); }
.goal { font-size: 1.1rem; }
summary { cursor: pointer; }
ins, del, .same { display: block; text-decoration: none; }
.hljs-keyword, .hljs-built_in, .hljs-literal { color: var(--keyword); }
.hljs-string, .hljs-regexp { color: var(--string); }
.hljs-comment, .hljs-meta { color: var(--muted); }
ins span, del span { color: inherit; }
ins { background: var(--addedBackground); color: var(--added); }
del { background: var(--removedBackground); color: var(--removed); }
.number { color: inherit; display: inline-block; min-width: 2.5em; padding-right: 1em; text-align: right; user-select: none; }
.hidden { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
.skip { position: absolute; transform: translateY(-200%); }
.skip:focus { background: var(--background); transform: none; }
.pass { color: var(--added); font-weight: bold; } .fail { color: var(--removed); font-weight: bold; }
svg { display: block; height: auto; max-width: 100%; }
svg text { fill: var(--text); font: 12px ui-monospace, Consolas, monospace; }
svg .interval { fill: none; stroke: var(--link); stroke-width: 2; }
svg .made { fill: var(--text); }
svg .now { stroke: var(--line); stroke-dasharray: 3 3; }
@page { size: A4; margin: 16mm; }
@media print {
  body { font-size: 10pt; max-width: none; padding: 0; }
  a { color: inherit; }
  pre, figure, table, details { break-inside: avoid-page; }
  h2, h3, h4 { break-after: avoid; }
  .lesson { break-before: page; }
  nav, .skip { display: none; }
  ins, del, pre { print-color-adjust: exact; }
}
`;
