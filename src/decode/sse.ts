import { addRest, addText, isSpent, rangeIn } from "./walk.ts";
import type { FormatDecoder, Place, Walk } from "./walk.ts";

/**
 * Server-sent events (WHATWG HTML, "Interpreting an event stream"). The data of event 3 is opened as a body at
 * `/3/data`; other fields and comments are leaves. A last event without its blank line is read too: the client
 * would have dropped it, but it crossed the wire.
 */
export const sse: FormatDecoder = {
  id: "sse",
  accepts(head, bytes) {
    if (head.contentType !== undefined) return head.contentType.startsWith("text/event-stream");
    const opening = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString(
      "latin1",
    );
    return /^(?:event|data|id): ?[^\r\n]*/.test(opening) && bytes.includes(LF);
  },
  decode(bytes, place, walk) {
    const stream: Stream = {
      bytes,
      buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
      place,
      walk,
      event: 0,
      data: [],
    };
    let start = startsWithBom(bytes) ? 3 : 0;
    while (start < bytes.length) {
      if (isSpent(walk)) {
        addRest(walk, place, { bytes, start, reason: "sse: limit of leaves reached" });
        return true;
      }
      const end = lineEnd(bytes, start);
      readLine(stream, start, end);
      start = bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
    }
    endEvent(stream);
    return true;
  },
};

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;

interface Stream {
  bytes: Uint8Array;
  buffer: Buffer;
  place: Place;
  walk: Walk;
  event: number;
  /** Spans of this event's `data` lines. */
  data: [start: number, end: number][];
  /** Whether this event has any field yet, so that blank lines alone do not count events. */
  begun?: boolean;
}

function readLine(stream: Stream, start: number, end: number): void {
  if (start === end) return endEvent(stream);
  const { bytes, buffer, place, walk } = stream;
  stream.begun = true;
  const colon = bytes.subarray(start, end).indexOf(COLON);
  const nameEnd = colon === -1 ? end : start + colon;
  let valueStart = colon === -1 ? end : nameEnd + 1;
  if (bytes[valueStart] === SPACE && valueStart < end) valueStart += 1;
  const name = buffer.toString("utf8", start, nameEnd);
  if (name === "data") {
    stream.data.push([valueStart, end]);
    return;
  }
  const text = buffer.toString("utf8", valueStart, end);
  const token = name === "" ? "comment" : name;
  addText(walk, place, {
    pointer: `${place.pointer}/${stream.event}/${token}`,
    text,
    start: valueStart,
    end,
    kind: "text",
  });
}

function endEvent(stream: Stream): void {
  if (!stream.begun) return;
  const { bytes, place, walk, data } = stream;
  const pointer = `${place.pointer}/${stream.event}/data`;
  const [first] = data;
  const last = data.at(-1);
  if (first !== undefined && last !== undefined) {
    const inside: Place = { pointer, layers: place.layers, base: place.base + first[0] };
    if (place.whole !== undefined) inside.whole = place.whole;
    else if (data.length > 1) inside.whole = rangeIn(place, first[0], last[1]);
    walk.openBytes(joinLines(bytes, data), inside, {});
  }
  stream.event += 1;
  stream.data = [];
  stream.begun = false;
}

/** Several `data` lines are one text, joined by line feeds. */
function joinLines(bytes: Uint8Array, spans: [number, number][]): Uint8Array {
  if (spans.length === 1) return bytes.subarray(...spans[0]!);
  const newline = Uint8Array.of(LF);
  return Buffer.concat(
    spans.flatMap((span, i) => (i === 0 ? [bytes.subarray(...span)] : [newline, bytes.subarray(...span)])),
  );
}

function lineEnd(bytes: Uint8Array, start: number): number {
  for (let i = start; i < bytes.length; i++) if (bytes[i] === LF || bytes[i] === CR) return i;
  return bytes.length;
}

function startsWithBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
