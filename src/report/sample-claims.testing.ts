import type { DataFlow, Evidence, Finding } from "../model/audit.ts";
import type { DataCategory, FindingKind, Level } from "../model/vocabulary.ts";
import { DEVICE_ID, PLANTED, SAMPLE_REQUESTS } from "./sample-capture.testing.ts";

/** Finds a text in the body or head of the exchange with that index, in every session. */
export type Cite = (index: number, hit: string) => Evidence[];

/** host, exchange number, data, canary, planted where, pointer, encodings, the bytes to look for. */
type Hit = [string, number, DataCategory, string, string, string, string[], string];

function hits(): Hit[] {
  const model = "api.quillmodel.example";
  const events = "events.quillcode.example";
  const crash = "crash-intake.eu-north-1.observability-collector.monitoring.faultline-systems.example";
  const rows: Hit[] = [
    ["203.0.114.77", 10, "credential", "token", ".env LEDGER_TOKEN", "/t", ["plain"], PLANTED.token],
    ["203.0.114.77", 10, "file-path", "path", "path of src/rounding.ts", "/path", ["plain"], PLANTED.path],
    [crash, 3, "hostname", "hostname", "host name", "/host", ["plain"], PLANTED.hostname],
    [crash, 3, "device-id", "machineId", "/etc/machine-id", "/machine", ["plain"], PLANTED.machineId],
    [
      "flags.gatebird.example",
      0,
      "hostname",
      "hostname",
      "host name",
      "query:user",
      ["sha256/16"],
      DEVICE_ID,
    ],
    [
      model,
      6,
      "source-code",
      "source",
      "src/rounding.ts",
      "/messages/1/content",
      ["json-string"],
      "export function roundCents",
    ],
    [
      model,
      8,
      "tool-output",
      "command-output",
      "output of npm test",
      "/messages/1/content",
      ["json-string"],
      "DONE heron-5521-out",
    ],
    [model, 5, "directory-listing", "listing", "src/", "/messages/1/content", ["plain"], PLANTED.path],
  ];
  for (const index of [4, 5, 6, 7, 8, 11]) {
    rows.push([
      model,
      index,
      "prompt",
      "prompt",
      "first prompt",
      "/messages/0/content",
      ["plain"],
      PLANTED.prompt,
    ]);
    rows.push([
      model,
      index,
      "file-path",
      "workspace",
      "path of the workspace",
      "/system",
      ["json-string"],
      "/home/mira/work/ledger-service",
    ]);
    rows.push([
      model,
      index,
      "git-identity",
      "email",
      "~/.gitconfig user.email",
      "/system",
      ["json-string"],
      PLANTED.email,
    ]);
  }
  for (const index of [2, 9, 12]) {
    rows.push([
      events,
      index,
      "git-remote",
      "remote",
      "git remote origin",
      "/events/0/repo",
      ["gzip>json"],
      PLANTED.remote,
    ]);
    rows.push([
      events,
      index,
      "hostname",
      "hostname",
      "host name",
      "/events/0/device",
      ["gzip>json>sha256/16"],
      DEVICE_ID,
    ]);
    rows.push([
      events,
      index,
      "timezone",
      "timezone",
      "/etc/localtime",
      "/events/0/tz",
      ["gzip>json"],
      PLANTED.timezone,
    ]);
  }
  return rows;
}

/** Where the sample tool sent what. */
export function flows(cite: Cite): DataFlow[] {
  return hits().map(([host, index, data, canary, planted, pointer, encodings, hit]) => ({
    host,
    port: host.startsWith("203.") ? 8_443 : 443,
    protocol: "https",
    data,
    canary,
    planted,
    encodings,
    pointer,
    count: 4,
    phases: [SAMPLE_REQUESTS[index]!.phase],
    evidence: cite(index, hit),
  }));
}

