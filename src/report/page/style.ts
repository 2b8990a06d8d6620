import { PRINT_STYLE } from "./print-style.ts";

/**
 * The page's style sheet. Ink, paper and one accent; amber marks only what asks for attention. Every pair of
 * text and ground is at least 4.5:1 (WCAG 2.2, 1.4.3) in both themes.
 */
const SCREEN_STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfdfc, #16181b);
  --raised: light-dark(#f5f5f2, #1e2125);
  --ink: light-dark(#1b1d20, #e4e5e7);
  --soft: light-dark(#5a5f66, #a3a8b0);
  --line: light-dark(#e0e0db, #30343a);
  --firm: light-dark(#a9aca8, #565c65);
  --accent: light-dark(#1f5ba8, #8db9f2);
  --wash: light-dark(#e9f0f9, #1d2c40);
  --amber: light-dark(#8a4b00, #f0b45c);
  --amber-wash: light-dark(#fdf1dd, #382a14);
  --hit: light-dark(#ffe89a, #5e4a00);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", "Liberation Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 var(--sans); font-variant-numeric: tabular-nums; }
h1, h2, h3, h4, p, ul, ol, dl, dd, pre, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
code, pre, .host, .url, .method { font-family: var(--mono); font-size: .87em; font-variant-ligatures: none; overflow-wrap: anywhere; }
.host { font-weight: 500; }
.quiet, .times, .kind, .rule, .protocol, .count { color: var(--soft); }
.unseen { color: var(--amber); background: var(--amber-wash); border-radius: 2px; padding: 0 .1em; }
.cut { color: var(--soft); font-style: italic; padding: 0 .3em; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999rem; background: var(--paper); padding: .6rem 1rem; z-index: 2; }
.skip:focus { left: .5rem; top: .5rem; }
[hidden] { display: none !important; }

nav { padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); }
nav ol { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; }
nav li a { display: flex; gap: .45rem; justify-content: space-between; color: var(--ink); text-decoration: none; padding: .2rem 0; }
nav li a:hover { color: var(--accent); }
.brand { font-weight: 650; letter-spacing: -.01em; margin-bottom: .4rem; }
.tools { display: none; }
.scripted .tools { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .6rem; margin-top: .7rem; }
.tools label { flex-basis: 100%; color: var(--soft); font-size: .85rem; }
input, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--firm); border-radius: 4px; padding: .3rem .6rem; }
input { min-width: 0; flex: 1; }
button { cursor: pointer; }
button:hover { border-color: var(--ink); }
output { color: var(--soft); font-size: .85rem; }
main { padding: 0 1.25rem 4rem; min-width: 0; max-width: 72rem; }

.headline { padding: 2.2rem 0 1rem; }
.kicker { color: var(--soft); font-size: .9rem; }
h1 { font-size: clamp(1.7rem, 4.5vw, 2.5rem); line-height: 1.12; letter-spacing: -.025em; font-weight: 650; overflow-wrap: anywhere; }
h1 span { font-weight: 400; color: var(--soft); }
h1 span.unseen { color: var(--amber); }
.said { max-width: 44rem; font-size: 1.08rem; margin: .8rem 0 1.4rem; }
section { padding-top: 3.2rem; }
h2 { font-size: 1.4rem; line-height: 1.25; letter-spacing: -.015em; font-weight: 650; }
h3 { font-size: 1.02rem; font-weight: 650; margin: 1.9rem 0 .5rem; }
h3 .quiet { font-weight: 400; margin-left: .35rem; }
h4, .inside h3 { font-size: .9rem; font-weight: 650; margin: 1rem 0 .35rem; overflow-wrap: anywhere; }
.lead { max-width: 44rem; color: var(--soft); margin: .35rem 0 1.2rem; }

.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); gap: .7rem 2rem; }
.facts > div { min-width: 0; }
.facts > div:has(.digest) { grid-column: 1 / -1; }
dt { color: var(--soft); font-size: .82rem; }
dd { overflow-wrap: anywhere; }
.inside > .facts, .flow > .facts { gap: .4rem 2rem; margin-bottom: .6rem; font-size: .93rem; }

.phase-states { display: grid; grid-template-columns: repeat(auto-fit, minmax(4.9rem, 1fr)); gap: .8rem .5rem; margin-top: 1.6rem; }
.phase-states li { border-top: 3px solid var(--accent); padding-top: .35rem; line-height: 1.3; font-size: .88rem; }
.phase-states b, .phase-states span { display: block; }
.phase-states b { font-weight: 550; }
.phase-states span { color: var(--soft); }
.phase-states .not-offered { border-top-style: dashed; border-top-color: var(--firm); }
.phase-states .failed { border-top-color: var(--amber); }
.phase-states .failed span { color: var(--amber); }
.reasons { margin-top: .8rem; font-size: .93rem; }
.reasons li { overflow-wrap: anywhere; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.2rem, 1fr)); gap: 1.2rem 1.2rem; }
.tiles a { display: block; color: inherit; text-decoration: none; }
.tiles a:hover { color: var(--accent); }
.tiles b { display: block; font-size: 2rem; line-height: 1.1; font-weight: 600; letter-spacing: -.03em; }
.tiles span { color: var(--soft); font-size: .85rem; }
.tiles .attention b { color: var(--amber); }
.first { margin-top: 1.5rem; padding-left: 1rem; border-left: 3px solid var(--amber); }
.first li { padding: .18rem 0; overflow-wrap: anywhere; }
.first a { color: var(--ink); text-decoration-color: var(--firm); }

table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th { font-weight: inherit; text-align: left; }
thead th { color: var(--soft); font-size: .82rem; vertical-align: bottom; white-space: nowrap; }
th, td { padding: .42rem .9rem .42rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
tbody th { overflow-wrap: anywhere; }
.number { width: 1%; text-align: right; white-space: nowrap; }
thead .number { width: 1%; text-align: right; }
.scroll { overflow-x: auto; }
.gaps tbody th { width: 34%; }
.destinations > tbody > tr:first-child > * { border-bottom: 0; padding-bottom: 0; }
.destinations .more > td { padding-top: 0; padding-bottom: .1rem; }
.protocol { white-space: nowrap; }
.destinations .more summary { font-size: .85rem; color: var(--soft); }
.destinations td:nth-child(2), .destinations td:nth-child(3) { white-space: nowrap; }
.rule::before { content: " · "; }
.share { width: 80px; }
.bar .track { fill: var(--line); }
.bar .fill { fill: var(--accent); }
.phases { vertical-align: -1px; }
.phases .on { fill: var(--accent); }
.phases .off { fill: var(--firm); }
.endpoints { margin: .4rem 0 .6rem; }

.matrix { width: auto; }
.matrix th, .matrix td { padding: 0; border: 0; }
.matrix thead th { height: 8.6rem; vertical-align: bottom; }
.matrix thead th span { writing-mode: vertical-rl; transform: rotate(180deg); display: inline-block; padding: .4rem 0; line-height: 2.9rem; }
.matrix tbody th { padding: .45rem 1rem .45rem 0; min-width: 12rem; max-width: 24rem; vertical-align: middle; border-bottom: 1px solid var(--line); }
.matrix tbody td { border-bottom: 1px solid var(--line); width: 3rem; min-width: 3rem; height: 2.6rem; text-align: center; vertical-align: middle; }
.scroll:has(.matrix) { max-height: 88vh; overflow: auto; }
.matrix thead > tr > * { position: sticky; top: 0; z-index: 1; background: var(--paper); }
.matrix tbody th { position: sticky; left: 0; background: var(--paper); }
.none { color: var(--firm); }
.cell { display: inline-block; min-width: 2.5rem; padding: .28rem .3rem; border-radius: 4px; background: var(--wash); color: var(--accent); font-weight: 550; text-align: center; text-decoration: none; line-height: 1.3; }
.cell.coded { background: none; box-shadow: inset 0 0 0 1.5px var(--accent); }
a.cell:hover { text-decoration: underline; }
.legend { margin-top: .9rem; max-width: 52rem; color: var(--soft); font-size: .85rem; display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .5rem; }
.legend > span { margin-right: 1.2rem; }
.legend .cell { margin-right: .4rem; }

details { border-bottom: 1px solid var(--line); }
.more details { border: 0; }
summary { cursor: pointer; padding: .5rem 0 .5rem 1.15rem; position: relative; list-style: none; overflow-wrap: anywhere; }
summary::-webkit-details-marker { display: none; }
summary::before { content: ""; position: absolute; left: .15rem; top: 1.02em; width: .38rem; height: .38rem; border: solid var(--soft); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); }
details[open] > summary::before { transform: rotate(45deg); margin-top: -.12rem; }
summary:hover { color: var(--accent); }
.more summary { padding-top: .1rem; padding-bottom: .45rem; }
.more summary::before { top: .62em; }
.inside { padding: .2rem 0 1rem 1.15rem; scroll-margin-top: 4rem; }
.list > details:first-child { border-top: 1px solid var(--line); }
.times { margin-left: .4rem; font-size: .9em; }
.finding > summary { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 1.2rem; }
.finding.attention .title { font-weight: 550; }
.kind { font-size: .85rem; text-align: right; line-height: 1.8; }
.limits { max-width: 46rem; margin: .3rem 0 .8rem; }
.flow + .flow { margin-top: 1rem; border-top: 1px dashed var(--line); }
.evidence > li { margin: .5rem 0 .9rem; }
.cite { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: .85rem; color: var(--soft); }
.cite a { font-family: var(--mono); font-size: .92em; overflow-wrap: anywhere; }
.problem { color: var(--amber); }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: .6rem .8rem; margin: .3rem 0; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; max-height: 32rem; overflow: auto; }
pre b { font-weight: 600; }
mark { background: var(--hit); color: inherit; border-radius: 2px; padding: .05em 0; }
.exchange > summary { display: grid; grid-template-columns: 4rem minmax(0, 1fr) 2.6rem 6.5rem 7.5rem; gap: 0 .8rem; align-items: baseline; }
.exchange .status { font-weight: 600; text-align: right; }
.exchange .url { font-weight: 500; }
.paths tbody th { width: 46%; }
.paths td:nth-child(2) { color: var(--soft); }
.sessions tbody th { white-space: nowrap; }
.scroll + .facts { margin: 1.4rem 0; }
section > h4 { margin-top: 1.3rem; }
.list .at { display: none; }
.at { color: var(--soft); font-weight: 400; }
.process-tree li { display: grid; grid-template-columns: minmax(0, 1fr) 7rem 6.5rem; gap: 0 1rem; padding: .3rem 0; border-top: 1px solid var(--line); font-size: .93rem; }
.process-tree li:first-child { border-top: 0; }
${Array.from({ length: 12 }, (_, index) => `.depth-${index + 1} code { padding-left: ${(index + 1) * 1.3}rem; }`).join("\n")}
.chart text { fill: var(--ink); font: 12px var(--sans); }
.chart .phase { font-weight: 600; }
.chart .time { fill: var(--soft); font-size: 11px; }
.chart .band { fill: var(--raised); }
.chart line { stroke: var(--line); }
.chart circle { fill: var(--accent); fill-opacity: .8; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; max-width: 44rem; }

dialog { width: min(46rem, 100vw); max-width: none; height: 100dvh; max-height: none; margin: 0 0 0 auto; border: 0; border-left: 1px solid var(--firm); background: var(--paper); color: var(--ink); padding: 1.5rem 1.75rem 3rem; overflow: auto; }
dialog::backdrop { background: rgb(0 0 0 / .35); }
#panel-close { position: sticky; top: 0; float: right; }
#panel-content > h3 { font-size: 1.1rem; overflow-wrap: anywhere; padding-right: 5rem; margin: 0 0 .4rem; }
#panel-content > h3 .host { font-size: 1em; }
dialog .inside { padding-left: 0; }

@media (min-width: 64rem) {
  body { display: grid; grid-template-columns: 16.5rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100dvh; overflow: auto; border-bottom: 0; border-right: 1px solid var(--line); padding: 2.2rem 1.4rem; display: flex; flex-direction: column; }
  nav ol { display: block; }
  nav li a { padding: .26rem 0; }
  .scripted .tools { margin-top: auto; padding-top: 1.5rem; }
  main { padding: 0 3rem 6rem; }
}
@media screen and (max-width: 48rem) {
  .finding > summary { grid-template-columns: minmax(0, 1fr); }
  .kind { text-align: left; }
  .process-tree li { grid-template-columns: minmax(0, 1fr) auto; }
  .process-tree code { grid-column: 1 / -1; }
  .destinations, .destinations > tbody, .destinations > tbody > tr { display: block; }
  .matrix tbody th { min-width: 9rem; max-width: 9rem; }
  .destinations > thead, .destinations .share { display: none; }
  .destinations > tbody > tr:first-child { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .1rem 1rem; padding-top: .7rem; }
  .destinations > tbody > tr:first-child > * { padding: 0; }
  .destinations > tbody > tr:first-child > th { grid-column: 1 / -1; }
  .destinations > tbody > tr:first-child > td { text-align: left; white-space: normal; }
  .destinations > tbody td[data-label]::before { content: attr(data-label); display: block; color: var(--soft); font-size: .78rem; }
  .destinations .more > td { display: block; }
  .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .7rem 1.2rem; }
  .gaps, .gaps tbody { display: block; }
  .gaps thead { display: none; }
  .gaps tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .gaps tr > * { border: 0; padding: 0; }
  .gaps tbody th { width: auto; font-weight: 550; grid-column: 1; }
  .gaps td:nth-child(2) { grid-column: 1 / -1; grid-row: 2; }
  .gaps .number::after { content: "×"; color: var(--soft); }
  .exchange > summary { grid-template-columns: auto auto minmax(0, 1fr); }
  .exchange .url { grid-column: 1 / -1; grid-row: 1; }
  .exchange .status { text-align: left; }
  .paths, .paths tbody { display: block; }
  .paths thead, .paths td.number { display: none; }
  .paths tr { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .paths tr > * { border: 0; padding: 0; font-size: .9rem; }
  .paths tr > th { flex-basis: 100%; }
  .destinations > tbody > tr > td.number { width: auto; }
  .destinations .more > td { padding-bottom: .2rem; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;

export const PAGE_STYLE = SCREEN_STYLE + PRINT_STYLE;
