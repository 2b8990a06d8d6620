import type { Audit } from "../model/audit.ts";
import type { EvidenceSource } from "./evidence-source.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";

/**
 * The report: what an audit found, for people and for programs. An *exporter* turns an audit into one file's
 * text; it returns and never writes. The *page* is the HTML report. An *excerpt* is a stretch of recorded bytes
 * shown as text with the *hit*, the bytes that a claim rests on, set apart. A *cell* is one kind of data at one
 * destination. Everything captured is hostile: it is shown as text and never parsed as anything else.
 */
export interface Exporter {
  id: string;
  /** Of the file, no dot. */
  extension: string;
  render(audit: Audit, source: EvidenceSource): string;
}

export const exporters: Exporter[] = [
  { id: "html", extension: "html", render: renderHtml },
  { id: "json", extension: "json", render: renderJson },
];
