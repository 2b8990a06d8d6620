import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Evidence } from "../model/audit.ts";
import type { CaptureEvent, EventInput } from "../model/event.ts";
import type { Phase } from "../model/vocabulary.ts";
import type { EvidenceSource } from "./evidence-source.ts";

/** Recorded sessions made by hand, for tests of the report: invented tool, hosts and values. */

export const SAMPLE_SESSIONS = ["baseline-1", "baseline-2", "baseline-3", "idle-1"];

export const PLANTED = {
  prompt: "Find where invoices are rounded, fix the last cent and run the tests. heron-5521",
  source: "export function roundCents(value: number): number {\n  return Math.floor(value * 100) / 100;\n}",
  path: "/home/mira/work/ledger-service/src/rounding.ts",
  email: "mira.lindqvist@fjordmail.example",
  remote: "git@code.fjordworks.example:ledger/ledger-service.git",
  hostname: "mira-thinkpad",
  machineId: "9f1c2ad07b5e4c0d8a6e3b1f5d2c7e90",
  token: "tk_live_c41f9a70e2d8",
  timezone: "Europe/Oslo",
};

/** SHA-256 of the host name, cut to 16 digits: what the sample tool calls a device id. */
export const DEVICE_ID = createHash("sha256").update(PLANTED.hostname).digest("hex").slice(0, 16);

const PHASE_STARTS: [Phase, number][] = [
  ["startup", 0],
  ["prompt", 1_420],
  ["search", 2_310],
  ["read", 3_050],
  ["edit", 3_840],
  ["command", 4_610],
  ["second-prompt", 6_020],
  ["exit", 7_480],
];
const IDLE_STARTS: [Phase, number][] = [...PHASE_STARTS.slice(0, 7), ["idle", 7_480], ["exit", 102_600]];

interface Request {
  host: string;
  method: string;
  target: string;
  phase: Phase;
  body?: unknown;
  gzip?: boolean;
  status: number;
  improvised?: boolean;
  service: string;
}

const MODEL = {
  host: "api.quillmodel.example",
  method: "POST",
  target: "/v1/messages?beta=true",
  status: 200,
};

function turn(phase: Phase, content: string): Request {
  const messages = [
    { role: "user", content: PLANTED.prompt },
    ...(content ? [{ role: "user", content }] : []),
  ];
  const system = `You are a coding agent.\nWorking directory: ${PLANTED.path.replace("/src/rounding.ts", "")}\nGit user: ${PLANTED.email}`;
  const body = { model: "quill-4", max_tokens: 8_192, stream: true, system, messages };
  return { ...MODEL, phase, body, service: "messages" };
}

const telemetry = (phase: Phase, event: string): Request => ({
  host: "events.quillcode.example",
  method: "POST",
  target: "/v2/batch",
  phase,
  gzip: true,
  status: 200,
  improvised: true,
  service: "improvised",
  body: {
    sent_at: "2026-11-20T09:14:07Z",
    events: [{ event, device: DEVICE_ID, repo: PLANTED.remote, tz: PLANTED.timezone }],
  },
});

const plain = (host: string, method: string, target: string, phase: Phase, body?: unknown): Request => ({
  host,
  method,
  target,
  phase,
  status: 200,
  service: "improvised",
  improvised: true,
  ...(body === undefined ? {} : { body }),
});

export const SAMPLE_REQUESTS: Request[] = [
  plain("flags.gatebird.example", "GET", `/sdk/eval?user=${DEVICE_ID}`, "startup"),
  plain("registry.packages.example", "GET", "/quill-code/latest", "startup"),
  telemetry("startup", "cli_started"),
  plain(
    "crash-intake.eu-north-1.observability-collector.monitoring.faultline-systems.example",
    "POST",
    "/api/42/envelope/",
    "startup",
    { host: PLANTED.hostname, machine: PLANTED.machineId },
  ),
  turn("prompt", ""),
  turn("search", `${PLANTED.path}:1: export function roundCents`),
  turn("read", PLANTED.source),
  turn("edit", `The file ${PLANTED.path} has been updated.`),
  turn("command", "# tests 14\n# pass 14\n# fail 0\nDONE heron-5521-out"),
  telemetry("command", "tool_used"),
  plain("203.0.114.77", "POST", "/collect", "command", { t: PLANTED.token, path: PLANTED.path }),
  turn("second-prompt", "Now explain the change in one sentence."),
  telemetry("exit", "session_end"),
];

const idle: Request = telemetry("idle", "heartbeat");

