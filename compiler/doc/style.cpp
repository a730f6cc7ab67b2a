#include "compiler/doc/html.h"

namespace treaty::doc {

std::string_view style_sheet() {
  return R"css(:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2330; --quiet: #586274; --line: #d5dae2; --soft: #f4f6f9; --accent: #1f4e8c;
  --open: #fff3d6; --open-ink: #6b4400; --code: #eef1f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --ink: #e6e9ee; --quiet: #a3adbb; --line: #39414e; --soft: #1c222b; --accent: #8db9f5;
    --open: #4a3a12; --open-ink: #ffe2a0; --code: #262d38;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 5rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1, h2, h3, h4 { line-height: 1.25; margin: 2.2em 0 0.6em; text-wrap: balance; break-after: avoid; }
h1 { font-size: 2.1rem; margin: 0.2em 0 0.6em; }
h2 { font-size: 1.5rem; padding-top: 0.8em; border-top: 2px solid var(--accent); }
h3 { font-size: 1.15rem; }
h4 { font-size: 1rem; }
.number { color: var(--quiet); font-weight: 400; margin-right: 0.3em; font-variant-numeric: tabular-nums; }
p, ul, ol { max-width: 52rem; }
a { color: var(--accent); }
li { margin: 0.3em 0; }
header + main > section:first-child > h2 { margin-top: 1.6rem; }
.kind { color: var(--quiet); margin: 0; }
dl { display: flex; flex-wrap: wrap; gap: 0.6rem 2.4rem; margin: 0; }
dt { color: var(--quiet); font-size: 0.85rem; }
dd { margin: 0; overflow-wrap: anywhere; }
nav ol, .many { columns: 2; column-gap: 3rem; }
nav ol { padding-left: 1.6em; }
nav li, .many li { margin: 0; padding: 0.15em 0; break-inside: avoid; }
code {
  font: 0.875em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  background: var(--code); border-radius: 3px; padding: 0.08em 0.2em; overflow-wrap: anywhere;
  white-space: break-spaces;
}
.quiet { color: var(--quiet); font-size: 0.9em; }
mark { background: var(--open); color: var(--open-ink); padding: 0.1em 0.35em; border-radius: 3px; }
.scroll { overflow-x: auto; margin: 1.2rem 0; }
table { border-collapse: collapse; width: 100%; min-width: 34rem; font-size: 0.9rem; line-height: 1.45; }
caption { text-align: left; font-weight: 600; padding: 0.3rem 0; caption-side: top; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.7rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--soft); border-bottom: 2px solid var(--line); font-weight: 600; }
tbody th { font-weight: 400; }
th code { overflow-wrap: normal; }
tr, .short { break-inside: avoid; }
caption, thead { break-after: avoid; }
.wide table { table-layout: fixed; min-width: 60rem; }
.of8 th:nth-child(2) { width: 24%; }
.wide .of6 th:nth-child(1), .wide .of6 th:nth-child(2), .wide .of6 th:nth-child(4) { width: 17%; }
.wide .of6 th:nth-child(3) { width: 25%; }
.wide .of6 th:nth-child(5) { width: 11%; }
.wide .of7 th:nth-child(1), .wide .of7 th:nth-child(2) { width: 16%; }
.wide .of7 th:nth-child(3) { width: 24%; }
.wide .of7 th:nth-child(4), .wide .of7 th:nth-child(6) { width: 13%; }
.wide .of7 th:nth-child(5) { width: 10%; }
td div + div, th div + div { margin-top: 0.15rem; }
figure { margin: 1.4rem 0; break-inside: avoid; }
figcaption { color: var(--quiet); font-size: 0.85rem; }
svg {
  display: block; width: 100%; max-width: 60rem; height: auto;
  font: 14px system-ui, "Segoe UI", Arial, sans-serif;
}
svg text { fill: var(--ink); }
.box rect { fill: var(--soft); stroke: var(--accent); stroke-width: 1.5; }
.box line { stroke: var(--line); }
.box .name { font-weight: 700; font-size: 16px; }
.box .note, svg .label { fill: var(--quiet); font-size: 13px; }
.outside rect { stroke: var(--quiet); stroke-dasharray: 6 4; }
.arrow { fill: none; stroke: var(--accent); stroke-width: 2; }
.arrow.theirs { stroke: var(--quiet); stroke-dasharray: 6 4; }
.arrow.link { stroke-width: 1.5; }
.tip path { fill: var(--accent); }
.tip.theirs path { fill: var(--quiet); }
.signatures { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.5rem; }
.signature { border: 1px solid var(--line); border-radius: 6px; padding: 1rem 1.2rem; break-inside: avoid; }
.rule {
  border-top: 1px solid var(--ink); color: var(--quiet); font-size: 0.8rem; margin: 3.2rem 0 0; padding-top: 0.2rem;
}
@page { size: A4; margin: 16mm 14mm; }
@page side { size: A4 landscape; margin: 12mm; }
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --ink: #000000; --quiet: #444444; --line: #bbbbbb; --soft: #f2f2f2; --accent: #1f4e8c;
    --open: #ffffff; --open-ink: #000000; --code: #ffffff;
  }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; font-size: 1rem; }
  h1, h2, h3, h4 { margin-top: 1.6em; }
  mark { border: 1px solid #000000; }
  code { padding: 0; }
  .scroll { overflow: visible; }
  .wide { page: side; }
  table, .wide table { min-width: 0; }
  .wide table { font-size: 0.85rem; }
  thead { display: table-header-group; }
  a { color: inherit; text-decoration: none; }
  h2 { padding-top: 0.5em; }
}
)css";
}

}  // namespace treaty::doc
