import type { Conversation } from "./conversation.ts";
import { FUEL, plainValue } from "./plain-value.ts";

const TITLE = "Rounding of small parcels";

/**
 * A short plausible answer to whatever is asked beside the main conversation: a title, a summary, a check of
 * the connection. JSON where JSON is asked for, after its schema when the request has one.
 */
export function sideAnswer({ turns, json }: Pick<Conversation, "turns" | "json">): string {
  const asked = turns
    .flatMap((turn) => (turn.kind === "system" || turn.kind === "user" ? [turn.text] : []))
    .join("\n");
  if (json !== undefined && json !== true) {
    const value = plainValue("title", json, {
      root: json,
      words: [],
      text: (field) => (field === "title" ? TITLE : "ok"),
      fuel: { left: FUEL },
    });
    if (value !== undefined) return JSON.stringify(value);
  }
  if (json === true || /\b(respond|reply|return|answer|output)\b[^.\n]{0,60}\bjson\b/i.test(asked))
    return JSON.stringify({ title: TITLE });
  if (/\b(title|topic|name) (for|of)\b|\btitle\b/i.test(asked)) return TITLE;
  if (/\bsummar|\bweb ?page\b|\bcontent\b/i.test(asked))
    return "The page explains how amounts are rounded: half away from zero, once, after all surcharges were added.";
  return "OK";
}
