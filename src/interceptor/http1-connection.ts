import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import type { ServiceReply } from "../model/service.ts";
import { answerOf, openExchange, recordExchange, type OpenExchange } from "./exchange.ts";
import type { Flow, Surroundings } from "./flow.ts";
import { headerLists, headerOf, type RequestHead } from "./http1-head.ts";
import { createRequestParser, type RequestParser, type RequestStep } from "./http1-parser.ts";
import { chunkOf, headText, lastChunk, planResponse, wholeResponse } from "./http1-writer.ts";
import { keepBytes } from "./kept-bytes.ts";
import { isWebSocketRequest, serveWebSocket } from "./web-socket.ts";

/** Pipelined bytes kept waiting while a request is answered; past this the client is made to wait. */
const PIPELINED_BYTES_MAX = 256 << 10;
/** After a malformed request the answer is given this long to be read before the connection goes. */
const LINGER_MS = 1000;

/** Opens the tunnel a CONNECT asked for; `stream` carries it from here on. */
export type OpenTunnel = (flow: Flow, stream: Duplex, authority: string) => void;

/** One HTTP/1 connection: requests are read and answered one after the other, however they arrive. */
interface Connection {
  flow: Flow;
  around: Surroundings;
  stream: Duplex;
  parser: RequestParser;
  openTunnel: OpenTunnel;
  /** The request being read or answered. */
  current: { exchange: OpenExchange; head: RequestHead } | undefined;
  answering: boolean;
  /** The client has sent its last byte. */
  ended: boolean;
  /** Nothing more is read as HTTP: handed over, failed, or about to close. */
  finished: boolean;
  onData: (chunk: Buffer) => void;
  onEnd: () => void;
}

/** Serves HTTP/1.0 and 1.1 (RFC 9112) on `stream` until it closes or becomes something else. */
export function serveHttp1(flow: Flow, stream: Duplex, around: Surroundings, openTunnel: OpenTunnel): void {
  flow.protocol = flow.encrypted ? "https" : "http";
  const connection: Connection = {
    flow,
    around,
    stream,
    parser: createRequestParser(around.limits),
    openTunnel,
    current: undefined,
    answering: false,
    ended: false,
    finished: false,
    onData(chunk) {
      connection.parser.push(chunk);
      if (!connection.answering) advance(connection);
      else if (connection.parser.bufferedBytes > PIPELINED_BYTES_MAX) stream.pause();
    },
    onEnd() {
      connection.ended = true;
      if (!connection.answering) stream.end();
    },
  };
  flow.atClose.push(() => {
    if (connection.current) recordExchange(connection.current.exchange, flow, around, false);
  });
  stream.on("data", connection.onData);
  stream.on("end", connection.onEnd);
  stream.resume();
}

function advance(connection: Connection): void {
  while (!connection.answering && !connection.finished) {
    const step = connection.parser.next();
    if (!step) return;
    take(step, connection);
  }
}

function take(step: RequestStep, connection: Connection): void {
  switch (step.kind) {
    case "head":
      startRequest(step, connection);
      break;
    case "body":
      connection.current!.exchange.requestBody.add(step.bytes);
      break;
    case "end": {
      const { exchange, head } = connection.current!;
      exchange.requestTrailers = step.trailers;
      if (step.chunkExtensionBytes > 0)
        connection.flow.gap(
          `${step.chunkExtensionBytes} bytes of chunk extensions of ${exchange.id} not kept`,
        );
      if (isWebSocketRequest(head)) becomeWebSocket(exchange, connection);
      else {
        connection.answering = true;
        void answer(exchange, head, connection);
      }
      break;
    }
    case "malformed":
      refuse(step.reason, connection);
      break;
  }
}

function startRequest({ head, framing }: RequestStep & { kind: "head" }, connection: Connection): void {
  const { flow, around, stream } = connection;
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(head.target);
  const authority = head.method === "CONNECT" ? undefined : (absolute?.[1] ?? headerOf(head.headers, "host"));
  const exchange = openExchange(
    {
      protocol: head.version === "1.0" ? "http/1.0" : "http/1.1",
      method: head.method,
      target: head.target,
      headers: head.headers,
      head: head.raw,
      authority,
    },
    flow,
    around,
  );
  connection.current = { exchange, head };
  if (framing.kind === "tunnel") connect(exchange, head, connection);
  else if (framing.kind !== "none" && headerLists(head.headers, "expect", "100-continue"))
    stream.write("HTTP/1.1 100 Continue\r\n\r\n");
}

/** Answers CONNECT as a proxy does; what follows is a connection of its own to the host it names. */
function connect(exchange: OpenExchange, head: RequestHead, connection: Connection): void {
  exchange.status = 200;
  exchange.service = "tunnel";
  connection.stream.write("HTTP/1.1 200 Connection established\r\n\r\n");
  recordExchange(exchange, connection.flow, connection.around, true);
  const stream = handOver(connection);
  connection.openTunnel(connection.flow, stream, head.target);
}

