import { addText, readUtf8 } from "./walk.ts";
import type { FormatDecoder } from "./walk.ts";

/** Plain text, XML, HTML, a script: one leaf, if the bytes are UTF-8 without binary control characters. */
export const text: FormatDecoder = {
  id: "text",
  accepts(_head, bytes) {
    return !bytes.subarray(0, 4096).includes(0);
  },
  decode(bytes, place, walk) {
    const read = readUtf8(bytes);
    if (read === undefined || BINARY.test(read.text)) return false;
    addText(walk, place, {
      pointer: place.pointer,
      text: read.text,
      start: 0,
      end: bytes.length,
      kind: "text",
    });
    return true;
  },
};

// eslint-disable-next-line no-control-regex
const BINARY = /[\u0000-\u0007\u000e-\u001a\u001c-\u001f]/;
