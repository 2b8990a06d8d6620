import type { Headers } from "../model/event.ts";
import { framingOf, parseFields, parseHead, type Framing, type RequestHead } from "./http1-head.ts";

/** What a request stream consists of, in order: a head, its body in pieces, its end, the next head … */
export type RequestStep =
  | { kind: "head"; head: RequestHead; framing: Framing }
  | { kind: "body"; bytes: Uint8Array }
  | { kind: "end"; trailers: Headers; chunkExtensionBytes: number }
  | { kind: "malformed"; reason: string };

/** Reads HTTP/1.0 and 1.1 requests (RFC 9112) out of bytes that arrive in any pieces. No sockets, no clock. */
export interface RequestParser {
  push(chunk: Uint8Array): void;
  /** The next step; undefined when more bytes are needed, after CONNECT, and for ever after `malformed`. */
  next(): RequestStep | undefined;
  /** Takes what was pushed and not yet read: what follows an upgrade, or the bytes found malformed. */
  takeRest(): Uint8Array;
  readonly bufferedBytes: number;
}

type State = "head" | "length" | "chunk-size" | "chunk-data" | "chunk-end" | "trailers" | "end" | "stopped";

const LF = 10;
const CR = 13;
const CHUNK_LINE_BYTES_MAX = 8192;
const CHUNK_LINE = /^([0-9a-fA-F]{1,13})[ \t]*(;.*)?$/s;
const NOTHING = Buffer.alloc(0);
const NO_TRAILERS: Headers = [];

/** `headBytes` bounds a head or a trailer section; a longer one is malformed. */
export function createRequestParser(limits: { headBytes: number }): RequestParser {
  let pending: Buffer = NOTHING;
  /** Up to here the pending bytes are known to hold no end of a head. */
  let scanned = 0;
  let state: State = "head";
  let remaining = 0;
  let trailers = NO_TRAILERS;
  let extensionBytes = 0;

  function consume(count: number): Buffer {
    const taken = pending.subarray(0, count);
    pending = count === pending.length ? NOTHING : pending.subarray(count);
    scanned = 0;
    return taken;
  }

  function malformed(reason: string): RequestStep {
    state = "stopped";
    return { kind: "malformed", reason };
  }

  function readHead(): RequestStep | undefined {
    const end = endOfHead(pending, scanned);
    if (end < 0 || end > limits.headBytes) {
      scanned = Math.max(0, pending.length - 2);
      return pending.length > limits.headBytes ? malformed("a head longer than the limit") : undefined;
    }
    const head = parseHead(pending.subarray(0, end));
    if (typeof head === "string") return malformed(head);
    const framing = framingOf(head);
    if (typeof framing === "string") return malformed(framing);
    consume(end);
    begin(framing);
    return { kind: "head", head, framing };
  }

  function begin(framing: Framing): void {
    trailers = NO_TRAILERS;
    extensionBytes = 0;
    if (framing.kind === "length") remaining = framing.bytes;
    const following = { none: "end", tunnel: "stopped", chunked: "chunk-size", length: "length" } as const;
    state = following[framing.kind];
  }

  function readBody(whenDone: "end" | "chunk-end"): RequestStep | undefined {
    if (pending.length === 0) return undefined;
    const bytes = consume(Math.min(pending.length, remaining));
    remaining -= bytes.length;
    if (remaining === 0) state = whenDone;
    return { kind: "body", bytes };
  }

  /** Moves over framing that is no content. @returns whether the state changed; else more bytes are needed. */
  function readChunkSize(): boolean | RequestStep {
    const end = pending.indexOf(LF);
    if (end < 0 || end > CHUNK_LINE_BYTES_MAX)
      return pending.length > CHUNK_LINE_BYTES_MAX ? malformed("an endless chunk size line") : false;
    const line = CHUNK_LINE.exec(withoutReturn(pending.toString("latin1", 0, end)));
    if (!line) return malformed("a chunk size that is no hexadecimal number");
    consume(end + 1);
    remaining = Number.parseInt(line[1]!, 16);
    extensionBytes += line[2]?.length ?? 0;
    state = remaining === 0 ? "trailers" : "chunk-data";
    return true;
  }

  function readChunkEnd(): boolean | RequestStep {
    const size = pending[0] === CR ? 2 : 1;
    if (pending.length < size) return false;
    if (pending[size - 1] !== LF) return malformed("a chunk longer than its size says");
    consume(size);
    state = "chunk-size";
    return true;
  }

  function readTrailers(): boolean | RequestStep {
    const empty = pending[0] === CR ? 2 : 1;
    if (pending.length < empty) return false;
    const end = pending[empty - 1] === LF ? empty : endOfFields(pending, scanned);
    if (end < 0 || end > limits.headBytes) {
      scanned = Math.max(0, pending.length - 2);
      return pending.length > limits.headBytes ? malformed("trailers longer than the limit") : false;
    }
    const fields = parseFields(pending.toString("latin1", 0, end), 0);
    if (typeof fields === "string") return malformed(`in the trailers: ${fields}`);
    consume(end);
    trailers = fields;
    state = "end";
    return true;
  }

  function next(): RequestStep | undefined {
    for (;;) {
      let moved: boolean | RequestStep;
      if (state === "head") return readHead();
      if (state === "length") return readBody("end");
      if (state === "chunk-data") return readBody("chunk-end");
      if (state === "chunk-size") moved = readChunkSize();
      else if (state === "chunk-end") moved = readChunkEnd();
      else if (state === "trailers") moved = readTrailers();
      else if (state === "end") {
        state = "head";
        return { kind: "end", trailers, chunkExtensionBytes: extensionBytes };
      } else return undefined;
      if (moved === false) return undefined;
      if (moved !== true) return moved;
    }
  }

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
    },
    next,
    takeRest: () => consume(pending.length),
    get bufferedBytes() {
      return pending.length;
    },
  };
}

/** Index past the empty line that ends a head; -1 when it is not there. Blank lines before it do not count. */
function endOfHead(bytes: Buffer, from: number): number {
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start++;
  return endOfFields(bytes, Math.max(start, from));
}

/** A bare line feed ends a line too (RFC 9112 §2.2). */
function endOfFields(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
