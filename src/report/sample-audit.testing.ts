import type { Audit, DataFlow, Destination, Evidence, Finding } from "../model/audit.ts";
import type { DataCategory, FileClass, FindingKind, Level, Phase } from "../model/vocabulary.ts";
import {
  DEVICE_ID,
  PLANTED,
  SAMPLE_REQUESTS,
  SAMPLE_SESSIONS,
  sampleCapture,
} from "./sample-capture.testing.ts";

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

type Cite = (index: number, hit: string) => Evidence[];

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

function flows(cite: Cite): DataFlow[] {
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

function findings(cite: Cite): Finding[] {
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

function processes(): Audit["processes"] {
  const tree: [string[], number | undefined, Phase, boolean][] = [
    [["node", "/opt/quill/cli.js", "-p", PLANTED.prompt], undefined, "startup", false],
    [["git", "rev-parse", "--show-toplevel"], 0, "startup", false],
    [["git", "remote", "get-url", "origin"], 0, "startup", false],
    [["/bin/sh", "-c", "rg --json roundCents"], 0, "search", true],
    [["rg", "--json", "roundCents"], 3, "search", true],
    [["/bin/bash", "-lc", "npm test -- --reporter=tap && echo DONE heron-5521-out"], 0, "command", true],
    [["npm", "test", "--", "--reporter=tap"], 5, "command", true],
    [["sh", "-c", "node --test --test-reporter=tap"], 6, "command", true],
    [["node", "--test", "--test-reporter=tap"], 7, "command", true],
    [["uname", "-a"], 0, "exit", false],
  ];
  return SAMPLE_SESSIONS.flatMap((session) =>
    tree.map(([argv, parent, phase, requestedByModel], index) => ({
      id: `${session}/${index}`,
      session,
      argv,
      phase,
      requestedByModel,
      ...(parent === undefined ? {} : { parent: `${session}/${parent}` }),
    })),
  );
}

function files(): Audit["files"] {
  const home = "/home/mira";
  const ledger = `${home}/work/ledger-service`;
  const listed: [FileClass, Phase, string, string, boolean][] = [
    ["workspace", "read", PLANTED.path, "read", true],
    ["workspace", "edit", PLANTED.path, "write", true],
    ["workspace", "startup", `${ledger}/.git/config`, "read", true],
    ["workspace", "startup", `${ledger}/.env`, "read", true],
    ["other", "startup", `${home}/.gitconfig`, "read", true],
    ["other", "startup", `${home}/.ssh/config`, "read", false],
    ["other", "exit", `${home}/.bashrc`, "read-write", false],
    ["own-config", "startup", `${home}/.quill/settings.json`, "read", false],
    ["own-config", "exit", `${home}/.quill/sessions/01.jsonl`, "create", false],
  ];
  for (let index = 0; index < 11; index++)
    listed.push(["workspace", "search", `${ledger}/src/module-${index}.ts`, "read", false]);
  for (let index = 0; index < 8; index++)
    listed.push(["own-install", "startup", `/opt/quill/node_modules/part-${index}/index.js`, "read", false]);
  for (let index = 0; index < 24; index++)
    listed.push([
      "system",
      "startup",
      `/usr/lib/x86_64-linux-gnu/libexample${index}.so.${index % 4}`,
      "read",
      false,
    ]);
  return SAMPLE_SESSIONS.flatMap((session) =>
    listed.map(([kind, phase, path, mode, contentSent], index) => ({
      id: `${session}/file-${index}`,
      session,
      phase,
      path,
      mode,
      contentSent,
      process: `${session}/${kind === "workspace" && phase === "search" ? 4 : 0}`,
      class: kind,
    })),
  );
}
