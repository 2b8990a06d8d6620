import { STATUS_CODES } from "node:http";
import type { Headers } from "../model/event.ts";

/** How a response's end is marked: by a length, by chunks, by closing, or it has no body at all. */
type ResponseFraming = "length" | "chunked" | "close" | "none";

export interface ResponsePlan {
  framing: ResponseFraming;
  headers: Headers;
  keepAlive: boolean;
}

export interface ResponseAsked {
  status: number;
  headers: Headers;
  /** Undefined for a stream whose length nobody knows. */
  bodyBytes: number | undefined;
  hasTrailers: boolean;
  method: string;
  version: "1.0" | "1.1";
  keepAlive: boolean;
}

/** Decided here whatever the stand-in says: a wrong one would break the connection. */
const FRAMING_HEADERS = new Set(["content-length", "transfer-encoding", "connection", "keep-alive"]);

/** Chooses framing (RFC 9112 §6) and completes the headers as they will go over the wire. */
export function planResponse(asked: ResponseAsked): ResponsePlan {
  const headers: Headers = [];
  for (const header of asked.headers) if (!FRAMING_HEADERS.has(header[0].toLowerCase())) headers.push(header);
  const { status, bodyBytes } = asked;
  const bodiless = status < 200 || status === 204 || status === 304;
  const streamed = bodyBytes === undefined || asked.hasTrailers;
  let { keepAlive } = asked;
  let framing: ResponseFraming = "length";
  if (bodiless) framing = "none";
  else if (!streamed) headers.push(["Content-Length", String(bodyBytes)]);
  else if (asked.version === "1.1") {
    framing = "chunked";
    headers.push(["Transfer-Encoding", "chunked"]);
  } else {
    framing = "close";
    keepAlive = false;
  }
  if (!keepAlive) headers.push(["Connection", "close"]);
  else if (asked.version === "1.0") headers.push(["Connection", "keep-alive"]);
  return { framing: asked.method === "HEAD" ? "none" : framing, headers, keepAlive };
}

/** Status line and headers, Latin-1. A line break inside a value cannot start a header of its own. */
export function headText(status: number, headers: Headers): string {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n`;
  for (const [name, value] of headers)
    text += `${name}: ${/[\r\n\0]/.test(value) ? oneLine(value) : value}\r\n`;
  return `${text}\r\n`;
}

function oneLine(value: string): string {
  return value.replaceAll(/[\r\n\0]+/g, " ");
}

/** Head and whole body as one piece: one write, one TLS record. */
export function wholeResponse(head: string, body: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head, "latin1");
  bytes.set(body, head.length);
  return bytes;
}

export function chunkOf(bytes: Uint8Array): Buffer {
  const size = `${bytes.length.toString(16)}\r\n`;
  const chunk = Buffer.allocUnsafe(size.length + bytes.length + 2);
  chunk.write(size, "latin1");
  chunk.set(bytes, size.length);
  chunk.write("\r\n", size.length + bytes.length, "latin1");
  return chunk;
}

export function lastChunk(trailers: Headers): string {
  return `0\r\n${trailers.map(([name, value]) => `${name}: ${oneLine(value)}\r\n`).join("")}\r\n`;
}
