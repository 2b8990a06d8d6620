import { constants, performServerHandshake, type ServerHttp2Stream } from "node:http2";
import { once } from "node:events";
import type { Duplex } from "node:stream";
import type { Headers } from "../model/event.ts";
import { answerOf, openExchange, recordExchange, type OpenExchange } from "./exchange.ts";
import type { Flow, Surroundings } from "./flow.ts";
import { headerOf } from "./http1-head.ts";

const STREAMS_MAX = 256;

/** Serves HTTP/2 (RFC 9113) on `stream`, preface included. Headers keep the order they were sent in. */
export function serveH2(flow: Flow, stream: Duplex, around: Surroundings): void {
  flow.protocol = "h2";
  const session = performServerHandshake(stream, { settings: { maxConcurrentStreams: STREAMS_MAX } });
  session.on("error", (error) => {
    flow.gap(`malformed HTTP/2: ${error.message}`);
    flow.reason = error.message;
  });
  session.on("stream", (request, _headers, _flags, rawHeaders) => {
    serveStream(request, rawHeaders, flow, around);
  });
  session.on("close", () => stream.destroy());
  flow.atClose.push(() => session.destroy());
}

function serveStream(request: ServerHttp2Stream, raw: string[], flow: Flow, around: Surroundings): void {
  const headers = paired(raw);
  const exchange = openExchange(
    {
      protocol: "h2",
      method: headerOf(headers, ":method") ?? "",
      target: headerOf(headers, ":path") ?? headerOf(headers, ":authority") ?? "",
      headers,
      authority: headerOf(headers, ":authority") ?? headerOf(headers, "host"),
    },
    flow,
    around,
  );
  request.on("trailers", (_trailers, _flags, rawTrailers) => {
    exchange.requestTrailers = paired(rawTrailers);
  });
  request.on("data", (chunk: Buffer) => exchange.requestBody.add(chunk));
  request.on("error", (error) => flow.gap(`stream of ${exchange.id}: ${error.message}`));
  request.on("end", () => void answer(request, exchange, flow, around));
  const interrupted = () => recordExchange(exchange, flow, around, false);
  request.on("close", interrupted);
  flow.atClose.push(interrupted);
}

async function answer(
  request: ServerHttp2Stream,
  exchange: OpenExchange,
  flow: Flow,
  around: Surroundings,
): Promise<void> {
  const reply = await answerOf(exchange, flow, around);
  if (request.destroyed || request.aborted) return;
  const trailers = reply.trailers ?? [];
  exchange.status = reply.status;
  exchange.service = reply.service;
  exchange.improvised = reply.improvised;
  exchange.responseHeaders = reply.headers.filter(([name]) => !CONNECTION_HEADERS.has(name.toLowerCase()));
  try {
    request.respond([":status", String(reply.status), ...flat(exchange.responseHeaders)] as never, {
      waitForTrailers: trailers.length > 0,
    });
    request.on("wantTrailers", () => request.sendTrailers(Object.fromEntries(grouped(trailers))));
    if (exchange.method !== "HEAD") {
      const pieces = reply.body instanceof Uint8Array ? [reply.body] : reply.body;
      for await (const piece of pieces) {
        if (request.destroyed) return;
        exchange.responseBody.add(piece);
        if (!request.write(piece)) await Promise.race([once(request, "drain"), once(request, "close")]);
      }
    }
    exchange.responseTrailers = trailers;
    request.end();
    recordExchange(exchange, flow, around, !request.destroyed);
  } catch (error) {
    flow.gap(`answering ${exchange.id} failed: ${String(error)}`);
    request.close(constants.NGHTTP2_INTERNAL_ERROR);
  }
}

/** Forbidden in HTTP/2 (RFC 9113 §8.2.2). */
const CONNECTION_HEADERS = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "proxy-connection",
]);

function flat(headers: Headers): string[] {
  return headers.flatMap(([name, value]) => [name.toLowerCase(), value]);
}

function grouped(headers: Headers): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return values;
}

function paired(raw: string[]): Headers {
  const headers: Headers = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at]!, raw[at + 1]!]);
  return headers;
}
