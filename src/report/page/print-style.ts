/** On paper: one column, light, everything open but the cited exchanges and system files, no controls. */
export const PRINT_STYLE = `
@page { margin: 16mm 14mm; }
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  html { font-size: 11px; }
  body { display: block; font-size: 1rem; }
  nav, .skip, dialog { display: none !important; }
  main { max-width: none; padding: 0; }
  .headline { padding-top: 0; }
  section { padding-top: 1.6rem; }
  h2, h3, h4, .lead, summary, .cite { break-after: avoid; }
  tr, .evidence > li, .tiles, .phase-states, .chart { break-inside: avoid; }
  thead { display: table-header-group; }
  details:not(.exchange, .system)::details-content { content-visibility: visible; block-size: auto; }
  summary::before { display: none; }
  summary { padding-left: 0; }
  pre { max-height: none; overflow: visible; }
  .scroll, .scroll:has(.matrix) { overflow: visible; max-height: none; }
  .matrix tbody td { width: 2.4rem; min-width: 2.4rem; }
  .destinations .share { display: none; }
  .destinations > tbody > tr > th { width: 34%; }
  .chart { max-width: 100%; height: auto; }
  a { color: inherit; }
  .bar rect, .phases rect, .cell, mark, .band { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