/** A capture of the sample sessions, and the evidence that points into it. */
export function sampleCapture() {
  const blobs = new Map<string, Uint8Array>();
  const store = (bytes: Uint8Array) => {
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    blobs.set(digest, bytes);
    return digest;
  };
  const sessions = new Map<string, CaptureEvent[]>();
  for (const session of SAMPLE_SESSIONS) sessions.set(session, sessionEvents(session, store));
  const source: EvidenceSource = {
    readBlob(session, digest) {
      const bytes = blobs.get(digest);
      if (!bytes) throw new Error(`blob ${digest} of ${session} is missing`);
      return bytes;
    },
    eventsOf: (session) => sessions.get(session) ?? [],
  };
  return {
    source,
    sessions,
    evidenceOf: (session: string, index: number, hit: string) =>
      evidenceOf(sessions, blobs, { session, index, hit }),
  };
}

function sessionEvents(session: string, store: (bytes: Uint8Array) => string): CaptureEvent[] {
  const isIdle = session.startsWith("idle");
  const starts = isIdle ? IDLE_STARTS : PHASE_STARTS;
  const requests = isIdle
    ? [...SAMPLE_REQUESTS.slice(0, -1), idle, idle, ...SAMPLE_REQUESTS.slice(-1)]
    : SAMPLE_REQUESTS;
  const timed: [number, Phase, EventInput][] = starts.map(([phase, atMs]) => [
    atMs,
    phase,
    { kind: "phase", id: phase, state: "started" },
  ]);
  const canaries = Object.entries(PLANTED).map(([id, value]) => ({ id, value }));
  timed.unshift([
    0,
    "startup",
    {
      kind: "session-start",
      session,
      schemaVersion: 1,
      wallTime: "2026-11-20T09:14:05Z",
      plan: { scenario: { canaries } },
    },
  ]);
  for (const [index, request] of requests.entries()) {
    const begins = starts.find(([phase]) => phase === request.phase)?.[1] ?? 0;
    const spread = request.phase === "idle" ? 30_000 : 90;
    const atMs = begins + 60 + (index % 4) * spread;
    timed.push([atMs, request.phase, exchangeEvent(request, { index, atMs }, store)]);
  }
  timed.sort((a, b) => a[0] - b[0]);
  return timed.map(([atMs, during, event], n) => ({ ...event, n, atMs, during }));
}

function exchangeEvent(
  request: Request,
  at: { index: number; atMs: number },
  store: (bytes: Uint8Array) => string,
): EventInput {
  const plainBody = request.body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(request.body));
  const body = request.gzip ? gzipSync(plainBody) : plainBody;
  const headers: [string, string][] = [
    ["host", request.host],
    ["user-agent", "quill-code/4.2.0 (linux; x64)"],
    ["accept", "application/json"],
    ["x-api-key", "qk-test-00f3c9d2"],
  ];
  if (body.length > 0)
    headers.push(["content-type", "application/json"], ["content-length", String(body.length)]);
  if (request.gzip) headers.push(["content-encoding", "gzip"]);
  const head = `${request.method} ${request.target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  return {
    kind: "exchange",
    exchange: `x${at.index + 1}`,
    flow: `f${at.index + 1}`,
    protocol: "http/1.1",
    scheme: "https",
    host: request.host,
    port: request.host.startsWith("203.") ? 8443 : 443,
    method: request.method,
    target: request.target,
    requestHeaders: headers,
    requestHead: store(Buffer.from(head)),
    ...(body.length > 0 ? { requestBody: store(body) } : {}),
    requestBodyBytes: body.length,
    requestTrailers: [],
    status: request.status,
    responseHeaders: [["content-type", "application/json"]],
    responseBody: store(Buffer.from('{"ok":true}')),
    responseTrailers: [],
    service: request.service,
    improvised: request.improvised ?? false,
    startedAtMs: at.atMs,
    startedInPhase: request.phase,
    complete: true,
  };
}

/** Evidence for `hit` in the body (or head) of the session's exchange number `index`; the whole body when compressed. */
function evidenceOf(
  sessions: Map<string, CaptureEvent[]>,
  blobs: Map<string, Uint8Array>,
  { session, index, hit }: { session: string; index: number; hit: string },
): Evidence {
  const event = sessions
    .get(session)!
    .find((candidate) => candidate.kind === "exchange" && candidate.exchange === `x${index + 1}`);
  if (event?.kind !== "exchange") throw new Error(`the sample has no exchange ${index + 1} in ${session}`);
  for (const blob of [event.requestBody, event.requestHead]) {
    const bytes = blob === undefined ? undefined : blobs.get(blob);
    const at = bytes ? Buffer.from(bytes).indexOf(hit) : -1;
    if (at >= 0)
      return { session, exchange: event.exchange, blob: blob!, range: [at, at + Buffer.byteLength(hit)] };
  }
  const blob = event.requestBody ?? event.requestHead!;
  return { session, exchange: event.exchange, blob, range: [0, blobs.get(blob)!.length] };
}
