import { addRest, isSpent } from "./walk.ts";
import type { FormatDecoder } from "./walk.ts";

/**
 * JSON documents in a row: one a line (NDJSON, JSON Lines), or each behind a record separator (RFC 7464). Each is
 * opened as a body of its own at `/0`, `/1`, …; a line that is no JSON is read as whatever it is.
 */
export const ndjson: FormatDecoder = {
  id: "ndjson",
  accepts(head, bytes) {
    if (head.contentType !== undefined && DECLARED.test(head.contentType)) return true;
    if (bytes[0] === RECORD_SEPARATOR) return true;
    return startsContainer(bytes[0]) && hasSecondDocument(bytes);
  },
  decode(bytes, place, walk) {
    let record = 0;
    let start = 0;
    while (start < bytes.length) {
      if (isSpent(walk)) {
        addRest(walk, place, { bytes, start, reason: "ndjson: limit of leaves reached" });
        return true;
      }
      const end = recordEnd(bytes, start);
      if (end > start) {
        const { layers, base, whole } = place;
        const inside = {
          pointer: `${place.pointer}/${record}`,
          layers,
          base: base + start,
          ...(whole && { whole }),
        };
        walk.openBytes(bytes.subarray(start, end), inside, {});
        record += 1;
      }
      start = end + 1;
    }
    return true;
  },
};

const DECLARED = /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-seq|json-lines)\b/;
const RECORD_SEPARATOR = 0x1e;
const LF = 0x0a;
const CR = 0x0d;

function startsContainer(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b;
}

/** One document spread over lines has no `}` before its first line feed and `{` right behind it. */
function hasSecondDocument(bytes: Uint8Array): boolean {
  const feed = bytes.indexOf(LF);
  if (feed === -1) return false;
  const last = bytes[feed - 1] === CR ? bytes[feed - 2] : bytes[feed - 1];
  return (last === 0x7d || last === 0x5d) && startsContainer(bytes[feed + 1]);
}

function recordEnd(bytes: Uint8Array, start: number): number {
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === LF || byte === CR || byte === RECORD_SEPARATOR) return i;
  }
  return bytes.length;
}