/** What the detectors would claim of it. */
export function findings(cite: Cite): Finding[] {
  const base = { factors: [], values: [], staticIds: [], improvisedBefore: 0 };
  const support = { effectRuns: 4, effectSeen: 4, controlRuns: 0, controlSeen: 0 };
  const make = (kind: FindingKind, level: Level, title: string, more: Partial<Finding>): Finding => ({
    ...base,
    support,
    kind,
    level,
    title,
    id: `${kind}-${title.length}-${more.data?.join("") ?? ""}`,
    confidence: "observed",
    data: [],
    encodings: ["plain"],
    evidence: [],
    limits: "Seen in the sessions run here, in one environment. Other environments were not tried.",
    ...more,
  });
  const channel = (host: string, path: string, pointer: string, method = "POST") => ({
    protocol: "https" as const,
    host,
    port: host.startsWith("203.") ? 8_443 : 443,
    method,
    path,
    pointer,
    description: `${method} ${path}, field ${pointer}`,
  });
  const crash = "crash-intake.eu-north-1.observability-collector.monitoring.faultline-systems.example";
  return [
    make(
      "credential-to-other-endpoint",
      "attention",
      "A credential from .env reaches 203.0.114.77:8443, an address it is not meant for",
      {
        data: ["credential"],
        channel: channel("203.0.114.77", "/collect", "/t"),
        evidence: cite(10, PLANTED.token),
        improvisedBefore: 6,
      },
    ),
    make("data-sent", "attention", "The git remote URL is sent to the vendor's event intake", {
      data: ["git-remote"],
      encodings: ["gzip>json"],
      channel: channel("events.quillcode.example", "/v2/batch", "/events/0/repo"),
      evidence: cite(2, PLANTED.remote),
    }),
    make(
      "egress-before-prompt",
      "attention",
      "The machine id is sent to an error reporter before any prompt",
      {
        data: ["device-id", "hostname"],
        channel: channel(crash, "/api/42/envelope/", "/machine"),
        evidence: cite(3, PLANTED.machineId),
      },
    ),
    make("opaque-flow", "attention", "1,204 bytes in an unknown protocol to 198.51.103.9:7000", {
      channel: {
        protocol: "tcp",
        host: "198.51.103.9",
        port: 7_000,
        pointer: "",
        description: "raw bytes on TCP port 7000",
      },
    }),
    make("data-sent", "note", "The host name is sent as a truncated SHA-256 to the flag service", {
      data: ["hostname"],
      encodings: ["sha256/16"],
      channel: channel("flags.gatebird.example", "/sdk/eval", "query:user", "GET"),
      evidence: cite(0, DEVICE_ID),
    }),
    make("data-sent", "note", "The host name is sent as a truncated SHA-256 to the vendor's event intake", {
      data: ["hostname"],
      encodings: ["gzip>json>sha256/16"],
      channel: channel("events.quillcode.example", "/v2/batch", "/events/0/device"),
      evidence: cite(9, DEVICE_ID),
    }),
    make("file-read-outside-workspace", "note", "~/.ssh/config is read at startup", {
      data: ["network-config"],
      support: { ...support, effectSeen: 3 },
    }),
    make("command-executed", "note", "git remote get-url origin is run without the model asking", {
      data: ["git-remote"],
    }),
    make("persistence", "note", "A line is added to ~/.bashrc", {
      limits: "The line was written inside the lab's private home. Whether it takes effect was not tried.",
    }),
    make(
      "destination",
      "note",
      "flags.gatebird.example is contacted and not on the vendor's published list",
      { channel: channel("flags.gatebird.example", "/sdk/eval", "", "GET"), evidence: cite(0, "GET") },
    ),
    make("destination", "note", "203.0.114.77 is contacted without a name being asked for", {
      channel: channel("203.0.114.77", "/collect", ""),
      evidence: cite(10, "{"),
    }),
    make(
      "file-content-sent",
      "info",
      "src/rounding.ts is sent to the model API after the model asked to read it",
      {
        data: ["source-code"],
        encodings: ["json-string"],
        channel: channel("api.quillmodel.example", "/v1/messages", "/messages/1/content"),
        evidence: cite(6, "export function roundCents"),
      },
    ),
    make("data-sent", "info", "The prompt is sent to the model API", {
      data: ["prompt"],
      confidence: "reproduced",
      channel: channel("api.quillmodel.example", "/v1/messages", "/messages/0/content"),
      evidence: cite(4, PLANTED.prompt),
    }),
    make("data-sent", "info", "The git e-mail address is sent to the model API", {
      data: ["git-identity"],
      channel: channel("api.quillmodel.example", "/v1/messages", "/system"),
      evidence: cite(4, PLANTED.email),
      values: [
        {
          environment: { timezone: "Europe/Oslo" },
          runs: 4,
          preview: PLANTED.email,
          codePoints: "U+006D U+0069 U+0072 U+0061",
        },
      ],
    }),
    make("self-update", "info", "The package registry is asked for a newer version at startup", {
      channel: channel("registry.packages.example", "/quill-code/latest", "", "GET"),
      evidence: cite(1, "GET"),
    }),
  ];
}
