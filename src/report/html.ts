import { createHash } from "node:crypto";
import type { Audit } from "../model/audit.ts";
import { openEvidenceBook } from "./evidence-book.ts";
import type { EvidenceSource } from "./evidence-source.ts";
import { Markup, markup, text } from "./markup.ts";
import { configurationSection } from "./page/configuration.ts";
import { destinationsSection } from "./page/destinations.ts";
import { exchangesSection } from "./page/evidence.ts";
import { filesSection } from "./page/files.ts";
import { findingsSection } from "./page/findings.ts";
import { gapsSection, glanceSection, renderHeadline } from "./page/headline.ts";
import { matrixSection } from "./page/matrix.ts";
import { processesSection } from "./page/processes.ts";
import { PAGE_SCRIPT } from "./page/script.ts";
import { renderSection, type Section } from "./page/section.ts";
import { PAGE_STYLE } from "./page/style.ts";
import { timelineSection } from "./page/timeline.ts";

/** Characters of captured bytes on one page, before escaping. */
const EVIDENCE_BUDGET = 6_000_000;

/**
 * The report as one HTML file that asks for nothing: no request can leave the page (`default-src 'none'`), the
 * one script and the one style sheet are named by digest (CSP level 2), and captured text is only ever text.
 */
export function renderHtml(audit: Audit, source: EvidenceSource): string {
  const book = openEvidenceBook(audit, source, EVIDENCE_BUDGET);
  // The weightiest claims draw on the evidence budget first, whatever their place on the page.
  const findings = findingsSection(audit, book);
  const sections = [
    gapsSection(audit),
    glanceSection(audit),
    destinationsSection(audit),
    matrixSection(audit, book),
    findings,
    filesSection(audit),
    processesSection(audit),
    timelineSection(audit, book),
    configurationSection(audit),
    exchangesSection(book),
  ];
  return renderPage(audit, sections).toString();
}

function renderPage(audit: Audit, sections: Section[]): Markup {
  const policy = `default-src 'none'; script-src '${digestOf(PAGE_SCRIPT)}'; style-src '${digestOf(PAGE_STYLE)}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${audit.target.name} ${audit.target.version}, Plainwire audit</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#gaps">Skip to the report</a>
${renderNavigation(sections)}
<main>
${renderHeadline(audit)}
${sections.map(renderSection)}
<footer><p>Made by Plainwire ${text(audit.plainwire.version)} from recorded sessions. The same facts for programs are in <code>audit.json</code>, the recorded bytes in <code>capture/</code> beside it.</p></footer>
</main>
<dialog id="panel" aria-label="Evidence"><button type="button" id="panel-close">Close</button><div id="panel-content"></div></dialog>
<script>${new Markup(PAGE_SCRIPT)}</script>
</body>
</html>
`;
}

function renderNavigation(sections: Section[]): Markup {
  const links = sections.map(
    ({ id, title, count }) =>
      markup`<li><a href="#${id}"><span>${title}</span>${count !== undefined && markup`<span class="count">${count}</span>`}</a></li>`,
  );
  return markup`<nav aria-label="Sections"><p class="brand">Plainwire</p><ol>${links}</ol>
<div class="tools"><label for="filter">Filter findings, files, exchanges</label><input id="filter" type="search" autocomplete="off" spellcheck="false"><output id="tally" for="filter"></output><button type="button" id="theme">Dark</button></div></nav>
`;
}

/** A CSP source expression for an inline script or style (Content Security Policy Level 3, 2.3.1). */
function digestOf(inline: string): string {
  return `sha256-${createHash("sha256").update(inline).digest("base64")}`;
}
