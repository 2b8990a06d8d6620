import type { Channel, Destination, Evidence } from "../../model/audit.ts";
import type { DataCategory, FindingKind } from "../../model/vocabulary.ts";
import type { SessionView } from "../attribute.ts";
import type { Hit } from "../hits.ts";

/** One sighting in one session; those with the same fingerprint become one finding. */
export interface Sighting {
  session: string;
  /** Ordinal of the event it was seen at. */
  n: number;
  title: string;
  channel: Channel;
  data: DataCategory[];
  encodings: string[];
  evidence: Evidence[];
}

export interface Evidenced {
  views: readonly SessionView[];
  hits: readonly Hit[];
  destinations: readonly Destination[];
}

/** Turns what was seen into sightings of one kind. Pure; knows no tool by name. */
export interface Detector {
  id: FindingKind;
  limits: string;
  detect(seen: Evidenced): Sighting[];
}

/** A hit as a sighting. */
export function sightingOf(
  { view, exchange, canary, encodings, pointer, evidence }: Hit,
  title: string,
): Sighting {
  const { host, port, protocol, path, event } = exchange;
  return {
    session: view.id,
    n: event.n,
    title,
    channel: { protocol, host, port, method: event.method, path, pointer, description: canary.planted },
    data: [canary.data],
    encodings,
    evidence: evidence ? [evidence] : [],
  };
}
