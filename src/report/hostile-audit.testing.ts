import { createHash } from "node:crypto";
import type { Audit } from "../model/audit.ts";
import type { CaptureEvent } from "../model/event.ts";
import type { EvidenceSource } from "./evidence-source.ts";
import { sampleAudit } from "./sample-audit.testing.ts";

/** Sets `window.intruded` wherever a page would run, load or style it. */
const HOSTILE_TEXT = [
  `<script>window.intruded=1</script>`,
  `</script><script>window.intruded=2</script>`,
  `"><img src=https://intruder.example/x onerror="window.intruded=3">`,
  `'><svg onload=window.intruded=4>`,
  `</style><style>*{display:none}</style>`,
  `</title></textarea></pre><iframe src=https://intruder.example>`,
  `<a href="javascript:window.intruded=5">x</a>`,
  `--><!-- ]]> <base href=https://intruder.example/>`,
  `url(https://intruder.example/x.css) expression(1) @import`,
  `\u001B[2J\u001B]0;title\u0007\u001B[31m`,
  `\u202Egnp.exe\u2066\u2069\u200B\uFEFF`,
  `nul\u0000 \uD800 \uDC00 \uFFFF`,
  `&lt;script&gt; &#x3c;script&#x3e; {{x}} \${x} \`x\``,
  `very long ${"<b>&'\"".repeat(170_000)}`,
].join(" ");

/** Strings with a meaning to the schema or to the report's own look-ups stay as they are. */
const KEPT = new Set(["session", "blob", "digest", "exchange", "parent", "wallTime", "prompts"]);
const CLOSED = new Set(
  "party documented protocol kind level confidence data phases phase state outcome class schemaVersion name".split(
    " ",
  ),
);

/** The sample audit and capture with hostile text in every field that a tool can influence. */
export function hostileAudit(): { audit: Audit; source: EvidenceSource } {
  const { audit, source } = sampleAudit();
  const body = Buffer.from(HOSTILE_TEXT);
  const blobs = new Map<string, Uint8Array>([[digestOf(body), body]]);
  const poisoned = poison(audit, "") as Audit;
  poisoned.target.name = HOSTILE_TEXT;
  poisoned.exercised.phases = audit.exercised.phases.map((phase) => ({
    ...phase,
    reason: HOSTILE_TEXT,
    declared: [HOSTILE_TEXT],
  }));
  poisoned.findings[0]!.evidence = [
    { ...audit.findings[0]!.evidence[0]!, blob: digestOf(body), range: [0, 400_000] },
  ];
  const events = (session: string) => (source.eventsOf?.(session) ?? []).map(poisonEvent);
  return {
    audit: poisoned,
    source: {
      readBlob: (session, digest) => blobs.get(digest) ?? source.readBlob(session, digest),
      eventsOf: events,
    },
  };
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function poison(value: unknown, key: string): unknown {
  if (typeof value === "string")
    return CLOSED.has(key) || KEPT.has(key) || key === "id" ? value : HOSTILE_TEXT;
  if (Array.isArray(value)) return value.map((item) => poison(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poison(inner, name)]));
}

function poisonEvent(event: CaptureEvent): CaptureEvent {
  if (event.kind !== "exchange") return event;
  const headers: [string, string][] = [[HOSTILE_TEXT, HOSTILE_TEXT]];
  return {
    ...event,
    method: HOSTILE_TEXT,
    target: HOSTILE_TEXT,
    host: HOSTILE_TEXT,
    service: HOSTILE_TEXT,
    requestHeaders: headers,
    responseHeaders: headers,
  };
}
