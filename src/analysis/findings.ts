import { hash } from "node:crypto";
import type { Finding } from "../model/audit.ts";
import { placeOf } from "./destinations.ts";
import { detectors } from "./detectors/index.ts";
import type { Detector, Evidenced, Sighting } from "./detectors/detector.ts";
import { levelOf } from "./levels.ts";

const EVIDENCE_KEPT = 8;

/** Runs every detector and merges sightings of the same fact over sessions. */
export function findAll(seen: Evidenced): Finding[] {
  const findings = detectors.flatMap((detector) => {
    const groups = Map.groupBy(detector.detect(seen), (sighting) => fingerprint(detector.id, sighting));
    // A finding that cannot point at bytes does not exist.
    return [...groups]
      .filter(([, sightings]) => sightings.some(({ evidence }) => evidence.length > 0))
      .map(([id, sightings]) => merge(id, detector, sightings, seen));
  });
  return findings.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function fingerprint(kind: string, { title, channel, data, encodings }: Sighting): string {
  const { protocol, host, port, method, path, pointer } = channel;
  const text = JSON.stringify([kind, title, protocol, host, port, method, path, pointer, data, encodings]);
  return hash("sha256", text, "hex").slice(0, 16);
}

function merge(id: string, { id: kind, limits }: Detector, sightings: Sighting[], seen: Evidenced): Finding {
  const first = sightings[0]!;
  const sessions = new Set(sightings.map(({ session }) => session));
  const party =
    seen.destinations.find((each) => placeOf(each) === placeOf(first.channel))?.party ?? "unknown";
  const view = seen.views.find((each) => each.id === first.session)!;
  return {
    id,
    kind,
    level: levelOf(kind, first.data, party),
    confidence: "observed",
    title: first.title,
    factors: [],
    values: [],
    channel: first.channel,
    data: first.data,
    encodings: first.encodings,
    support: { effectRuns: seen.views.length, effectSeen: sessions.size, controlRuns: 0, controlSeen: 0 },
    improvisedBefore: view.improvisedBefore(first.n),
    evidence: sightings.flatMap(({ evidence }) => evidence).slice(0, EVIDENCE_KEPT),
    staticIds: [],
    limits,
  };
}
