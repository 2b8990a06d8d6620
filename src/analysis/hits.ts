import type { Canary } from "../model/canary.ts";
import type { Evidence } from "../model/audit.ts";
import type { ExchangeView, SessionView } from "./attribute.ts";
import { findCanaries, needlesFor } from "./canary-search.ts";
import { outgoingParts } from "./outgoing.ts";

/** A canary found in something that left, in whatever form. */
export interface Hit {
  view: SessionView;
  exchange: ExchangeView;
  canary: Canary;
  encodings: string[];
  /** Pointer with list positions as `*`, so that the same place reads the same in every session. */
  pointer: string;
  evidence?: Evidence;
}

/** All hits of a session, and how often decoding met each kind of gap. */
export function findHits(view: SessionView): { hits: Hit[]; gaps: string[] } {
  const needles = needlesFor(view.plan.scenario.canaries);
  const hits: Hit[] = [];
  const gaps: string[] = [];
  for (const exchange of view.exchanges) {
    const outgoing = outgoingParts(view, exchange);
    gaps.push(...outgoing.gaps);
    for (const part of outgoing.parts)
      for (const found of findCanaries(part.text, needles))
        hits.push({
          view,
          exchange,
          canary: found.canary,
          encodings:
            found.encoding === "plain" && part.encodings.length > 0
              ? part.encodings
              : [...part.encodings, found.encoding],
          pointer: part.pointer.replace(/\/\d+(?=\/|$)/g, "/*"),
          ...(part.evidence ? { evidence: part.evidence } : {}),
        });
  }
  return { hits, gaps };
}
