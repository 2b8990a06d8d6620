import { percentDecode } from "./percent.ts";
import { addLeaf, addRest, addText, isSpent, pointerToken, rangeIn } from "./walk.ts";
import type { FormatDecoder, Place, Walk } from "./walk.ts";

/** `application/x-www-form-urlencoded` (WHATWG URL): `name=value&…`, percent-encoded, `+` for a space. */
export const form: FormatDecoder = {
  id: "form",
  accepts(head) {
    return head.contentType !== undefined && head.contentType.startsWith("application/x-www-form-urlencoded");
  },
  decode(bytes, place, walk) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    readPairs(text, place, walk, 0);
    return true;
  },
};

/**
 * Adds a key leaf and a value leaf for each pair. `text` holds one byte a character; `offset` is where it
 * begins in the layer.
 */
function readPairs(text: string, place: Place, walk: Walk, offset: number): void {
  let start = 0;
  while (start < text.length) {
    if (isSpent(walk)) {
      const bytes = Buffer.from(text, "latin1");
      addRest(walk, place, { bytes, start, reason: "form: limit of leaves reached" });
      return;
    }
    const found = text.indexOf("&", start);
    const end = found === -1 ? text.length : found;
    if (end > start) readPair(text.slice(start, end), place, walk, offset + start);
    start = end + 1;
  }
}

function readPair(pair: string, place: Place, walk: Walk, start: number): void {
  const equals = pair.indexOf("=");
  const nameEnd = equals === -1 ? pair.length : equals;
  const name = percentDecode(pair.slice(0, nameEnd), "form");
  const pointer = `${place.pointer}/${pointerToken(name)}`;
  const encodings = place.layers as string[];
  addLeaf(walk, {
    pointer,
    encodings,
    text: name,
    kind: "key",
    range: rangeIn(place, start, start + nameEnd),
  });
  if (equals === -1) return;
  const text = percentDecode(pair.slice(equals + 1), "form");
  addText(walk, place, {
    pointer,
    text,
    start: start + equals + 1,
    end: start + pair.length,
    kind: "string",
  });
}
