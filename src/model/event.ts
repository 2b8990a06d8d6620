import { z } from "zod";
import { PHASES, SESSION_OUTCOMES, TLS_OUTCOMES } from "./vocabulary.ts";

/**
 * The event log of one session: NDJSON, one event a line, append-only, first line `session-start`.
 * `n` is the ordinal (0, 1, 2 …) and the only order there is; `atMs` is monotonic milliseconds since the
 * session began, for display. Bytes never stand in an event: they are blobs, named by their digest.
 */

/** `sha256:` and 64 lower-case hex digits. */
export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);
export type Digest = string;

/** A place in a blob: `[start, end)` in bytes. */
export const evidenceRangeSchema = z.tuple([z.int().min(0), z.int().min(0)]);

/** Header fields as they went over the wire: order, case and repetitions kept. */
const headersSchema = z.array(z.tuple([z.string(), z.string()]));
export type Headers = [name: string, value: string][];

const place = z.object({ address: z.string(), port: z.int() });
const blobRange = z.object({ blob: digestSchema, range: evidenceRangeSchema });

const bodies = {
  "session-start": {
    session: z.string(),
    schemaVersion: z.literal(1),
    wallTime: z.string(),
    plan: z.unknown(),
  },
  /** A phase of the scenario began (`started`), or was found `not-offered` or `failed`. */
  phase: {
    id: z.enum(PHASES),
    state: z.enum(["started", "done", "not-offered", "failed"]),
    reason: z.string().optional(),
  },
  /** Where a blob lies in the session's pack file. */
  blob: { digest: digestSchema, offset: z.int(), sizeBytes: z.int() },
  "flow-open": {
    flow: z.string(),
    transport: z.literal("tcp"),
    client: place,
    upstream: place,
    name: z.string().optional(),
  },
  "flow-tls": {
    flow: z.string(),
    serverName: z.string().optional(),
    offeredAlpn: z.array(z.string()),
    alpn: z.string().optional(),
    outcome: z.enum(TLS_OUTCOMES),
    reason: z.string().optional(),
    clientHello: digestSchema,
  },
  /** `sentBytes`/`receivedBytes` are what crossed the wire, TLS included. `raw` is there when no known protocol was spoken. */
  "flow-close": {
    flow: z.string(),
    protocol: z.string(),
    sentBytes: z.int(),
    receivedBytes: z.int(),
    reason: z.string(),
    sentRaw: digestSchema.optional(),
    receivedRaw: digestSchema.optional(),
  },
  /** One request and its response. `head` is the raw head as sent where the protocol has one (HTTP/1). */
  exchange: {
    exchange: z.string(),
    flow: z.string(),
    protocol: z.enum(["http/1.0", "http/1.1", "h2"]),
    scheme: z.enum(["http", "https"]),
    host: z.string(),
    port: z.int(),
    method: z.string(),
    target: z.string(),
    requestHeaders: headersSchema,
    requestHead: digestSchema.optional(),
    requestBody: digestSchema.optional(),
    requestBodyBytes: z.int(),
    requestTrailers: headersSchema,
    status: z.int(),
    responseHeaders: headersSchema,
    responseBody: digestSchema.optional(),
    responseTrailers: headersSchema,
    service: z.string(),
    improvised: z.boolean(),
    startedAtMs: z.number(),
    startedInPhase: z.enum(PHASES),
    complete: z.boolean(),
  },
  /** One WebSocket message, after an exchange answered 101. */
  message: {
    exchange: z.string(),
    direction: z.enum(["sent", "received"]),
    opcode: z.enum(["text", "binary", "ping", "pong", "close"]),
    payload: digestSchema,
    ordinal: z.int(),
  },
  dns: {
    transport: z.enum(["udp", "tcp"]),
    server: z.string(),
    name: z.string(),
    type: z.string(),
    answers: z.array(z.string()),
    query: digestSchema,
  },
  /** A UDP datagram other than one to port 53. */
  datagram: {
    client: place,
    upstream: place,
    name: z.string().optional(),
    sizeBytes: z.int(),
    payload: digestSchema,
  },
  /** A connection attempt that no flow followed: refused on loopback, unreachable, blocked. */
  "connect-attempt": {
    process: z.int().optional(),
    transport: z.string(),
    upstream: place,
    result: z.string(),
    evidence: blobRange.optional(),
  },
  "process-start": {
    process: z.int(),
    parent: z.int().optional(),
    argv: z.array(z.string()),
    evidence: blobRange.optional(),
  },
  "process-exit": { process: z.int(), exit: z.string() },
  "file-open": {
    process: z.int(),
    path: z.string(),
    mode: z.enum(["read", "write", "read-write", "create", "delete", "rename", "list", "execute"]),
    result: z.string(),
    evidence: blobRange.optional(),
  },
  /** What the tool printed (standard output and error of one launch), as recorded evidence. */
  output: { launch: z.string(), stream: z.enum(["stdout", "stderr"]), content: digestSchema },
  /** The stand-in model asked the tool to act; `declared` are the tools the request offered. */
  "model-step": {
    exchange: z.string().optional(),
    phase: z.enum(PHASES),
    state: z.enum(["requested", "result-received", "not-offered"]),
    tool: z.string().optional(),
    arguments: z.unknown().optional(),
    declared: z.array(z.string()),
  },
  /** Something we could not see or enforce. */
  gap: { where: z.string(), reason: z.string(), count: z.int() },
  "session-end": { outcome: z.enum(SESSION_OUTCOMES), reason: z.string().optional(), durationMs: z.number() },
} as const;

type Bodies = { [K in keyof typeof bodies]: z.infer<z.ZodObject<(typeof bodies)[K]>> };
export type EventKind = keyof Bodies;

/** An event as a recorder hands it in; the writer adds ordinal, time and phase. */
export type EventInput = { [K in EventKind]: { kind: K } & Bodies[K] }[EventKind];

interface Stamp {
  n: number;
  atMs: number;
  during: (typeof PHASES)[number];
}
/** An event as it stands in the log. `during` is the phase it fell in. */
export type CaptureEvent = { [K in EventKind]: Stamp & { kind: K } & Bodies[K] }[EventKind];
export type EventOf<K extends EventKind> = Extract<CaptureEvent, { kind: K }>;

const stamp = { n: z.int().min(0), atMs: z.number(), during: z.enum(PHASES) };

/** Checks one line of an event log. Unknown extra fields of newer writers are dropped. */
export const captureEventSchema: z.ZodType<CaptureEvent> = z.discriminatedUnion(
  "kind",
  Object.entries(bodies).map(([kind, body]) =>
    z.object({ ...stamp, kind: z.literal(kind), ...body }),
  ) as never,
) as never;

/**
 * Writes one session's capture. Synchronous and buffered: nothing on the hot path waits for the disk, and a
 * blob always reaches the file before the event that names it.
 */
export interface Recorder {
  /** Stores bytes once, whatever their number of uses, and returns their digest. */
  blob(bytes: Uint8Array): Digest;
  append(event: EventInput): void;
  /** The phase that events are stamped with from now on. */
  enterPhase(phase: (typeof PHASES)[number]): void;
  readonly phase: (typeof PHASES)[number];
  /** Monotonic milliseconds since the session began. */
  nowMs(): number;
  /** Bytes of blobs stored so far, for whoever bounds the capture. */
  readonly storedBytes: number;
}