function becomeWebSocket(exchange: OpenExchange, connection: Connection): void {
  const { flow, around } = connection;
  const stream = handOver(connection);
  serveWebSocket(exchange, flow, stream, around);
}

/** Stops reading HTTP and gives back what was read ahead. */
function handOver(connection: Connection): Duplex {
  const { stream, parser } = connection;
  connection.finished = true;
  stream.off("data", connection.onData);
  stream.off("end", connection.onEnd);
  stream.pause();
  const rest = parser.takeRest();
  if (rest.length > 0) stream.unshift(rest);
  return stream;
}

async function answer(exchange: OpenExchange, head: RequestHead, connection: Connection): Promise<void> {
  const { flow, around, stream } = connection;
  const reply = await answerOf(exchange, flow, around);
  if (exchange.recorded || stream.destroyed) return;
  const whole = reply.body instanceof Uint8Array ? reply.body : undefined;
  const plan = planResponse({
    status: reply.status,
    headers: reply.headers,
    bodyBytes: whole?.length,
    hasTrailers: (reply.trailers?.length ?? 0) > 0,
    method: head.method,
    version: head.version,
    keepAlive: wantsKeepAlive(head) && !connection.ended,
  });
  exchange.status = reply.status;
  exchange.responseHeaders = plan.headers;
  exchange.service = reply.service;
  exchange.improvised = reply.improvised;
  const text = headText(reply.status, plan.headers);
  let sent = true;
  if (plan.framing === "none") stream.write(text, "latin1");
  else if (whole && plan.framing === "length") {
    exchange.responseBody.add(whole);
    if (!stream.write(wholeResponse(text, whole))) await drained(stream);
  } else sent = await streamBody(text, reply, plan.framing === "chunked", exchange, connection);
  recordExchange(exchange, flow, around, sent);
  if (!sent) stream.destroy();
  else if (plan.keepAlive) nextRequest(connection);
  else finish(connection);
}

function nextRequest(connection: Connection): void {
  connection.current = undefined;
  connection.answering = false;
  if (connection.stream.isPaused()) connection.stream.resume();
  advance(connection);
  if (connection.ended && !connection.answering) connection.stream.end();
}

function finish(connection: Connection): void {
  connection.finished = true;
  connection.answering = false;
  connection.stream.end();
  connection.stream.resume();
}

/** Writes each piece of the body as soon as it is there. @returns false when it broke off. */
async function streamBody(
  head: string,
  reply: ServiceReply,
  chunked: boolean,
  exchange: OpenExchange,
  { stream, flow }: Connection,
): Promise<boolean> {
  stream.write(head, "latin1");
  const pieces = reply.body instanceof Uint8Array ? [reply.body] : reply.body;
  try {
    for await (const piece of pieces) {
      if (stream.destroyed) return false;
      if (piece.length === 0) continue;
      exchange.responseBody.add(piece);
      if (!stream.write(chunked ? chunkOf(piece) : piece)) await drained(stream);
    }
  } catch (error) {
    flow.gap(`the stand-in's stream for ${exchange.id} failed: ${String(error)}`);
    return false;
  }
  if (stream.destroyed) return false;
  exchange.responseTrailers = reply.trailers ?? [];
  if (chunked) stream.write(lastChunk(exchange.responseTrailers), "latin1");
  return true;
}

/** Resolves when the stream takes more or is gone. */
function drained(stream: Duplex): Promise<void> {
  if (stream.destroyed || !stream.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

function wantsKeepAlive(head: RequestHead): boolean {
  if (head.version === "1.1") return !headerLists(head.headers, "connection", "close");
  return headerLists(head.headers, "connection", "keep-alive");
}

/** What is no HTTP gets a 400 and is kept as it was sent. */
function refuse(reason: string, connection: Connection): void {
  const { flow, around, stream, parser, current } = connection;
  flow.gap(`malformed HTTP/1 request: ${reason}`);
  flow.reason = `malformed HTTP/1 request: ${reason}`;
  flow.sentRaw = keepBytes(around.limits.bodyBytes);
  flow.sentRaw.add(parser.takeRest());
  const kept = flow.sentRaw;
  const rest = handOver(connection);
  rest.on("data", (chunk: Buffer) => kept.add(chunk));
  rest.resume();
  stream.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  if (current) {
    current.exchange.status = 400;
    recordExchange(current.exchange, flow, around, false);
  }
  const gone = new AbortController();
  stream.once("close", () => gone.abort());
  wait(LINGER_MS, undefined, { signal: gone.signal }).then(
    () => stream.destroy(),
    () => {},
  );
}
