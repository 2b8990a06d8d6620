import type { Headers } from "../model/event.ts";
import type { Reply, ServiceContext } from "./stand-in.ts";

/** Replies in the forms that services use. Each carries `Date` and `Content-Type` like any server's. */

export function jsonReply(
  context: ServiceContext,
  status: number,
  value: unknown,
  headers: Headers = [],
): Reply {
  return bodyReply(context, status, "application/json", JSON.stringify(value), headers);
}

export function bodyReply(
  context: ServiceContext,
  status: number,
  contentType: string,
  body: string,
  headers: Headers = [],
): Reply {
  const bytes = Buffer.from(body);
  return {
    status,
    headers: [
      ["Date", context.now().toUTCString()],
      ["Content-Type", contentType],
      ["Content-Length", String(bytes.length)],
      ...headers,
    ],
    body: bytes,
  };
}

export function emptyReply(context: ServiceContext, status: number, headers: Headers = []): Reply {
  return { status, headers: [["Date", context.now().toUTCString()], ...headers], body: new Uint8Array() };
}

/** One server-sent event. Without `event` the line is left out, as some protocols do. */
export interface ServerSentEvent {
  event?: string;
  data: string;
}

/** A stream of server-sent events (WHATWG HTML, section 9.2), one chunk an event. */
export function eventStreamReply(
  context: ServiceContext,
  events: ServerSentEvent[],
  headers: Headers = [],
): Reply {
  return {
    status: 200,
    headers: [
      ["Date", context.now().toUTCString()],
      ["Content-Type", "text/event-stream; charset=utf-8"],
      ["Cache-Control", "no-cache"],
      ...headers,
    ],
    body: chunks(events),
  };
}

async function* chunks(events: ServerSentEvent[]): AsyncGenerator<Uint8Array> {
  for (const { event, data } of events) {
    yield Buffer.from(`${event === undefined ? "" : `event: ${event}\n`}data: ${data}\n\n`);
    // Lets the reader see separate chunks, as from a model that is still thinking.
    await new Promise(setImmediate);
  }
}

/** Text in pieces as a model streams it: a word or a few characters at a time, nothing lost. */
export function textPieces(text: string, length = 24): string[] {
  const pieces: string[] = [];
  const characters = Array.from(text);
  for (let at = 0; at < characters.length; at += length)
    pieces.push(characters.slice(at, at + length).join(""));
  return pieces;
}

/** A model's count of tokens, near enough: about four bytes each. */
export function tokenCount(text: string): number {
  return Math.max(1, Math.ceil(Buffer.byteLength(text) / 4));
}
