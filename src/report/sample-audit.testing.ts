import type { Audit, Destination } from "../model/audit.ts";
import { files, processes } from "./sample-activity.testing.ts";
import { SAMPLE_REQUESTS, SAMPLE_SESSIONS, sampleCapture } from "./sample-capture.testing.ts";
import { findings, flows, type Cite } from "./sample-claims.testing.ts";

/** An audit made by hand, with the capture it cites: invented tool, hosts and values, sizes as in real ones. */
export function sampleAudit() {
  const { source, evidenceOf } = sampleCapture();
  const cite: Cite = (index, hit) => SAMPLE_SESSIONS.map((session) => evidenceOf(session, index, hit));
  const audit: Audit = {
    schemaVersion: 1,
    plainwire: {
      version: "0.1.0",
      configuration: {
        spec: "@quill/code@4.2.0",
        scenario: "standard",
        replicates: 3,
        idleMs: 95_000,
        jobs: 2,
        seed: 7,
      },
      deviations: ["seed = 7"],
    },
    target: {
      name: "@quill/code",
      version: "4.2.0",
      source: "npm",
      spec: "@quill/code@4.2.0",
      digest: `sha256:${"4be1c09a7d".repeat(7).slice(0, 64)}`,
      form: "js-bundle",
      profile: "quill-code",
    },
    exercised: {
      scenario: "standard",
      phases: PHASE_STATES,
      drivers: ["headless"],
      longestIdleMs: 95_120,
      improvisedAnswers: 34,
    },
    sessions: SAMPLE_SESSIONS.map((id, index) => ({
      id,
      environment: { timezone: "Europe/Oslo", locale: "nb_NO.UTF-8" },
      replicate: id === "idle-1" ? 1 : index + 1,
      outcome: id === "baseline-3" ? "timed-out" : "completed",
      ...(id === "baseline-3" ? { reason: "still running 120 s after the second prompt" } : {}),
      wallTime: `2026-11-20T09:1${index}:05Z`,
      durationMs: id === "idle-1" ? 103_240 : 8_120 + index * 340,
      exchanges: id === "idle-1" ? 15 : 13,
    })),
    destinations: destinations(),
    findings: findings(cite),
    flows: flows(cite),
    plan: {
      factors: [],
      pairsCovered: 0,
      pairsUncovered: [],
      sessionsRun: 4,
      whyStopped: "every planned session was run",
    },
    noise: [{ where: "/events/0/sent_at", model: "timestamp", runs: 4 }],
    optOuts: [],
    observer: [],
    detectionLimits: [],
    static: { artifacts: [], decoded: [], probes: [], selectors: [], flows: [], endpoints: [] },
    processes: processes(),
    files: files(),
    gaps: GAPS,
  };
  return { audit, source };
}

const PHASE_STATES: Audit["exercised"]["phases"] = [
  { id: "install", state: "done" },
  { id: "startup", state: "done" },
  { id: "prompt", state: "done" },
  { id: "search", state: "done" },
  { id: "read", state: "done" },
  { id: "edit", state: "done" },
  { id: "command", state: "done" },
  {
    id: "fetch",
    state: "not-offered",
    reason: "no declared tool fetches a URL",
    declared: ["read", "edit", "grep", "shell"],
  },
  { id: "second-prompt", state: "failed", reason: "no answer within 120 s in baseline-3" },
  { id: "idle", state: "done" },
  { id: "exit", state: "done" },
];

const GAPS: Audit["gaps"] = [
  {
    where: "updates.quillcode.example:443",
    reason: "the tool refused the lab's certificate and sent nothing we could read",
    count: 4,
  },
  {
    where: "phase second-prompt, baseline-3",
    reason: "the session timed out before this phase ended",
    count: 1,
  },
  { where: "phase fetch", reason: "the tool declares no means to fetch a page", count: 4 },
  { where: "198.51.103.9:7000 (tcp)", reason: "unknown protocol: 1,204 bytes kept, not decoded", count: 3 },
  {
    where: "memory limit",
    reason: "this machine cannot enforce a memory limit for an ordinary user",
    count: 1,
  },
  {
    where: "events.quillcode.example /v2/batch",
    reason: "a field of 48 bytes looks random and was not decoded",
    count: 12,
  },
];

function destinations(): Destination[] {
  const known: Pick<Destination, "host" | "port" | "protocol" | "party" | "partyRule" | "documented">[] = [
    {
      host: "api.quillmodel.example",
      port: 443,
      protocol: "https",
      party: "model-api",
      partyRule: "received a model-shaped request",
      documented: "yes",
    },
    {
      host: "events.quillcode.example",
      port: 443,
      protocol: "https",
      party: "vendor",
      partyRule: "same registrable domain as the package's home page",
      documented: "yes",
    },
    {
      host: "flags.gatebird.example",
      port: 443,
      protocol: "https",
      party: "third-party",
      partyRule: "known list: feature flags",
      documented: "no",
    },
    {
      host: "crash-intake.eu-north-1.observability-collector.monitoring.faultline-systems.example",
      port: 443,
      protocol: "https",
      party: "third-party",
      partyRule: "known list: error reporting",
      documented: "no",
    },
    {
      host: "registry.packages.example",
      port: 443,
      protocol: "https",
      party: "registry",
      partyRule: "known list: package registries",
      documented: "no-source",
    },
    {
      host: "203.0.114.77",
      port: 8443,
      protocol: "https",
      party: "unknown",
      partyRule: "a bare address: no name was asked for",
      documented: "no",
    },
    {
      host: "updates.quillcode.example",
      port: 443,
      protocol: "tls",
      party: "vendor",
      partyRule: "same registrable domain as the package's home page",
      documented: "no",
    },
    {
      host: "198.51.103.9",
      port: 7_000,
      protocol: "tcp",
      party: "unknown",
      partyRule: "a bare address: no name was asked for",
      documented: "no",
    },
  ];
  const sent = [1_842_113, 61_204, 3_120, 14_873, 2_212, 1_908, 2_068, 1_204];
  return known.map((place, index) => {
    const requests = SAMPLE_REQUESTS.filter((request) => request.host === place.host);
    const targets = [...new Set(requests.map((request) => request.target.split("?")[0]!))];
    const phases = [...new Set(requests.map((request) => request.phase))];
    return {
      ...place,
      exchanges: requests.length * 4,
      sentBytes: sent[index]!,
      receivedBytes: sent[index]! * 2,
      phases: phases.length > 0 ? phases : ["startup"],
      endpoints: targets.map((path) => {
        const here = requests.filter((request) => request.target.startsWith(path));
        const improvised = here.filter((request) => request.improvised).length * 4;
        return { method: here[0]!.method, path, count: here.length * 4, phases, improvised };
      }),
    };
  });
}
